"""What can be chosen where somebody is identified. Where the Human Trafficking Case Data Standard 2.0 has values, ours
stand beside them in forms/htcds.yaml.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Lives(TextChoices):
    """Where she is: the study's two kinds, still in a trafficked condition or rescued, and the latter's three."""

    UNKNOWN = "unknown", pgettext_lazy("where she is", "Not known")
    TRAFFICKED = "trafficked", _("Still in a trafficked condition")
    INSTITUTION = "institution", _("In an institution")
    FAMILY = "family", _("With family")
    COMMUNITY = "community", _("In a community of her choice")


RESCUED = (Lives.INSTITUTION.value, Lives.FAMILY.value, Lives.COMMUNITY.value)


class Programme(TextChoices):
    SEX_TRAFFICKING = "sex_trafficking", _("Sex trafficking")
    LABOUR_TRAFFICKING = "labour_trafficking", _("Labour trafficking and bondage")
    VIOLENCE = "violence", _("Women survivors of violence")
    SEX_WORK_EXIT = "sex_work_exit", _("Leaving sex work")
    SECOND_GENERATION = "second_generation", _("Children of women in sex work")


class Source(TextChoices):
    """From where the organisation heard of her."""

    POLICE = "police", _("Police")
    CWC = "cwc", _("Child Welfare Committee")
    CCI = "cci", _("Shelter or children’s home")
    DCPU = "dcpu", _("District Child Protection Unit")
    NGO = "ngo", _("Another organisation")
    HELPLINE = "helpline", _("Helpline")
    SURVEY = "survey", _("Survey of villages")
    GROUP = "group", _("A survivors’ or women’s group")
    HEALTH = "health", _("Health worker")
    OFFICE = "office", _("Another office")
    FAMILY = "family", _("Her family")
    SELF = "self", _("She came herself")


class IdentifiedBy(TextChoices):
    """Who saw that she needs this help: what they are, never who."""

    SELF = "self", _("She herself")
    SURVIVOR = "survivor", _("Another survivor")
    WORKER = "worker", _("A worker of ours")
    OTHER_WORKER = "other_worker", _("A worker of another organisation")
    POLICE = "police", _("A police officer")
    CHILD_OFFICER = "child_officer", _("A child protection officer or committee")
    HEALTH = "health", _("A nurse, ASHA or doctor")
    ANGANWADI = "anganwadi", _("Anganwadi worker or teacher")
    PANCHAYAT = "panchayat", _("A member of the panchayat")
    LABOUR = "labour", _("A labour officer")
    COURT = "court", _("A court or a lawyer")
    RELATIVE = "relative", _("A relative")
    NEIGHBOUR = "neighbour", _("A neighbour or friend")


class Certainty(TextChoices):
    """Whether she was trafficked, as far as is known (HTCDS: TraffickingStatus)."""

    POSSIBLE = "possible", _("Perhaps; not clear yet")
    ACTUAL = "actual", _("Yes, she was trafficked")
    NO = "no", _("No; another kind of violence")


class Exploitation(TextChoices):
    """HTCDS: TypeOfExploitation."""

    LABOUR = "labour", _("Forced or bonded labour")
    SEXUAL = "sexual", _("Sexual exploitation")
    CHILD_LABOUR = "child_labour", _("Child labour")
    MARRIAGE = "marriage", _("Forced marriage")
    SERVITUDE = "servitude", _("Kept as a servant")
    ARMED = "armed", _("Made to fight for an armed group")
    ORGAN = "organ", _("Removal of an organ")
    BEGGING = "begging", _("Forced begging")
    ADOPTION = "adoption", _("Forced adoption")
    SURROGACY = "surrogacy", _("Surrogacy")
    OTHER = "other", pgettext_lazy("exploitation", "Something else")


class Work(TextChoices):
    """HTCDS: ForcedLabourIndustry, those that the study and the region know."""

    FARM = "farm", _("Farm, forest or fishing")
    QUARRY = "quarry", _("Quarry or mine")
    KILN = "kiln", _("Brick kiln")
    FACTORY = "factory", _("Factory, mill or workshop")
    BUILDING = "building", _("Building site")
    SHOP = "shop", _("Shop or trade")
    HOTEL = "hotel", _("Hotel, tea stall or food")
    HOUSE = "house", _("Work in a household")
    DANCE = "dance", _("Dance, circus or shows")
    CARE = "care", _("Beauty, massage or care")
    OTHER = "other", pgettext_lazy("work", "Other work")


class Recruitment(TextChoices):
    """By which means she was brought into it (HTCDS: MethodOfRecruitment)."""

    FAMILY = "family", _("Through family, or a marriage")
    FRIENDS = "friends", _("Through friends or a fair")
    WORK = "work", _("At work, or by an offer of work")
    SCHOOL = "school", _("At a school or college")
    BUSINESS = "business", _("At a shop, agency or station")
    ONLINE = "online", _("By somebody met online")
    ADVERT_ONLINE = "advert_online", _("An advertisement online")
    ADVERT_TV = "advert_tv", _("An advertisement on television")
    ADVERT_PAPER = "advert_paper", _("An advertisement in a newspaper")
    OTHER = "other", pgettext_lazy("recruitment", "Another way")


class Control(TextChoices):
    """By which means she was kept in it (HTCDS: MethodsOfControl)."""

    THREATS = "threats", _("Threats of violence")
    LAW = "law", _("Threats with the police or the law")
    FAMILY = "family", _("Threats against her children or family")
    DEBT = "debt", _("Debt or an advance")
    PROMISES = "promises", _("False promises")
    BEATING = "beating", _("Beating and other violence")
    SEXUAL = "sexual", _("Sexual violence")
    EARNINGS = "earnings", _("Her earnings were taken")
    MONEY = "money", _("She was kept from money")
    MEDICINE = "medicine", _("She was kept from treatment")
    FOOD = "food", _("She was kept from food or sleep")
    MIND = "mind", _("Humiliation and pressure")
    DRUGS = "drugs", _("Alcohol or drugs")
    HOURS = "hours", _("Too long hours")
    PAPERS = "papers", _("Her papers were taken")
    OTHER = "other", pgettext_lazy("control", "Another way")


class Trafficker(TextChoices):
    """HTCDS: RelationshipToTrafficker."""

    FAMILY = "family", pgettext_lazy("trafficker", "Of the family")
    KNOWN = "known", pgettext_lazy("trafficker", "Known to her")
    STRANGER = "stranger", pgettext_lazy("trafficker", "A stranger")


class AgeThen(TextChoices):
    """How old she was when it began; a band is enough for every law that asks."""

    UNDER_14 = "under_14", _("Under 14")
    UNDER_18 = "14_17", _("14 to 17")
    ADULT = "adult", _("18 or older")
    UNKNOWN = "unknown", pgettext_lazy("age", "Not known")


class Wish(TextChoices):
    """Where she wants to live. Her word; nobody else's stands here."""

    HERE = "here", _("Where she is now")
    FAMILY = "family", _("With her parents or brothers and sisters")
    OWN_FAMILY = "own_family", _("With her husband or children")
    RELATIVE = "relative", _("With another relative")
    ALONE = "alone", _("On her own, or with friends")
    HOSTEL = "hostel", _("Hostel or group home")
    SAFE_HOUSE = "safe_house", _("A safe house of the community")
    SHELTER = "shelter", _("A shelter home, for now")
    OTHER_PLACE = "other_place", _("In another place, where nobody knows her")
    UNDECIDED = "undecided", _("She has not decided")
    NOT_ASKED = "not_asked", _("Not asked yet")


