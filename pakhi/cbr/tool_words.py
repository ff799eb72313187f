"""The words of the tools of intervention: direct support, referrals, training, mediation, family, home and paths."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Given(TextChoices):
    MONEY = "money", pgettext_lazy("support", "Money")
    THINGS = "things", pgettext_lazy("support", "Things")


class Purpose(TextChoices):
    """What support is for (study: hostel, uniforms and books, training fees, lost income, seed money, travel)."""

    TRAVEL = "travel", _("Travel")
    FOOD = "food", _("Food")
    RENT = "rent", _("Hostel or rent")
    SCHOOL = "school", _("Fees, uniform, books")
    TRAINING = "training", _("A training")
    TREATMENT = "treatment", _("Treatment and medicine")
    PAPERS = "papers", _("Papers and stamps")
    COURT = "court", _("Court and lawyer")
    INCOME = "income", _("Income she lost")
    SEED = "seed", _("Seed money for a business")
    TOOLS = "tools", _("Tools or material")
    CLOTHES = "clothes", _("Clothes, bedding, kit")
    PHONE = "phone", _("Telephone")
    HOUSE = "house", _("Repair of the house")
    OTHER = "other", pgettext_lazy("support", "Something else")


class Taker(TextChoices):
    SHE = "she", pgettext_lazy("handed to", "Her")
    FAMILY = "family", pgettext_lazy("handed to", "Her family")
    SCHOOL = "school", pgettext_lazy("handed to", "A school or trainer")
    HOSPITAL = "hospital", pgettext_lazy("handed to", "A hospital or chemist")
    HOUSE = "house", pgettext_lazy("handed to", "A hostel or house owner")
    SHOP = "shop", pgettext_lazy("handed to", "A shop")
    LAWYER = "lawyer", pgettext_lazy("handed to", "A lawyer or an office")
    TRANSPORT = "transport", pgettext_lazy("handed to", "Bus, train, car")
    OTHER = "other", pgettext_lazy("handed to", "Somebody else")


class Paper(TextChoices):
    RECEIPT = "receipt", _("A receipt or bill")
    SIGNED = "signed", _("She signed or put her thumb mark")
    NONE = "none", _("No paper")


class SupportState(TextChoices):
    GIVEN = "given", pgettext_lazy("support", "Given")


class Service(TextChoices):
    DOCTOR = "doctor", _("Doctor or hospital")
    MIND = "mind", _("Psychologist or psychiatrist")
    LEGAL = "legal", _("Legal help")
    POLICE = "police", _("Police or AHTU")
    SHELTER = "shelter", _("A safe place to stay")
    CHILD = "child", _("Child protection")
    SCHOOL = "school", _("School or bridge course")
    SKILL = "skill", _("Training for work")
    JOB = "job", _("Work")
    SCHEME = "scheme", _("A welfare scheme")
    BANK = "bank", _("Bank or credit")
    GROUP = "group", _("A collective or self-help group")
    SUBSTANCES = "substances", _("Help with alcohol or other substances")
    OTHER = "other", pgettext_lazy("service", "Another service")


class ReferralState(TextChoices):
    OFFERED = "offered", pgettext_lazy("referral", "Offered to her")
    WANTED = "wanted", pgettext_lazy("referral", "She wants it")
    NOT_WANTED = "not_wanted", pgettext_lazy("referral", "She does not want it")
    SENT = "sent", pgettext_lazy("referral", "Sent to the service")
    TAKEN = "taken", pgettext_lazy("referral", "The service has taken it")
    TURNED_DOWN = "turned_down", pgettext_lazy("referral", "The service turned it down")
    DONE = "done", pgettext_lazy("referral", "She was helped")
    STOPPED = "stopped", pgettext_lazy("referral", "Stopped")


class WhyTurned(TextChoices):
    FULL = "full", _("No room or no time")
    FAR = "far", _("Too far")
    PAPERS = "papers", _("A paper is missing")
    AGE = "age", _("Age or another rule")
    COST = "cost", _("It costs too much")
    SHAME = "shame", _("She was not treated well there")
    FAMILY = "family", _("The family is against it")
    WISH = "wish", _("She wants something else")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class Course(TextChoices):
    TRADE = "trade", _("A trade")
    LEADERSHIP = "leadership", _("Leadership and speaking up")
    RIGHTS = "rights", _("Rights and schemes")
    LIFE = "life", _("Life skills")
    READING = "reading", _("Reading, writing, counting")
    COMPUTER = "computer", _("Computer and telephone")
    MONEY = "money", _("Money and accounts")
    PARALEGAL = "paralegal", _("Paralegal")
    COUNSELLOR = "counsellor", _("Para-counsellor")
    OTHER = "other", pgettext_lazy("training", "Another one")


class CourseState(TextChoices):
    WISHED = "wished", pgettext_lazy("training", "She wants it")
    ENROLLED = "enrolled", pgettext_lazy("training", "Enrolled")
    ATTENDS = "attends", pgettext_lazy("training", "She goes there")
    FINISHED = "finished", pgettext_lazy("training", "Finished")
    LEFT = "left", pgettext_lazy("training", "Left early")


class Other(TextChoices):
    """With whom somebody mediates."""

    HUSBAND = "husband", pgettext_lazy("mediation", "Her husband")
    PARENTS = "parents", pgettext_lazy("mediation", "Her parents")
    IN_LAWS = "in_laws", pgettext_lazy("mediation", "Her parents-in-law")
    RELATIVES = "relatives", pgettext_lazy("mediation", "Other relatives")
    NEIGHBOURS = "neighbours", pgettext_lazy("mediation", "Neighbours")
    SCHOOL = "school", pgettext_lazy("mediation", "School or employer")


class MediationState(TextChoices):
    ASKED = "asked", pgettext_lazy("mediation", "She was asked alone")
    UNSAFE = "unsafe", pgettext_lazy("mediation", "Not safe: not held")
    HELD = "held", pgettext_lazy("mediation", "Held")
    AGREED = "agreed", pgettext_lazy("mediation", "They agreed")
    BROKEN = "broken", pgettext_lazy("mediation", "What was agreed was not kept")
    STOPPED = "stopped", pgettext_lazy("mediation", "Stopped")


class Fit(TextChoices):
    UNKNOWN = "unknown", pgettext_lazy("family", "Not looked at yet")
    UNFIT = "unfit", pgettext_lazy("family", "Not fit: she is not safe there")
    STRAINED = "strained", pgettext_lazy("family", "Strained: it needs help first")
    HELPED = "helped", pgettext_lazy("family", "Good enough with help")
    SUPPORTS = "supports", pgettext_lazy("family", "Stands by her")


class Unfit(TextChoices):
    VIOLENCE = "violence", _("Violence")
    TRAFFICKER = "trafficker", _("Somebody of the family had a part in it")
    PRESSURE = "pressure", _("They press her to take a case back")
    MARRIAGE = "marriage", _("They want to marry her off")
    WORK = "work", _("They want to send her away to work again")
    NOT_WANTED = "not_wanted", _("They do not want her back")
    SUBSTANCES = "substances", _("Alcohol or other substances")
    NEGLECT = "neglect", _("Nobody cares for her")


class FamilyNeed(TextChoices):
    INCOME = "income", _("Income")
    FOOD = "food", _("Food")
    DEBT = "debt", _("Debt")
    HEALTH = "health", _("Health")
    HOUSE = "house", _("House")
    SCHEMES = "schemes", _("Schemes and papers")
    KNOWING = "knowing", _("Knowing what trafficking does")
    TALKING = "talking", _("Talking with each other")
    STIGMA = "stigma", _("Coping with what neighbours say")
    SAFETY = "safety", _("Safety from the traffickers")
    SUBSTANCES = "substances", _("Alcohol or other substances")


class Income(TextChoices):
    NONE = "none", pgettext_lazy("income", "None")
    SOMETIMES = "sometimes", pgettext_lazy("income", "Now and then")
    STEADY = "steady", pgettext_lazy("income", "Every month")


class Coping(TextChoices):
    """How the family lives with what others say."""

    HIDES = "hides", _("They hide her or hide it")
    BLAMES = "blames", _("They blame her")
    SUFFERS = "suffers", _("They suffer, and say nothing")
    ANSWERS = "answers", _("They answer and stand by her")


class FamilyWork(TextChoices):
    COUNSELLING = "counselling", _("Counselling for the family")
    TEACHING = "teaching", _("How to be there for her at home")
    STIGMA = "stigma", _("How to answer shaming")
    INCOME = "income", _("Income for the family")
    SCHEMES = "schemes", _("Schemes and papers")
    DEBT = "debt", _("Debt")
    HEALTH = "health", _("Health")
    SAFETY = "safety", _("Safety")


class WorkState(TextChoices):
    PLANNED = "planned", pgettext_lazy("family", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("family", "Under way")
    HELPED = "helped", pgettext_lazy("family", "It helped")
    NO_HELP = "no_help", pgettext_lazy("family", "It did not help")
    STOPPED = "stopped", pgettext_lazy("family", "Stopped")


class Home(TextChoices):
    FAMILY = "family", pgettext_lazy("home", "With her family")
    RELATIVES = "relatives", pgettext_lazy("home", "With relatives")
    OWN = "own", pgettext_lazy("home", "A home of her own")
    MARRIED = "married", pgettext_lazy("home", "With her husband")
    HOSTEL = "hostel", pgettext_lazy("home", "Hostel or paying guest")
    GROUP = "group", pgettext_lazy("home", "Group living")
    SAFE_HOUSE = "safe_house", pgettext_lazy("home", "A safe house in the community")
    COMMUNITY = "community", pgettext_lazy("home", "A new community that she chose")
    SHELTER = "shelter", pgettext_lazy("home", "Shelter home")
    EMPLOYER = "employer", pgettext_lazy("home", "Where she works")


SETTLED = (Home.FAMILY.value, Home.RELATIVES.value, Home.OWN.value, Home.MARRIED.value)


class HomeState(TextChoices):
    WISHED = "wished", pgettext_lazy("home", "Talked about")
    LIVES = "lives", pgettext_lazy("home", "She lives there")
    LEFT = "left", pgettext_lazy("home", "She left")
    NOT_TAKEN = "not_taken", pgettext_lazy("home", "It did not come to it")


class Trade(TextChoices):
    TAILORING = "tailoring", _("Sewing")
    FOOD = "food", _("Cooking and food")
    FARM = "farm", _("Farming and animals")
    SHOP = "shop", _("A shop")
    BEAUTY = "beauty", _("Beauty parlour")
    CRAFT = "craft", _("Craft")
    CARE = "care", _("Nursing and care")
    OFFICE = "office", _("Office and computer")
    DRIVING = "driving", _("Driving")
    BUILDING = "building", _("Building and repair")
    FACTORY = "factory", _("Factory")
    SOCIAL = "social", _("Social work")
    OTHER = "other", pgettext_lazy("trade", "Something else")


class Market(TextChoices):
    VILLAGE = "village", _("In the village")
    HAAT = "haat", _("Weekly market or town")
    GROUP = "group", _("Through her group")
    BUYER = "buyer", _("A buyer or company")
    ONLINE = "online", _("By telephone or online")
    EMPLOYER = "employer", _("An employer")


class Way(TextChoices):
    PLACEMENT = "placement", _("Work for a wage")
    OWN = "own", _("A business of her own")
    TOGETHER = "together", _("A business with her group")


class LivelihoodState(TextChoices):
    INTEREST = "interest", pgettext_lazy("livelihood", "Finding what she likes")
    SKILL = "skill", pgettext_lazy("livelihood", "Learning it")
    MARKET = "market", pgettext_lazy("livelihood", "Finding who buys or hires")
    BEGUN = "begun", pgettext_lazy("livelihood", "Begun: at work or in business")
    EARNS = "earns", pgettext_lazy("livelihood", "Earns every month")
    SAVES = "saves", pgettext_lazy("livelihood", "Saves, and stands by herself")
    STOPPED = "stopped", pgettext_lazy("livelihood", "Stopped")


class School(TextChoices):
    PRIMARY = "primary", _("Class 1 to 5")
    MIDDLE = "middle", _("Class 6 to 8")
    SECONDARY = "secondary", _("Class 9 and 10")
    HIGHER = "higher", _("Class 11 and 12")
    OPEN = "open", _("Open school")
    COLLEGE = "college", _("College")


class EducationState(TextChoices):
    WISH = "wish", pgettext_lazy("education", "She wants to learn")
    BRIDGE = "bridge", pgettext_lazy("education", "Bridge course")
    ENROLLED = "enrolled", pgettext_lazy("education", "Enrolled")
    STAYS = "stays", pgettext_lazy("education", "Goes and stays")
    FINISHED = "finished", pgettext_lazy("education", "Finished this class or course")
    LEFT = "left", pgettext_lazy("education", "Left")
