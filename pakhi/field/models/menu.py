"""A telephone line with a menu: settings, sounds, the episodes of its serial, how often each answer was given.

Nothing here is about a caller: no number, no call, no moment.
"""

from __future__ import annotations

from django.db import models

from pakhi.field.models.call import row_code
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation


class Line(models.Model):
    """An organisation's line. `secret` is a hash of the password that the company shows; `token` the company's own
    signing token, locked with a key outside the databases. With a token every request has to be signed with it.

    `groups`: a short code -> the name of a village group. `doors`: what the menu offers (call_state.DOORS).
    `keypad_since`: the day since which offices can be rated by keypad; null, as at first: they cannot.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="line")
    code = models.CharField(max_length=8, unique=True, default=row_code)
    on = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    languages = models.JSONField(default=list)
    doors = models.JSONField(default=list)
    groups = models.JSONField(default=dict)
    secret = models.CharField(max_length=64)
    token = models.BinaryField(null=True)
    made_on = models.DateField(default=today)
    keypad_since = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code

    @property
    def keypad(self) -> bool:
        """Whether offices can be rated by keypad."""
        return self.keypad_since is not None


class Episode(models.Model):
    """One part of a serial. `asked`: language -> the question as it is read aloud; `choices`: the answers, in order."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="episodes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    asked = models.JSONField(default=dict)
    choices = models.JSONField(default=list)
    open = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "number"], name="episode_once")]

    def __str__(self) -> str:
        return f"{self.line} {self.number}"


class Recording(models.Model):
    """What is played for a prompt in a language. `token` is its address, which nobody can guess."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="recordings")
    prompt = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    machine = models.BooleanField(default=False)
    kind = models.CharField(max_length=20)
    content = models.BinaryField()
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "prompt", "language"], name="recording_once")]

    def __str__(self) -> str:
        return f"{self.line} {self.prompt} {self.language}"


class Tally(models.Model):
    """How often an answer was given under the code of a group; `-` for answers without one."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="tallies")
    group = models.CharField(max_length=6)
    choice = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "group", "choice"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.episode} {self.group} {self.choice}"


class Counted(models.Model):
    """That a running call has answered an episode, or left something: a keyed hash, gone on a later day.

    Nothing else kept is made from the company's name for a call, so its own log joins nothing here to a telephone.
    """

    mark = models.BinaryField(max_length=32, unique=True)
    on = models.DateField(default=today)

    def __str__(self) -> str:
        return str(self.pk)
