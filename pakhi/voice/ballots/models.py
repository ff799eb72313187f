"""What lies in the ballots database. Nothing here has a person, a time, an address or a device.

`box` is a fingerprint of the counting key, `quarter` the finest time there is. Rows lie in random order.
"""

from django.db import models

from pakhi.lib.rows import RandomKey


class Card(models.Model):
    """A voice card: the right to answer. Its number is nowhere; `digest` finds it, `ticket` proves a ballot."""

    class State(models.TextChoices):
        PRINTED = "printed"
        ACTIVE = "active"
        VOID = "void"

    id = RandomKey()
    digest = models.BinaryField(max_length=32, unique=True)
    ticket = models.BinaryField(max_length=32, unique=True)
    stack = models.CharField(max_length=8, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTED)
    used = models.BooleanField(default=False)
    until = models.CharField(max_length=10, blank=True)


class Ballot(models.Model):
    """A sealed ballot that waits to be counted. `slot` is one card's one ballot for one office and quarter.

    `spent`: counted early in a demonstration; the emptied row keeps the slot taken until the quarter is over.
    """

    id = RandomKey()
    slot = models.BinaryField(max_length=32, unique=True)
    box = models.CharField(max_length=16, db_index=True)
    quarter = models.CharField(max_length=10)
    sealed = models.BinaryField()
    spent = models.BooleanField(default=False)


class Archive(models.Model):
    """Counted ballots of one counting, shuffled under rater numbers and sealed again; they never leave."""

    id = RandomKey()
    box = models.CharField(max_length=16, db_index=True)
    number = models.PositiveIntegerField()
    content = models.CharField(max_length=8)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "number", "content"], name="archive_once")]


class Words(models.Model):
    """Somebody's own words about an office, sealed for the leaders and one editor; no rater number is with them."""

    id = RandomKey()
    box = models.CharField(max_length=16, db_index=True)
    sealed = models.BinaryField()


class Outgoing(models.Model):
    """Estimates and tallies of one counting on their way to the records database; kept until they arrived."""

    id = RandomKey()
    box = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    arrived = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "number"], name="outgoing_once")]
