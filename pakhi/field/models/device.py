"""Phones and tablets that send records, each for one worker, each with a password of its own that can be revoked."""

from __future__ import annotations

from django.db import models

from pakhi.lib.clock import today
from pakhi.lib.codes import new_letters
from pakhi.network.models import Account, Organisation


def device_code() -> str:
    return new_letters(8)


class Device(models.Model):
    """A phone. Only a hash of its password is kept; `seen_on` is a day, not a moment."""

    code = models.CharField(max_length=8, unique=True, default=device_code)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="devices")
    label = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)
    made_on = models.DateField(default=today)
    seen_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    public = models.BinaryField(
        max_length=65, null=True, help_text="What is sealed to the app on this phone; the app keeps the other half."
    )
    app_since = models.DateField(null=True, blank=True, help_text="Since when it is our own app and not ODK Collect.")

    roles: frozenset[str] = frozenset()  # what its worker is here today, where that was just asked (devices.shown)

    def __str__(self) -> str:
        return self.code


class VisitName(models.Model):
    """The name of somebody, sealed to one phone for a visit. Nobody opens it here; gone after its last day."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="visit_names")
    person = models.CharField(max_length=8)
    sealed = models.BinaryField()
    until = models.DateField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "person"], name="visit_name_once")]

    def __str__(self) -> str:
        return f"{self.device} {self.person}"
