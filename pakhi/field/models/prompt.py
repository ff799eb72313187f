"""Voices for texts that are spoken: who recorded which words, and who let them be heard."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.network.models.account import Role


class PromptVoice(models.Model):
    """One recording of one text in one language.

    It holds the text as it was spoken; when the text changes, this recording is of other words (`mark`). A voice is
    its speaker's: as soon as it is not heard any more, its bytes are gone and only the line about it stays.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        ENDED = "ended", _("Not heard any more")

    class End(models.TextChoices):
        REPLACED = "replaced", _("Recorded again")
        REFUSED = "refused", _("Not approved")
        TAKEN_BACK = "taken_back", _("Taken back")

    source = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", help_text="Whose text; none: the product's"
    )
    key = models.CharField(max_length=255)
    language = models.CharField(max_length=8)
    text = models.TextField()
    mark = models.CharField(max_length=64)
    content = models.BinaryField()
    type = models.CharField(max_length=12)
    seconds = models.FloatField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=12, choices=Role.choices)
    recorded_in = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField(default=today)
    approved_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    approved_as = models.CharField(max_length=12, choices=Role.choices, blank=True)
    approved_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key", "language"], condition=Q(state="approved"), name="one_voice_is_heard"
            ),
            models.UniqueConstraint(
                fields=["source", "key", "language", "recorded_in"],
                condition=Q(state="waiting"),
                name="one_voice_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key} {self.language}"
