"""The words of a visit: which kind, who was there, how she is, what was done, what came of it at an office."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class How(TextChoices):
    HOME = "home", pgettext_lazy("visit", "At her home")
    ALONG = "along", pgettext_lazy("visit", "Going along to an office")
    COUNSELLING = "counselling", pgettext_lazy("visit", "Counselling")
    PHONE = "phone", pgettext_lazy("visit", "By telephone")
    CENTRE = "centre", pgettext_lazy("visit", "At the centre")


class VisitState(TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    THERE = "there", pgettext_lazy("visit", "On the way or there")
    DONE = "done", pgettext_lazy("visit", "Done")
    NOT_MET = "not_met", pgettext_lazy("visit", "She was not met")
    CANCELLED = "cancelled", pgettext_lazy("visit", "Cancelled")


class Present(TextChoices):
    SHE = "she", pgettext_lazy("visit", "She")
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    HUSBAND = "husband", _("Husband")
    IN_LAWS = "in_laws", _("Parents-in-law")
    SIBLINGS = "siblings", _("Brothers or sisters")
    CHILDREN = "children", _("Her children")
    RELATIVES = "relatives", _("Other relatives")
    NEIGHBOURS = "neighbours", _("Neighbours")
    LEADER = "leader", _("A survivor leader")
    COLLEAGUE = "colleague", _("A colleague")
    OFFICIAL = "official", _("Somebody from an office")
    NOBODY = "nobody", _("Nobody")


class HowSheIs(TextChoices):
    WELL = "well", pgettext_lazy("how she is", "Well")
    MANAGES = "manages", pgettext_lazy("how she is", "She manages")
    LOW = "low", pgettext_lazy("how she is", "Low, worried or not sleeping")
    ILL = "ill", pgettext_lazy("how she is", "Ill or hurt")
    AFRAID = "afraid", pgettext_lazy("how she is", "Afraid")
    DANGER = "danger", pgettext_lazy("how she is", "In danger now")


class VisitWork(TextChoices):
    """What was done on a visit."""

    LISTENED = "listened", _("Listened")
    NEEDS = "needs", _("Talked about needs")
    PLAN = "plan", _("Worked on the plan")
    RIGHTS = "rights", _("Told her about rights and schemes")
    PAPERS = "papers", _("Papers")
    OFFICE = "office", _("At an office with her")
    HEALTH = "health", _("Doctor or hospital")
    SCHOOL = "school", _("School or training")
    WORK = "work", _("Work or business")
    COURT = "court", _("Police case or court")
    SAFETY = "safety", _("Safety")
    FAMILY = "family", _("Talked with the family")
    STIGMA = "stigma", _("Spoke against shaming")
    GROUP = "group", _("Her group")
    GAVE = "gave", _("Gave money or things")
    OTHER = "other", pgettext_lazy("visit", "Something else")


class Outcome(TextChoices):
    """What came of going to an office."""

    SETTLED = "settled", _("Settled today")
    HANDED_IN = "handed_in", _("Paper handed in, waiting")
    PAPERS_MISSING = "papers_missing", _("Papers are missing")
    COME_AGAIN = "come_again", _("Told to come again")
    REFUSED = "refused", pgettext_lazy("office", "Refused")
    CLOSED = "closed", pgettext_lazy("office", "Nobody was there")
    SENT_ON = "sent_on", _("Sent to another office")


class WhyNot(TextChoices):
    """Why she was not met."""

    AWAY = "away", _("She was not there")
    WISH = "wish", _("She did not want to talk now")
    KEPT = "kept", _("The family did not let us")
    NOT_ALONE = "not_alone", _("It was not safe to talk")
    MOVED = "moved", _("She has moved away")
    MISSING = "missing", _("Nobody knows where she is")
    PHONE = "phone", _("The telephone did not answer")
    OURS = "ours", _("We could not come")
