"""Threads and their steps. A thread is one thing that runs through a book: a need, a threat, a goal, a visit.

Only steps are written, and none is ever changed or taken away; what a thread is now is folded from them
(lib/history.py) and kept beside it for lists.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from pakhi.cbr.models.book import Book
from pakhi.lib.clock import today
from pakhi.network.models import Account


class Thread(models.Model):
    """One thing. `kind` is a key of kinds.KINDS; everything below `number` follows from the steps.

    `values`: what holds now. `rivals`: question -> values that somebody else wrote without knowing of it. `about`: the
    number of the thread it belongs to, as an action to its goal. `due`: the day by which somebody has to do something.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=16, blank=True)
    component = models.CharField(max_length=12, blank=True)
    about = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    rivals = models.JSONField(default=dict)
    opened_on = models.DateField(null=True)
    since = models.DateField(null=True, help_text="The day from which it has been in this state.")
    due = models.DateField(null=True)
    owner = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    heads = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="thread_once")]
        indexes = [
            models.Index(fields=["book", "kind", "state"], name="threads_of_book"),
            models.Index(fields=["kind", "state", "due"], name="threads_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Step(models.Model):
    """One entry, forward or back. `number` is made by whoever writes it, so that the same one twice is one.

    `day`: when it was so; `made`: when it was written, by the writer's clock; `arrived`: by ours. `seen`, `edits`,
    `void`: see lib/history.py. `words`: whether something in words is sealed beside it, in the vault.
    """

    class Way(models.TextChoices):
        FORWARD = "forward", pgettext_lazy("step", "Forward")
        BACK = "back", pgettext_lazy("step", "Back")
        NONE = "", "-"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="steps")
    number = models.CharField(max_length=40)
    day = models.DateField(default=today)
    made = models.DateTimeField(default=timezone.now)
    arrived = models.DateField(default=today)
    values = models.JSONField(default=dict)
    seen = models.JSONField(null=True)
    edits = models.CharField(max_length=40, blank=True)
    void = models.BooleanField(default=False)
    words = models.BooleanField(default=False)
    begins = models.BooleanField(
        default=False, help_text="Its state is the one that a thread begins in; nobody said it."
    )
    way = models.CharField(max_length=8, choices=Way.choices, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    record = models.CharField(max_length=120, blank=True, help_text="The record of a form that it came in.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="step_once")]
        indexes = [models.Index(fields=["thread", "day"], name="steps_of_thread")]

    def __str__(self) -> str:
        return f"{self.thread} on {self.day}"
