"""A name that stands in the list of a group, because she who bears it said so."""

from __future__ import annotations

from django.db import models

from pakhi.lib.clock import today
from pakhi.vault.models.person import Person
from pakhi.vault.scope import OfListed


class Listed(models.Model):
    """One name in the list of one group (`group`, its code), sealed to a record of its own in which nothing else is.

    `person` is that record: its code stands in the group's book, so that the book is the same for who has a record
    here and who has none. `of` is her own record, where she has one. When her yes is over the row has no name any more.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="listed")
    of = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="listings", null=True, blank=True)
    group = models.CharField(max_length=8, db_index=True)
    sealed = models.BinaryField(default=b"")
    by = models.PositiveBigIntegerField()
    on = models.DateField(default=today)
    ended_on = models.DateField(null=True, blank=True)
    destroy_after = models.DateField(null=True, blank=True)
    objects = OfListed()

    def __str__(self) -> str:
        return f"{self.person} in {self.group}"
