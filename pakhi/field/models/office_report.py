"""Reports that the list of offices is wrong: what is wrong with which, in codes, and what was decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.field.models.inbox import Arrival
from pakhi.network.models import Account, Office, Organisation


class OfficeReport(models.Model):
    """One report. Names, places and telephones stay in the sealed record until somebody has looked and decided."""

    class What(models.TextChoices):
        MISSING = "missing", _("The office is not in the list")
        MOVED = "moved", _("The office has moved")
        CLOSED = "closed", _("The office is closed for good")
        RENAMED = "renamed", _("The name is wrong or new")
        HOLDER_NEW = "holder_new", _("Somebody else sits there now")
        VACANT = "vacant", _("Nobody sits there")
        AREA = "area", _("It answers for other villages")
        HOURS = "hours", _("The telephone or hours are wrong")

    class Source(models.TextChoices):
        VISITED = "visited", _("They were there")
        SURVIVORS = "survivors", _("Survivors told them")
        OFFICE = "office", _("The office told them")
        WRITTEN = "written", _("An order, letter or website")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("report", "Waits for a decision")
        WRITTEN = "written", pgettext_lazy("report", "Written into the list")
        ASIDE = "aside", pgettext_lazy("report", "Set aside")

    class Reason(models.TextChoices):
        TWICE = "twice", _("Somebody reported it before")
        RIGHT = "right", _("The list is right as it is")
        UNSURE = "unsure", _("Nobody could confirm it")
        UNCLEAR = "unclear", _("It does not say enough")
        MISTAKE = "mistake", _("Sent by mistake")

    arrival = models.OneToOneField(Arrival, on_delete=models.CASCADE, related_name="office_report")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="office_reports")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    source = models.CharField(max_length=12, choices=Source.choices)
    since = models.DateField(null=True, blank=True)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    office_family = models.CharField(max_length=30, blank=True)
    office_kind = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    decided_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="office_reports_by_state")]

    def __str__(self) -> str:
        return f"{self.what} {self.office or ''}"
