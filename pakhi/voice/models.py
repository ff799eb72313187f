"""The voice room's records: stacks of cards, the counting key and who holds a half of it, sittings, results."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.lib.codes import new_letters


def stack_code() -> str:
    return new_letters(6)


class Stack(models.Model):
    """A stack of cards printed together for a collective. Two leaders activate it; nobody records who drew which."""

    class State(models.TextChoices):
        PRINTED = "printed", _("Printed")
        ACTIVE = "active", _("In use")
        VOID = "void", _("Void")

    code = models.CharField(max_length=8, unique=True, default=stack_code)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="stacks")
    label = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTED)
    printed = models.PositiveIntegerField()
    activated = models.PositiveIntegerField(default=0)
    printed_on = models.DateField()
    until = models.CharField(max_length=10, blank=True)
    printed_by = models.ForeignKey("network.Account", on_delete=models.PROTECT, related_name="+")
    leader_one = models.ForeignKey("network.Account", null=True, on_delete=models.PROTECT, related_name="+")
    leader_two = models.ForeignKey("network.Account", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.code


class CountingKey(models.Model):
    """The key that ballots of one room are sealed to. The private half opens with two people's passphrases only."""

    room = models.OneToOneField("network.Organisation", on_delete=models.PROTECT, related_name="counting_key")
    public = models.BinaryField(max_length=32)
    wrapped = models.BinaryField()
    words_public = models.BinaryField(max_length=32)
    words_wrapped = models.BinaryField()
    box = models.CharField(max_length=16, unique=True)

    def __str__(self) -> str:
        return self.box


class KeyShare(models.Model):
    """One person's share: of the leaders' half, of the coordinators' half, or of the key to free words."""

    class Half(models.TextChoices):
        LEADERS = "leaders", _("Survivor leaders")
        COORDINATORS = "coordinators", _("Coordinators")
        WORDS = "words", _("Readers of free words")

    key = models.ForeignKey(CountingKey, on_delete=models.CASCADE, related_name="shares")
    account = models.ForeignKey("network.Account", on_delete=models.PROTECT, related_name="key_shares")
    half = models.CharField(max_length=12, choices=Half.choices)
    salt = models.BinaryField(max_length=16)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "account", "half"], name="share_once")]

    def __str__(self) -> str:
        return f"{self.account}: {self.half}"


class Sitting(models.Model):
    """One counting by two people, with its progress. A sitting without a beat for a minute is over."""

    class State(models.TextChoices):
        RUNNING = "running", _("Counting")
        DONE = "done", _("Counted")
        FAILED = "failed", _("Stopped")

    room = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="sittings")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    leader = models.ForeignKey("network.Account", on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey("network.Account", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=12, default="open")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=dict)
    message = models.CharField(max_length=300, blank=True)
    process = models.CharField(max_length=80, blank=True)
    began = models.DateTimeField(auto_now_add=True)
    beat = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room"], condition=models.Q(state="running"), name="one_sitting_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.room}: {self.state}"


class Result(models.Model):
    """The nameless rows of one fact table that a counting gave out. The newest of a room and table holds."""

    room = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="results")
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=20)
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "number", "table"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.room} {self.number}: {self.table}"
