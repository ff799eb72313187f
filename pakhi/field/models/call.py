"""Calls to the helpline, what follows from them, and who is on call. Codes and days; nothing that somebody said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, new_letters, read_letters
from pakhi.network.models import Account, Organisation

FROM_MENU = "line:"  # how the number of what was left at the telephone menu begins


def row_code() -> str:
    return new_letters(8)


def is_row_code(written: str) -> bool:
    """Whether a page may have been given this for a row."""
    try:
        return read_letters(written, 8) == written
    except BadCode:
        return False


class Call(models.Model):
    """One call. `category` and `done` are lists of codes; `person` is empty for whoever stays without a name.

    `instance` is the record that a phone sent: the same one again is the same call. `word` is the keyed hash of the
    call-back word (callback.py), of calls without a name only.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="calls")
    code = models.CharField(max_length=8, unique=True, default=row_code)
    instance = models.CharField(max_length=120)
    day = models.DateField(db_index=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    caller = models.CharField(max_length=20)
    person = models.CharField(max_length=8, blank=True, db_index=True)
    can_speak = models.CharField(max_length=20)
    danger = models.CharField(max_length=20)
    call_for = models.CharField(max_length=20)
    under_18 = models.CharField(max_length=20)
    category = models.JSONField(default=list)
    urgency = models.CharField(max_length=20)
    done = models.JSONField(default=list)
    word = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "instance"], name="call_once")]
        indexes = [models.Index(fields=["organisation", "word"], name="calls_by_word")]

    def __str__(self) -> str:
        return self.code

    @property
    def from_menu(self) -> bool:
        """Whether nobody took it: she left something at the telephone menu; her number is in its seal, or nowhere."""
        return self.instance.startswith(FROM_MENU)


class Referral(models.Model):
    """She was sent on to a kind of office, and whose yes there was for it."""

    class Agreed(models.TextChoices):
        SHE = "she", _("She herself")
        GUARDIAN = "guardian", _("She and her guardian")
        NOBODY = "nobody", _("Nobody: the law asks for it, or a life was in danger")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="referrals")
    family = models.CharField(max_length=20)
    kind = models.CharField(max_length=30, blank=True)
    how = models.CharField(max_length=20)
    agreed = models.CharField(max_length=10, choices=Agreed.choices)
    on = models.DateField(default=today)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.call} to {self.kind or self.family}"


class FollowUp(models.Model):
    """Somebody looks after it on a day. Another day is another row, with the one before as `before`."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("follow-up", "Open")
        DONE = "done", pgettext_lazy("follow-up", "Done")
        MOVED = "moved", pgettext_lazy("follow-up", "Moved to another day")
        ENDED = "ended", pgettext_lazy("follow-up", "Ended")

    class How(models.TextChoices):
        WE_CALL = "we_call", _("We call her")
        SHE_CALLS = "she_calls", _("She calls us")
        VISIT = "visit", _("A worker visits her")
        CENTRE = "centre", _("She comes to us")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="follow_ups")
    call = models.ForeignKey(Call, null=True, on_delete=models.CASCADE, related_name="follow_ups")
    visit = models.ForeignKey("DeskVisit", null=True, on_delete=models.CASCADE, related_name="follow_ups")
    person = models.CharField(max_length=8, blank=True, db_index=True)
    on = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=20, blank=True, help_text="How it was done, or why it was moved or ended.")
    before = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="then")
    made_on = models.DateField(default=today)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "on"], name="follow_ups_due")]

    def __str__(self) -> str:
        return f"{self.call or self.visit} on {self.on}"


class Shift(models.Model):
    """Somebody is on call from-to."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shifts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="shifts")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="shift_ends_later"),
            models.UniqueConstraint(fields=["account", "starts"], name="shift_once"),
        ]
        indexes = [models.Index(fields=["organisation", "starts"], name="shifts_by_start")]

    def __str__(self) -> str:
        return f"{self.account} {self.starts:%Y-%m-%d %H:%M}"


class LineHours(models.Model):
    """At which hours of each day an organisation's helpline is open; without a row, day and night."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="line_hours")
    opens = models.PositiveSmallIntegerField(default=0)
    closes = models.PositiveSmallIntegerField(default=24)

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}"


class HandOverNote(models.Model):
    """What one shift tells the next: a text, sealed to the organisation's key of generation `key`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hand_over_notes")
    code = models.CharField(max_length=8, unique=True, default=row_code)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=today)
    sealed = models.BinaryField()
    key = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.code