class Moved(TextChoices):
    """Why she is where she is now."""

    CHOICE = "choice", _("By her own choice")
    RESCUE = "rescue", _("Rescued")
    ESCAPED = "escaped", _("She got out by herself")
    RELEASED = "released", _("Let go from the institution")
    ORDER = "order", _("By order of a court or committee")
    UNSAFE = "unsafe", _("It was not safe where she was")
    STIGMA = "stigma", _("Stigma where she was")
    WORK = "work", _("For work or school")
    MARRIAGE = "marriage", _("Marriage")
    TRAFFICKED = "trafficked", _("Trafficked again")
    OTHER = "other", pgettext_lazy("moving", "Another reason")


class Triage(TextChoices):
    """How quickly somebody has to act, and who."""

    LOW = "low", pgettext_lazy("triage", "Low: action in her community")
    MEDIUM = "medium", pgettext_lazy("triage", "Medium: a caseworker")
    SEVERE = "severe", pgettext_lazy("triage", "Severe: the lawful duty bearer, at once")


FOLLOWS = {
    Triage.LOW: _("Her group, the vigilance committee or a volunteer keeps in touch and links her to services."),
    Triage.MEDIUM: _("A caseworker is there for her: visit her, ask what she needs, plan with her."),
    Triage.SEVERE: _("Refer her today to the office that has the duty by law, and stay with her until it acts."),
}


