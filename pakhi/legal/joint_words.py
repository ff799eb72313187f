"""Words of a case that two organisations share: who does what, why not, and which papers go by which consent."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JointState(TextChoices):
    """How far two organisations have come with each other."""

    OFFERED = "offered", pgettext_lazy("shared case", "Not answered yet")
    ACCEPTED = "accepted", pgettext_lazy("shared case", "Both work on it")
    DECLINED = "declined", pgettext_lazy("shared case", "Declined")
    ENDED = "ended", pgettext_lazy("shared case", "Ended")


class Side(TextChoices):
    """Which of the two."""

    HOME = "home", _("The organisation at her home")
    AWAY = "away", _("The other organisation")


class What(TextChoices):
    """What one asks the other to do, or does."""

    CERTIFIED = "certified", _("Get a certified copy")
    COURT_DAY = "court_day", _("Be there on a day in court")
    VIDEO = "video", _("See that she can speak to the court by video")
    STATION = "station", _("Find the police station or the anti-trafficking unit")
    NOTICE = "notice", _("See that a notice or summons is served")
    ESCORT = "escort", _("Travel with her")
    TRANSFER = "transfer", _("Ask that the FIR is sent to the right station")
    LAWYER = "lawyer", _("Find a lawyer there")
    CLAIM = "claim", _("Claim compensation there")
    OTHER = "other", _("Something else: call each other")


class Answer(TextChoices):
    """What became of it."""

    OPEN = "open", pgettext_lazy("task", "To do")
    DONE = "done", pgettext_lazy("task", "Done")
    CANNOT = "cannot", pgettext_lazy("task", "Cannot be done")


class Cannot(TextChoices):
    """Why not."""

    REFUSED = "refused", _("The office or the court refuses")
    PAPER = "paper", _("A paper is missing")
    NOBODY = "nobody", _("We have nobody for it now")
    FAR = "far", _("Too far for us")
    SAFETY = "safety", _("It would not be safe")
    NOT_NEEDED = "not_needed", _("It is not needed any more")


class Ended(TextChoices):
    """Why it is over. The other organisation is not told."""

    HOME = "home", _("We ended it.")
    AWAY = "away", _("The other organisation does not work on it any more.")
    HER = "her", _("What she agreed to does not hold any more, or her case was closed.")


class Goes(TextChoices):
    """Papers that go from one to the other."""

    FIR = "fir", _("Copy of the FIR")
    CHARGE_SHEET = "charge_sheet", _("Charge sheet")
    STATEMENT = "statement", _("Copy of her statement")
    ORDER = "order", _("Order of a court or committee")
    SUMMONS = "summons", _("Summons or notice")
    LETTER = "letter", _("Letter to or from an office")
    AUTHORITY = "authority", _("Her authority for a lawyer")
    MEDICAL = "medical", _("Medical paper")
    IDENTITY = "identity", _("Identity paper")
    MONEY = "money", _("Paper about wages, a bank or a claim")


# What she must have agreed to besides her court and police papers, by the words that were read to her.
PARTS: dict[str, tuple[str, ...]] = {
    Goes.MEDICAL: ("health",), Goes.IDENTITY: ("papers",), Goes.MONEY: ("money",),
}  # fmt: skip
