"""A book: what is written by code about one survivor's case, one collective, or what a village was asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.lib.clock import today
from pakhi.lib.codes import new_letters
from pakhi.network.models import Account, Organisation


def book_code() -> str:
    return new_letters(8)


class Book(models.Model):
    """`person` is the code of whom a case is about, and empty for everything else.

    The coded profile (gender to block) is what reports may split by; it is derived in the vault by somebody who may
    look (vault/profile.py), and typed in nowhere.
    """

    class Kind(models.TextChoices):
        CASE = "case", pgettext_lazy("record of a survivor", "Case")
        GROUP = "group", _("Collective")
        VILLAGE = "village", _("Village")
        HOUSE = "house", _("What an organisation has agreed on")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("She agreed")
        NOT_REACHED = "not_reached", _("She cannot be asked yet: she is still held, or out of reach")
        DANGER = "danger", _("A life was in danger")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("case", "Open")
        CLOSED = "closed", pgettext_lazy("case", "Closed")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="books")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CASE)
    code = models.CharField(max_length=8, unique=True, default=book_code)
    person = models.CharField(max_length=8, blank=True, db_index=True)
    basis = models.CharField(max_length=12, choices=Basis.choices, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_on = models.DateField(default=today)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    gender = models.CharField(max_length=12, blank=True)
    age_band = models.CharField(max_length=8, blank=True)
    block = models.CharField(max_length=12, blank=True, help_text="A code of the directory.")
    profile_on = models.DateField(null=True, blank=True)
    counted_to = models.DateField(null=True, blank=True, help_text="The last day on which she agreed to be counted.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=models.Q(kind="case"), name="one_case_of_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="case") & ~models.Q(person="") | ~models.Q(kind="case") & models.Q(person=""),
                name="a_case_is_somebodys",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "kind", "state"], name="books_of")]

    def __str__(self) -> str:
        return self.person or self.code
