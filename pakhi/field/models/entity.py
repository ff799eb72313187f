"""Entity lists: what phones choose from and change, as a tree of changes that gives one result in any order.

These rows lie in clear here and on phones. They hold codes, choices, numbers and days, and never a text about a person.
"""

from __future__ import annotations

from django.db import models

from pakhi.field.models.inbox import Arrival
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation


class Dataset(models.Model):
    """A list of an organisation. `revision` rises with every change; `md5` is that of the file in revision `md5_of`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="datasets")
    name = models.CharField(max_length=80)
    revision = models.PositiveBigIntegerField(default=0)
    md5 = models.CharField(max_length=32, blank=True)
    md5_of = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="dataset_once")]

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """One entry, as phones see it: folded from its changes, and written anew with each of them.

    `number` is the version that phones are told, the count of changes taken in; 0 while nothing has made the entry.
    `shown` names, for each of these numbers, the change whose state was shown under it: a phone says only the number.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="entities")
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=120, blank=True)
    values = models.JSONField(default=dict)
    shown = models.JSONField(default=list)
    conflict = models.BooleanField(default=False)
    gone_on = models.DateField(null=True, blank=True)
    gone_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "entities"
        constraints = [models.UniqueConstraint(fields=["dataset", "key"], name="entity_once")]
        indexes = [
            models.Index(
                fields=["dataset"], condition=models.Q(conflict=True, gone_on=None), name="entities_in_conflict"
            ),
            models.Index(fields=["dataset"], condition=models.Q(number=0), name="entities_that_wait"),
        ]

    def __str__(self) -> str:
        return self.key


class Change(models.Model):
    """What one record, or one decision at the desk, says about an entry. Never rewritten.

    `base`: the version it was made on, as its phone counted; `trunk`: the last version that phone had from here, none
    if it made the entry itself; `branch`: what that phone made without hearing from here. A decision names the changes
    that it ends (`ends`) and the one of them that is right (`keeps`).
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="changes")
    arrival = models.ForeignKey(Arrival, null=True, on_delete=models.CASCADE, related_name="changes")
    place = models.PositiveIntegerField(default=0, help_text="Which of the entries that its record names, from 0.")
    instance = models.CharField(max_length=120, db_index=True)
    replaces = models.CharField(max_length=120, blank=True, help_text="The instance whose edited version this is.")
    makes = models.BooleanField(default=False)
    base = models.PositiveIntegerField(default=0)
    trunk = models.PositiveIntegerField(null=True, blank=True)
    branch = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=120, blank=True)
    values = models.JSONField(default=dict)
    ends = models.JSONField(default=list)
    keeps = models.BigIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="When it was taken in; none while it waits.")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "place"], name="change_once")]

    def __str__(self) -> str:
        return f"{self.entity} {self.instance}"
