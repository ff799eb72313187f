"""The words of a care plan: how long, how she agreed, where a goal stands, who does what."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Horizon(TextChoices):
    THREE_MONTHS = "three_months", _("Three months")
    SIX_MONTHS = "six_months", _("Six months")
    YEAR = "year", _("One year")
    TWO_YEARS = "two_years", _("Two years")
    LONGER = "longer", _("Longer than two years")


class Agreed(TextChoices):
    """How she agreed to her plan, as with a consent."""

    NOT_YET = "not_yet", _("Not read to her yet")
    SIGNATURE = "signature", _("Signature")
    THUMB = "thumb", _("Thumb mark")
    VOICE = "voice", _("Voice note")
    WITNESS = "witness", _("Word before a witness")
    NO = "no", _("She does not agree")


YES_TO_IT = (Agreed.SIGNATURE.value, Agreed.THUMB.value, Agreed.VOICE.value, Agreed.WITNESS.value)


class Tongue(TextChoices):
    BN = "bn", _("Bengali")
    HI = "hi", _("Hindi")
    TE = "te", _("Telugu")
    EN = "en", _("English")
    OTHER = "other", pgettext_lazy("language", "Another language")


class PlanState(TextChoices):
    WRITING = "writing", pgettext_lazy("plan", "Being made with her")
    WAITING = "waiting", pgettext_lazy("plan", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    BACK = "back", pgettext_lazy("plan", "Sent back")


DECIDED = (PlanState.APPROVED.value, PlanState.BACK.value)


class Term(TextChoices):
    SHORT = "short", pgettext_lazy("goal", "Soon: weeks or months")
    LONG = "long", pgettext_lazy("goal", "Long: a year or more")


class GoalState(TextChoices):
    PLANNED = "planned", pgettext_lazy("goal", "Planned")
    WORKING = "working", pgettext_lazy("goal", "Worked on")
    PARTLY = "partly", pgettext_lazy("goal", "Partly reached")
    REACHED = "reached", pgettext_lazy("goal", "Reached")
    SLIPPED = "slipped", pgettext_lazy("goal", "Slipped back")
    GIVEN_UP = "given_up", pgettext_lazy("goal", "Given up")


class ActionKind(TextChoices):
    """What is to be done about a goal."""

    GO_ALONG = "go_along", _("Go along to an office")
    APPLY = "apply", _("Apply for something")
    PAPERS = "papers", _("Get a paper")
    TREATMENT = "treatment", _("Treatment")
    COUNSEL = "counsel", _("Counselling")
    LEARN = "learn", _("School or training")
    JOB = "job", _("Look for work")
    BUSINESS = "business", _("Begin a business")
    SAVE = "save", _("Save money")
    SUPPORT = "support", _("Give money or things")
    REFER = "refer", _("Bring her to a service")
    FAMILY = "family", _("Talk with the family")
    VILLAGE = "village", _("Talk with neighbours or leaders")
    COMPLAIN = "complain", _("Complain to an office")
    COURT = "court", _("Police case or court")
    GROUP = "group", _("Meet with the group")
    REST = "rest", _("Something she enjoys")
    OTHER = "other", pgettext_lazy("action", "Something else")


class Doer(TextChoices):
    SHE = "she", pgettext_lazy("who does it", "She herself")
    WORKER = "worker", pgettext_lazy("who does it", "A colleague")
    FAMILY = "family", pgettext_lazy("who does it", "Her family")
    OFFICE = "office", pgettext_lazy("who does it", "An office")
    GROUP = "group", pgettext_lazy("who does it", "The collective")


class ActionState(TextChoices):
    OPEN = "open", pgettext_lazy("action", "To do")
    DONE = "done", pgettext_lazy("action", "Done")
    NOT_DONE = "not_done", pgettext_lazy("action", "Not done")


class NotDone(TextChoices):
    HER_WISH = "her_wish", _("She did not want it any more")
    NO_TIME = "no_time", _("No time")
    REFUSED = "refused", _("The office refused")
    PAPERS = "papers", _("A paper is missing")
    MONEY = "money", _("No money")
    FAMILY = "family", _("The family was against it")
    THREAT = "threat", _("A threat or violence")
    ILLNESS = "illness", _("Illness")
    MOVED = "moved", _("She moved")
    OTHER = "other", pgettext_lazy("reason", "Something else")
