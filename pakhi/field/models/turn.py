"""Turns in the queue of a helpdesk day: a day, a number and codes. No clock time, no name, no words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.field.models.call import row_code
from pakhi.field.models.visit import DeskVisit
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation


class Turn(models.Model):
    """Somebody's turn at one desk on one day; `person` is empty where she gave no code. `purpose` is a list of codes.

    `instance` is made by the page that was filled in: the same one again is the same turn. `by` did the last thing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("turn", "Waiting")
        AT_DESK = "at_desk", _("At the desk")
        DONE = "done", pgettext_lazy("turn", "Done")
        LEFT = "left", _("Left without being helped")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="turns")
    code = models.CharField(max_length=8, unique=True, default=row_code)
    instance = models.CharField(max_length=36)
    day = models.DateField(default=today)
    desk = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    purpose = models.JSONField(default=list)
    person = models.CharField(max_length=8, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    visit = models.OneToOneField(DeskVisit, null=True, on_delete=models.PROTECT, related_name="turn")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day", "desk", "number"], name="turn_number_once"),
            models.UniqueConstraint(fields=["organisation", "instance"], name="turn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.desk} {self.day} {self.number}"

    @property
    def open(self) -> bool:
        """Whether she can still be helped: whoever was not, when the day ended, has left."""
        return self.state in {self.State.WAITING, self.State.AT_DESK} and self.day >= today()

    @property
    def now(self) -> Turn.State:
        """Where the turn stands, read today."""
        state = Turn.State(self.state)
        return state if self.open or state == Turn.State.DONE else Turn.State.LEFT
