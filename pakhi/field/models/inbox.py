"""What arrived from phones: kept before it is acknowledged, sealed, and then read once into its room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.field.models.device import Device
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation


class Arrival(models.Model):
    """One record as it was sent: sealed to the organisation's key of generation `key`.

    `instance` is made by the phone. The same record sent again is the same row; other content under the same
    instance is another row, in quarantine as a conflict.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for its other parts")
        TAKEN = "taken", _("Taken in")
        QUARANTINE = "quarantine", _("In quarantine")
        MENDED = "mended", _("Mended and sent again")
        ASIDE = "aside", _("Set aside")
        REPLACED = "replaced", _("Replaced by a corrected one")

    organisation = models.ForeignKey(  # `arrival_once` and `arrivals_by_state` begin with it: no index of its own
        Organisation, on_delete=models.PROTECT, related_name="arrivals", db_index=False
    )
    instance = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of the record's bytes, with a key.")
    form_id = models.CharField(max_length=80)
    version = models.CharField(max_length=60, blank=True)
    replaces = models.CharField(
        max_length=120, blank=True, db_index=True, help_text="The instance that this is a corrected version of."
    )
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="arrivals")
    sealed = models.BinaryField()
    key = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=20, blank=True, help_text="A key of pakhi.field.refusals.SENTENCES.")
    what = models.CharField(
        max_length=120, blank=True, help_text="Which question or part it is about; never an answer."
    )
    person = models.CharField(max_length=8, blank=True, db_index=True)
    on = models.DateField(default=today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "instance", "digest"], name="arrival_once")]
        indexes = [models.Index(fields=["organisation", "state"], name="arrivals_by_state")]

    def __str__(self) -> str:
        return self.instance


class Attachment(models.Model):
    """A file that a record names. Until it has come, `token` is empty and the record waits."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    token = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    head = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "name"], name="attachment_once")]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """A coded answer to a question that an organisation added: a choice, a number or a day; never a text."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=120)
    place = models.PositiveIntegerField(default=0, help_text="Which repeat it stands in, counted from 0.")
    value = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.arrival} {self.question}"
