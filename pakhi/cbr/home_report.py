"""The home investigation, before she goes back to a place: what is nearly never checked stands in the middle of it.

The usual visit asks whether a family is there and willing (study, p. 10). This one also asks how near and how strong
the traffickers are, about violence in the family and the village, which services work there, and her own wish,
apart from theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.vocabulary import Known, YesNo


class Report(TextChoices):
    ASKED = "asked", pgettext_lazy("home report", "Asked for, not made yet")
    MADE = "made", pgettext_lazy("home report", "Made")
    OVER = "over", pgettext_lazy("home report", "Over: it tells no more how things are")


class AskedBy(TextChoices):
    HERSELF = "herself", _("She herself")
    POLICE = "police", _("Police")
    CWC = "cwc", _("Child Welfare Committee")
    COURT = "court", _("A court")
    SHELTER = "shelter", _("Shelter or children’s home")
    NGO = "ngo", _("Another organisation")
    OURS = "ours", _("We ourselves")


class SpokenTo(TextChoices):
    """Kinds of people; never who."""

    HERSELF = "herself", pgettext_lazy("spoken to", "She herself")
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    PARTNER = "partner", _("Husband or partner")
    IN_LAWS = "in_laws", _("In-laws")
    SIBLING = "sibling", _("Brother or sister")
    RELATIVE = "relative", pgettext_lazy("spoken to", "Another relative")
    NEIGHBOUR = "neighbour", pgettext_lazy("spoken to", "Neighbour")
    FRIEND = "friend", _("A friend of hers")
    ASHA = "asha", _("ASHA or anganwadi worker")
    TEACHER = "teacher", pgettext_lazy("spoken to", "Teacher")
    GROUP = "group", _("Women’s or survivors’ group")
    PANCHAYAT = "panchayat", pgettext_lazy("spoken to", "Member of the panchayat")
    POLICE = "police", pgettext_lazy("spoken to", "Local police")


class HerWish(TextChoices):
    NOW = "now", _("Yes, now")
    LATER = "later", _("Yes, but later")
    NO = "no", pgettext_lazy("her wish", "No, somewhere else")
    UNSURE = "unsure", _("She is not sure")
    NOT_ASKED = "not_asked", pgettext_lazy("her wish", "Not asked yet")


class Near(TextChoices):
    """How near those are who trafficked her, or their people."""

    HOUSE = "house", _("In the same house or family")
    VILLAGE = "village", _("In the same village or lane")
    NEARBY = "nearby", _("In a village nearby")
    FAR = "far", _("Far away")
    NONE = "none", _("Nobody is there any more")
    UNKNOWN = "unknown", pgettext_lazy("nearness", "Not known")


class Hold(TextChoices):
    """By what they still have influence there."""

    NONE = "none", pgettext_lazy("influence", "By nothing")
    KIN = "kin", _("They are of her family, or of friends")
    MONEY = "money", _("The family owes them money")
    WORK = "work", _("They give work to the village")
    OFFICE = "office", _("Panchayat or a party")
    POLICE = "police", _("They know the police")
    FEAR = "fear", _("People are afraid of them")
    THREAT = "threat", _("They have threatened since")
    UNKNOWN = "unknown", pgettext_lazy("influence", "Not known")


class Violence(TextChoices):
    NONE = "none", pgettext_lazy("violence", "None found")
    BEFORE = "before", pgettext_lazy("violence", "Before, not now")
    NOW = "now", pgettext_lazy("violence", "Now")
    UNKNOWN = "unknown", pgettext_lazy("violence", "Not known")


class Service(TextChoices):
    HEALTH = "health", _("Health centre")
    MIND = "mind", _("Care for the mind")
    SCHOOL = "school", pgettext_lazy("service", "School")
    ANGANWADI = "anganwadi", _("Anganwadi")
    RATION = "ration", _("Ration shop")
    HOUSING = "housing", _("Housing scheme")
    WORK = "work", _("Work for a wage")
    BANK = "bank", _("Bank or post office")
    POLICE = "police", _("Police who take a complaint")
    LEGAL = "legal", _("Free lawyer")
    GROUP = "group", pgettext_lazy("service", "A group of women or survivors")
    BUS = "bus", _("A bus or other way to town")


class Willing(TextChoices):
    YES = "yes", pgettext_lazy("willing", "Yes")
    TERMS = "terms", pgettext_lazy("willing", "Yes, on terms of theirs")
    DIVIDED = "divided", _("Some yes, some no")
    NO = "no", pgettext_lazy("willing", "No")
    UNKNOWN = "unknown", pgettext_lazy("willing", "Not known")


class Able(TextChoices):
    YES = "yes", pgettext_lazy("able", "Yes")
    HELP = "help", pgettext_lazy("able", "With help")
    NO = "no", pgettext_lazy("able", "No")
    UNKNOWN = "unknown", pgettext_lazy("able", "Not known")


class Quiet(TextChoices):
    UNIFORM = "uniform", _("No uniform")
    VEHICLE = "vehicle", _("No official vehicle")
    REASON = "reason", _("Another reason was told to neighbours")
    ALONE = "alone", _("Not more than two people came")


class Conclusion(TextChoices):
    SAFE = "safe", pgettext_lazy("home report", "Safe")
    CONDITIONS = "conditions", pgettext_lazy("home report", "Safe only with conditions")
    NOT_SAFE = "not_safe", pgettext_lazy("home report", "Not safe")
    UNKNOWN = "unknown", pgettext_lazy("home report", "Cannot be said yet")


class Condition(TextChoices):
    VISITS = "visits", _("Visits, first every week")
    PROTECTION = "protection", _("Protection by police or a court")
    AWAY = "away", _("A violent person leaves the house")
    KIN = "kin", _("She lives with another relative")
    GROUP = "group", _("A group is there for her")
    INCOME = "income", _("Income or food for the family")
    COUNSEL = "counsel", _("The family talks with a counsellor")
    SCHOOL = "school", _("A place at school or work is ready")
    DEBT = "debt", _("The debt is settled")
    OTHER = "other", pgettext_lazy("condition", "Something else")


CHECKED = ("her_wish", "near", "hold", "family_violence", "community_violence", "willing", "able", "conclusion")
AGAINST: dict[str, frozenset[str]] = {  # what forbids to call a place safe without conditions; nor is "not known" safe
    "her_wish": frozenset({"no", "not_asked", "unsure", "later"}),
    "near": frozenset({"house", "village", "nearby", "unknown"}),
    "hold": frozenset(set(Hold.values) - {"none"}),
    "family_violence": frozenset({"before", "now", "unknown"}),
    "community_violence": frozenset({"before", "now", "unknown"}),
    "willing": frozenset({"terms", "divided", "no", "unknown"}),
    "able": frozenset({"no", "unknown"}),
}


def against(values: Mapping[str, Any]) -> list[str]:
    """The questions whose answers speak against calling a place simply safe."""
    said = {name: values.get(name) or [] for name in AGAINST}
    return [
        name for name, bad in AGAINST.items() if bad & set([said[name]] if isinstance(said[name], str) else said[name])
    ]


def whole(values: Mapping[str, Any]) -> None:
    """A report that is made, or concludes something, has everything that is usually left out; "safe" is said only
    where nothing speaks against it, and none of it is unknown.
    """
    concluded = values.get("conclusion") and values.get("state") != Report.OVER
    if values.get("state") != Report.MADE and not concluded:
        return
    missing = [name for name in CHECKED if not values.get(name)]
    if missing:
        raise Faulty(missing[0], "missing")
    if {"none", "unknown"} & set(values["hold"]) and len(values["hold"]) > 1:
        raise Faulty("hold")
    if values["conclusion"] == Conclusion.SAFE and against(values):
        raise Faulty("conclusion", gettext("Something you wrote speaks against it, or is not known: choose another."))
    if values["conclusion"] == Conclusion.CONDITIONS and not values.get("conditions"):
        raise Faulty("conditions", "missing")
    if values["conclusion"] != Conclusion.NOT_SAFE and not values.get("review"):
        raise Faulty("review", "missing")


HOME_REPORT = kind(
    "home_report", _("Home investigation"), "house",
    Question("asked_by", "one", _("Who asked for it"), AskedBy),
    Question("spoken_to", "many", _("Who was spoken to"), SpokenTo),
    Question("her_wish", "one", _("Does she herself want to live there?"), HerWish),
    Question("alone", "one", _("Was she asked alone, without family?"), YesNo),
    Question("near", "one", _("How near are the traffickers or their people?"), Near),
    Question("hold", "many", _("By what do they have influence there?"), Hold),
    Question("family_violence", "one", _("Violence in the family"), Violence),
    Question("community_violence", "one", _("Violence or hatred in the village"), Violence),
    Question("works", "many", _("Which services are there and work?"), Service),
    Question("lacking", "many", _("Which are there in name only, or refuse her?"), Service),
    Question("willing", "one", _("Is the family willing?"), Willing),
    Question("able", "one", _("Is the family able?"), Able),
    Question("quiet", "many", _("How the visit was kept quiet"), Quiet),
    Question("attention", "one", _("Did the visit draw attention all the same?"), Known),
    Question("conclusion", "one", _("Is it safe for her to live there?"), Conclusion),
    Question("conditions", "many", _("Under which conditions"), Condition),
    Question("review", "to_come", _("By when to make it, or to look again")),
    Question("words", "words", _("In words")),
    states=Report, line=("conclusion", "near"), due="review", ends=(Report.OVER.value,), before=whole,
)  # fmt: skip
