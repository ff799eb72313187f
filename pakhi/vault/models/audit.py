"""One append-only log of what people did with names, and the seals that show when it was changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line of the log. No personal value is in it: codes, kinds and reasons only.

    `mark` ties the line to the one before it with a key outside the database: it names the line that was changed.
    """

    class Act(models.TextChoices):
        REVEAL = "reveal", _("Name revealed")
        PRINT = "print", _("Papers printed")
        EXPORT = "export", _("Exported")
        WRITE = "write", _("Written")
        CONSENT = "consent", _("Consent")
        ROLE = "role", _("Role changed")
        LOGIN = "login", _("Signed in")
        KEY = "key", _("Key given or taken")
        MERGE = "merge", _("Records merged")
        MOVE = "move", _("Handed over")
        SHARE = "share", _("Shared with another organisation")
        FORGET = "forget", _("Forgotten")
        GLASS = "glass", _("Emergency access")
        LIMIT = "limit", _("Daily limit raised or released")
        ASSIGN = "assign", _("Assigned")
        REFUSED = "refused", _("Refused")

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    organisation = models.CharField(max_length=8, blank=True, db_index=True)
    actor = models.PositiveBigIntegerField(default=0)
    act = models.CharField(max_length=8, choices=Act.choices)
    person = models.CharField(max_length=8, blank=True, db_index=True)
    detail = models.JSONField(default=dict)
    mark = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class SealedBatch(models.Model):
    """A run of entries under one Merkle root, chained to the batch before and signed."""

    number = models.PositiveIntegerField(unique=True)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    before = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}: {self.first}-{self.last}"
