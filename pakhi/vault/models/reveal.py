"""Each act of reading an identity, what a day allows, and emergencies. Kept apart from the log, to be counted."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.vault.scope import Scoped


class Reveal(models.Model):
    """One act of reading an identity, with its reason. `entry` is the number of its line in the log."""

    class Reason(models.TextChoices):
        VISIT = "visit", _("A visit or a call")
        PAPERS = "papers", _("Papers or an application")
        COURT = "court", _("Court or police with her")
        HEALTH = "health", _("Health")
        SUPERVISION = "supervision", _("Supervision")
        CORRECTION = "correction", _("Something must be corrected")
        EMERGENCY = "emergency", _("Emergency")

    person = models.CharField(max_length=8, db_index=True)
    organisation = models.CharField(max_length=8, db_index=True)
    account = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=12, choices=Reason.choices)
    fields = models.CharField(max_length=120)
    on = models.DateField(default=today)
    entry = models.PositiveBigIntegerField(unique=True)
    objects = Scoped()

    class Meta:
        indexes = [models.Index(fields=["account", "on"], name="reveals_of_a_day")]

    def __str__(self) -> str:
        return f"{self.person} {self.reason}"


class Allowance(models.Model):
    """More reveals on one day, for one account or (0) for everybody of an organisation. Everybody there can see it."""

    class Kind(models.TextChoices):
        RAISED = "raised", _("Raised for the day")
        RELEASED = "released", _("Released by a supervisor")

    class Reason(models.TextChoices):
        HELPDESK = "helpdesk", _("Helpdesk day")
        CAMP = "camp", _("Camp or collection of papers")
        CALLS = "calls", _("Many calls to make")
        RESCUE = "rescue", _("People brought home together")
        RECORDS = "records", _("Records put in order")

    organisation = models.CharField(max_length=8, db_index=True)
    account = models.PositiveBigIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    on = models.DateField(default=today, db_index=True)
    more = models.PositiveIntegerField(help_text="RAISED: the day's limit; RELEASED: so many more.")
    by = models.PositiveBigIntegerField()
    objects = Scoped()

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} {self.more}"


class Glass(models.Model):
    """Emergency access to one person, for 24 hours; supervisor and coordinator are told, until they have seen it."""

    class Reason(models.TextChoices):
        DANGER = "danger", _("Somebody is in danger")
        MISSING = "missing", _("She is missing")
        MEDICAL = "medical", _("Hospital, now")
        COURT = "court", _("Court or police, now, and nobody else is there")

    person = models.CharField(max_length=8, db_index=True)
    organisation = models.CharField(max_length=8, db_index=True)
    account = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=8, choices=Reason.choices)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    entry = models.PositiveBigIntegerField(unique=True)
    supervisor = models.PositiveBigIntegerField(default=0, help_text="Who of the organisation has seen it.")
    coordinator = models.PositiveBigIntegerField(default=0, help_text="Who of the network has seen it.")
    objects = Scoped()

    def __str__(self) -> str:
        return f"{self.person} {self.reason}"
