"""Words of a mapping: what can be chosen about a need, a threat, a source of stigma, readiness and a strength."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rank(TextChoices):
    """How much a need presses."""

    FIRST = "1", pgettext_lazy("priority", "1: first of all")
    NEXT = "2", pgettext_lazy("priority", "2: after that")
    LATER = "3", pgettext_lazy("priority", "3: can wait")


class Gap(TextChoices):
    """Whether what she needs can be had at all."""

    NONE = "none", pgettext_lazy("gap", "No gap")
    POLICY = "policy", _("Policy gap: no law or scheme covers it")
    DELIVERY = "delivery", _("Delivery gap: it exists and is not given")


class Need(TextChoices):
    OPEN = "open", pgettext_lazy("need", "Open")
    BEING_MET = "being_met", pgettext_lazy("need", "Being met")
    MET = "met", pgettext_lazy("need", "Met")
    NOT_ANY_MORE = "not_any_more", pgettext_lazy("need", "Not met any more")
    DROPPED = "dropped", pgettext_lazy("need", "No need any more")


class NeedWhy(TextChoices):
    OFFICE = "office", _("An office gave it")
    ORGANISATION = "organisation", _("We gave it")
    HERSELF = "herself", _("She did it herself")
    FAMILY = "family", _("Family or neighbours helped")
    GROUP = "group", _("The group helped")
    STOPPED = "stopped", _("What she was given stopped")
    CHANGED_MIND = "changed_mind", _("She does not want it any more")
    LIFE = "life", _("Her life changed")
    MISTAKE = "mistake", _("We had understood her wrongly")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class ThreatFrom(TextChoices):
    TRAFFICKER = "trafficker", _("Who sold or took her")
    RECRUITER = "recruiter", _("Agent or recruiter")
    OWNER = "owner", _("Brothel keeper or employer")
    BUYER = "buyer", _("Customer")
    ACCUSED_SIDE = "accused_side", _("The accused person's people or lawyer")
    HUSBAND = "husband", _("Husband or partner")
    IN_LAWS = "in_laws", _("In-laws")
    FAMILY = "family", _("Her own family")
    NEIGHBOUR = "neighbour", _("Neighbours")
    POWERFUL = "powerful", _("A powerful person of the place")
    LENDER = "lender", _("Money lender")
    POLICE = "police", _("Police or another official")
    UNKNOWN = "unknown", _("Nobody knows who")
    OTHER = "other", pgettext_lazy("person", "Somebody else")


class Threat(TextChoices):
    KILL = "kill", _("To kill or hurt her")
    VIOLENCE = "violence", _("Violence has happened")
    FAMILY_HURT = "family_hurt", _("To hurt her family or children")
    TAKE_BACK = "take_back", _("To take her back or sell her again")
    CASE = "case", _("To make her drop the case")
    TELL = "tell", _("To tell others, or show pictures of her")
    FOLLOW = "follow", _("Following or watching her")
    CALLS = "calls", _("Calls and messages")
    MONEY = "money", _("Money is demanded")
    MARRY = "marry", _("Forced marriage")
    DRIVE_OUT = "drive_out", _("To drive her out of home or village")
    LOCK_IN = "lock_in", _("Locking her in")
    OTHER = "other", pgettext_lazy("threat", "Something else")


class Nearness(TextChoices):
    HOME = "home", _("In the house")
    VILLAGE = "village", _("In the village or the lane")
    BLOCK = "block", _("In villages nearby")
    FAR = "far", _("Far away")
    PHONE = "phone", _("Only by phone or internet")
    UNKNOWN = "unknown", _("Not known")


class ReportedTo(TextChoices):
    POLICE = "police", _("Police")
    AHTU = "ahtu", _("AHTU")
    COURT = "court", _("Court or government lawyer")
    DLSA = "dlsa", _("Legal services authority")
    CWC = "cwc", _("Child welfare committee")
    DCPU = "dcpu", _("Child protection unit")
    PANCHAYAT = "panchayat", _("Panchayat")
    COMMITTEE = "committee", _("Village child protection committee")
    WOMEN_CENTRE = "women_centre", _("Women's centre or helpline")
    COLLECTIVE = "collective", _("Her group")
    NGO = "ngo", _("An organisation")
    NOWHERE = "nowhere", pgettext_lazy("reported", "Nowhere")


class ThreatState(TextChoices):
    OPEN = "open", pgettext_lazy("threat", "Open")
    CONTAINED = "contained", pgettext_lazy("threat", "Contained")
    OVER = "over", pgettext_lazy("threat", "Over")


class ThreatWhy(TextChoices):
    ARRESTED = "arrested", _("The person was arrested or judged")
    PROTECTED = "protected", _("Police or court protect her")
    SETTLED = "settled", _("It was settled in the village")
    TALKED = "talked", _("The group or we spoke to them")
    LEFT = "left", _("The person left or died")
    MOVED = "moved", _("She moved")
    STOPPED = "stopped", _("It stopped by itself")
    MISTAKE = "mistake", _("We had understood it wrongly")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class StigmaFrom(TextChoices):
    """Where stigma comes from; herself is one of the sources that the study names."""

    SELF = "self", pgettext_lazy("stigma", "From herself")
    FAMILY = "family", _("Family")
    PEERS = "peers", _("Friends and people of her age")
    NEIGHBOURS = "neighbours", _("Neighbours and village")
    INSTITUTION = "institution", _("School, home, hospital or workplace")
    DUTY_BEARER = "duty_bearer", _("An office that has a duty to her")


class StigmaShows(TextChoices):
    SHAME = "shame", _("She is ashamed, or hides")
    GUILT = "guilt", _("She blames herself")
    NAMES = "names", _("Names and gossip")
    BLAME = "blame", _("She is blamed")
    AVOIDED = "avoided", _("People keep away from her")
    LEFT_OUT = "left_out", _("Not asked to meals, festivals, weddings")
    WATCHED = "watched", _("She is kept in or watched")
    MARRIAGE = "marriage", _("Marriage is refused, hers or a sister's")
    CHILDREN = "children", _("Her children are teased")
    REFUSED = "refused", _("Work, room or service is refused")
    STORY = "story", _("She has to tell her story again and again")
    TOUCH = "touch", _("Sexual talk or touching")
    VIOLENCE = "violence", _("Violence")
    OTHER = "other", pgettext_lazy("stigma", "Something else")


class Herself(TextChoices):
    COUNSELLING = "counselling", _("Trauma counselling")
    THOUGHTS = "thoughts", _("Find hard thoughts and look at them anew")
    ANSWERS = "answers", _("Practise what to say and do")
    SPECIALIST = "specialist", _("A psychologist or doctor")


class Support(TextChoices):
    JOIN = "join", _("She joins a group")
    PEER = "peer", _("A survivor leader stands by her")
    TALK = "talk", _("The group talks about what people say")
    STAND_UP = "stand_up", _("The group speaks up for her")


class Around(TextChoices):
    COUNSELLING = "counselling", _("Counselling for the family")
    TALKING = "talking", _("Learning to talk with each other")
    HOME_CARE = "home_care", _("Home visits that build the family's skills")
    COPING = "coping", _("Help for the family against what people say")
    LIVELIHOOD = "livelihood", _("Income for the whole family")


class Institution(TextChoices):
    TRAINING = "training", _("Training for its people")
    SHARING = "sharing", _("She and hers decide with them")
    PRACTICE = "practice", _("They look at their own practice")
    DUTIES = "duties", _("Duties and rules are written down")
    COMPLAINT = "complaint", _("A complaint to who stands above")


class InCommunity(TextChoices):
    AWARENESS = "awareness", _("Awareness meetings")
    SKILLS = "skills", _("Training for people of the village")
    CONTACT = "contact", _("She meets people face to face, once she is ready")
    COMMITTEE = "committee", _("She sits in a village committee")
    OTHERS = "others", _("Other survivors speak, not she")


class Change(TextChoices):
    WORSE = "worse", pgettext_lazy("change", "Worse")
    SAME = "same", pgettext_lazy("change", "The same")
    BETTER = "better", pgettext_lazy("change", "Better")


class StigmaState(TextChoices):
    OPEN = "open", pgettext_lazy("stigma", "It shows")
    EASED = "eased", pgettext_lazy("stigma", "Less than before")
    OVER = "over", pgettext_lazy("stigma", "Over")


class StigmaWhy(TextChoices):
    CHANGED = "changed", _("They changed")
    STRONGER = "stronger", _("It does not reach her any more")
    SPOKE = "spoke", _("The group or we spoke to them")
    APART = "apart", _("They do not meet any more")
    MISTAKE = "mistake", _("We had understood it wrongly")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class Ready(TextChoices):
    """Whether she wants to speak of what happened before people who listen."""

    NOT_ASKED = "not_asked", pgettext_lazy("readiness", "Not talked about yet")
    NO = "no", pgettext_lazy("readiness", "She does not want to")
    THINKING = "thinking", pgettext_lazy("readiness", "She thinks about it")
    PREPARING = "preparing", pgettext_lazy("readiness", "She prepares herself")
    READY = "ready", pgettext_lazy("readiness", "Ready")


class Tells(TextChoices):
    NOTHING = "nothing", _("She speaks for the group, nothing of her own")
    PARTS = "parts", _("Some of her story, without name and face")
    STORY = "story", _("Her story, without name and face")
    OPENLY = "openly", _("Her story, with name or face")


class Audience(TextChoices):
    GROUP = "group", _("Her group")
    FAMILY = "family", _("Her family")
    WORKERS = "workers", _("Workers of programmes")
    OFFICES = "offices", _("Offices and officials")
    VILLAGE = "village", _("A village meeting or committee")
    SCHOOL = "school", _("A school or college")
    PRESS = "press", _("Press, film or internet")


class Strength(TextChoices):
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    SISTER = "sister", _("Sister or brother")
    HUSBAND = "husband", _("Husband or partner")
    CHILD = "child", _("Her child")
    IN_LAW = "in_law", _("A relative by marriage")
    RELATIVE = "relative", _("Another relative")
    FRIEND = "friend", _("A friend")
    PEER = "peer", _("Another survivor")
    COLLECTIVE = "collective", _("Survivors' group")
    SHG = "shg", _("Self-help group")
    CLUB = "club", _("Club or youth group")
    NEIGHBOUR = "neighbour", _("A neighbour")
    LEADER = "leader", _("A leader of the village")
    TEACHER = "teacher", _("A teacher")
    COMMITTEE = "committee", _("Village child protection committee")
    AHTU = "ahtu", _("AHTU")
    LAWYER = "lawyer", _("A lawyer or legal volunteer")
    WORKER = "worker", _("A worker or counsellor")
    EMPLOYER = "employer", _("An employer")
    OFFICE = "office", _("An office that serves her well")
    OTHER = "other", pgettext_lazy("person", "Somebody else")


class Closeness(TextChoices):
    VERY = "very", pgettext_lazy("closeness", "Very close")
    CLOSE = "close", pgettext_lazy("closeness", "Close")
    NOW_AND_THEN = "now_and_then", pgettext_lazy("closeness", "Now and then")
    FAR = "far", pgettext_lazy("closeness", "Far, but there")


class TurnsFor(TextChoices):
    LISTEN = "listen", _("To be listened to")
    STAY = "stay", _("A safe place to stay")
    FOOD = "food", _("Food or money")
    CHILDREN = "children", _("Care for the children")
    GO_ALONG = "go_along", _("Going along with her")
    SPEAK_UP = "speak_up", _("Speaking up for her")
    KNOW = "know", _("Knowing how things are done")
    WORK = "work", _("Work or learning")
    PROTECT = "protect", _("Protection")


class StrengthState(TextChoices):
    HOLDS = "holds", pgettext_lazy("strength", "There for her")
    WEAKER = "weaker", pgettext_lazy("strength", "Weaker than before")
    GONE = "gone", pgettext_lazy("strength", "Not there any more")


class StrengthWhy(TextChoices):
    AWAY = "away", _("Moved away")
    DIED = "died", _("Died")
    FELL_OUT = "fell_out", _("They fell out")
    NEW_HOLDER = "new_holder", _("Somebody else sits there now")
    BROKE_UP = "broke_up", _("The group broke up")
    HER_WISH = "her_wish", _("She does not want it")
    MISTAKE = "mistake", _("We had understood it wrongly")
    OTHER = "other", pgettext_lazy("reason", "Something else")
