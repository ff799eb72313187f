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
    app_since = models.DateField(null=True, blank=True, help_text="Since when it is our own app and not ODK Collect.")

    def __str__(self) -> str:
        return self.code
