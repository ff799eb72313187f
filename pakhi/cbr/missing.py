"""Who is missing, and who was brought out: dates, where it was told, and the papers that follow from it.

The number of a diary entry or of a case at the police is written in words, which are sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.identification_words import Where
from pakhi.cbr.kinds import Faulty, Question, kind


class Traced(TextChoices):
    MISSING = "missing", pgettext_lazy("person", "Missing")
    TRACED = "traced", pgettext_lazy("person", "Traced")
    RESCUED = "rescued", pgettext_lazy("person", "Rescued")
    RETURNED = "returned", pgettext_lazy("person", "Returned")


class ReportedTo(TextChoices):
    NOBODY = "nobody", pgettext_lazy("reported to", "Nobody yet")
    POLICE = "police", pgettext_lazy("reported to", "Police")
    CHILDLINE = "childline", _("Helpline 1098 or 181")
    CWC = "cwc", pgettext_lazy("reported to", "Child Welfare Committee")
    PORTAL = "portal", _("Portal for missing people")
    PANCHAYAT = "panchayat", pgettext_lazy("reported to", "Panchayat or village committee")
    NGO = "ngo", pgettext_lazy("reported to", "An organisation at the destination")


class PoliceWrote(TextChoices):
    """What the police wrote down."""

    FIR = "fir", _("A case (FIR)")
    DIARY = "diary", _("A diary entry (GD) only")
    NOTHING = "nothing", _("Nothing, though they were asked")
    REFUSED = "refused", _("They sent the family away")
    UNKNOWN = "unknown", pgettext_lazy("police", "Not known")


class RescuedBy(TextChoices):
    HERSELF = "herself", pgettext_lazy("rescued by", "She got out by herself")
    POLICE = "police", pgettext_lazy("rescued by", "Police or anti-trafficking unit")
    MAGISTRATE = "magistrate", pgettext_lazy("rescued by", "Magistrate or labour officer")
    CHILD = "child", _("Child protection unit or committee")
    NGO = "ngo", pgettext_lazy("rescued by", "An organisation")
    FAMILY = "family", pgettext_lazy("rescued by", "Family or village")
    SURVIVORS = "survivors", _("Survivors or their group")
    OTHER = "other", pgettext_lazy("rescued by", "Somebody else")


class Certificate(TextChoices):
    """The release certificate, without which bonded labour is not proved and nothing is paid."""

    NOT_ASKED = "not_asked", pgettext_lazy("certificate", "Release certificate not asked for yet")
    ASKED = "asked", pgettext_lazy("certificate", "Release certificate asked for")
    REFUSED = "refused", pgettext_lazy("certificate", "Release certificate refused")
    ISSUED = "issued", pgettext_lazy("certificate", "Release certificate issued")
    NONE = "none", pgettext_lazy("certificate", "No release certificate needed")


def in_order(*names: str) -> Any:
    """A check that days follow each other where both are known."""

    def check(values: Mapping[str, Any]) -> None:
        days = [(name, str(values[name])) for name in names if values.get(name)]
        for (_earlier, first), (name, second) in pairwise(days):
            if second < first:
                raise Faulty(name, gettext("This is before the day that stands above it."))

    return check


MISSING = kind(
    "missing", _("Missing person"), "search",
    Question("missing_on", "past", _("Missing since"), begins=True),
    Question("reported", "many", _("Where it was reported"), ReportedTo, begins=True),
    Question("reported_on", "past", _("Reported on")),
    Question("police", "one", _("What the police wrote down"), PoliceWrote),
    Question("station", "office", _("Which police station? Its name or code")),
    Question("to_state", "one", _("Where she may be"), Where),
    Question("found_on", "past", _("Traced or back on")),
    Question("next", "to_come", _("By when to ask again")),
    Question("words", "words", _("Number of the entry or case, and other words")),
    states=Traced, ladder=tuple(Traced.values), line=("missing_on",), due="next", ends=(Traced.RETURNED.value,),
    before=in_order("missing_on", "reported_on"),
)  # fmt: skip

RESCUE = kind(
    "rescue", pgettext_lazy("record", "Rescue"), "door-open",
    Question("rescued_on", "past", _("Rescued on"), begins=True),
    Question("by", "many", _("By whom"), RescuedBy, begins=True),
    Question("how_many", "number", _("How many were rescued together"), least=1, most=5000),
    Question("from_state", "one", _("In which state or country"), Where),
    Question("asked_on", "past", _("Release certificate asked for on")),
    Question("issued_on", "past", _("Release certificate issued on")),
    Question("next", "to_come", _("By when to ask for it (again)")),
    Question("words", "words", _("Number of the case or certificate, and other words")),
    states=Certificate, ladder=(Certificate.NOT_ASKED.value, Certificate.ASKED.value, Certificate.ISSUED.value),
    line=("rescued_on",), due="next", ends=(Certificate.ISSUED.value, Certificate.NONE.value),
    before=in_order("rescued_on", "asked_on", "issued_on"),
)  # fmt: skip