class Bearer(TextChoices):
    """Who has the duty by law to act at once."""

    POLICE = "police", _("Police or anti-trafficking unit")
    CWC = "cwc", _("Child Welfare Committee")
    MAGISTRATE = "magistrate", _("District or sub-divisional magistrate")
    PROTECTION = "protection", _("Protection Officer")
    HOSPITAL = "hospital", _("Hospital")
    ONE_STOP = "one_stop", _("One-stop centre")
    EMERGENCY = "emergency", _("Emergency number 112, 181 or 1098")


class Went(TextChoices):
    """How a referral stands."""

    DUE = "due", pgettext_lazy("referral", "To be referred today")
    REFERRED = "referred", pgettext_lazy("referral", "Referred, not acted yet")
    ACTED = "acted", pgettext_lazy("referral", "The office has acted")
    REFUSED = "refused", pgettext_lazy("referral", "The office refused")
    NOT_NEEDED = "not_needed", pgettext_lazy("referral", "Not needed any more")


class Asked(TextChoices):
    """Whether she was asked after a case had to be opened without her."""

    OPEN = "open", pgettext_lazy("asking her", "To be asked")
    AGREED = "agreed", pgettext_lazy("asking her", "She agreed")
    REFUSED = "refused", pgettext_lazy("asking her", "She said no")


class Where(TextChoices):
    """States and territories by their code in the Local Government Directory, and countries beyond."""

    AN = "35", _("Andaman and Nicobar Islands")
    AP = "28", _("Andhra Pradesh")
    AR = "12", _("Arunachal Pradesh")
    AS = "18", _("Assam")
    BR = "10", _("Bihar")
    CH = "4", _("Chandigarh")
    CG = "22", _("Chhattisgarh")
    DD = "38", _("Dadra, Nagar Haveli, Daman and Diu")
    DL = "7", _("Delhi")
    GA = "30", _("Goa")
    GJ = "24", _("Gujarat")
    HR = "6", _("Haryana")
    HP = "2", _("Himachal Pradesh")
    JK = "1", _("Jammu and Kashmir")
    JH = "20", _("Jharkhand")
    KA = "29", _("Karnataka")
    KL = "32", _("Kerala")
    LA = "37", _("Ladakh")
    LD = "31", _("Lakshadweep")
    MP = "23", _("Madhya Pradesh")
    MH = "27", _("Maharashtra")
    MN = "14", _("Manipur")
    ML = "17", _("Meghalaya")
    MZ = "15", _("Mizoram")
    NL = "13", _("Nagaland")
    OD = "21", _("Odisha")
    PY = "34", _("Puducherry")
    PB = "3", _("Punjab")
    RJ = "8", _("Rajasthan")
    SK = "11", _("Sikkim")
    TN = "33", _("Tamil Nadu")
    TS = "36", _("Telangana")
    TR = "16", _("Tripura")
    UP = "9", _("Uttar Pradesh")
    UK = "5", _("Uttarakhand")
    WB = "19", _("West Bengal")
    BANGLADESH = "bd", _("Bangladesh")
    NEPAL = "np", _("Nepal")
    BHUTAN = "bt", _("Bhutan")
    GULF = "gulf", _("A country of the Gulf")
    ABROAD = "abroad", _("Another country")
