"""What another organisation may open of somebody: a key pair made for the two, and copies of papers sealed to it."""

from __future__ import annotations

from django.db import models

from pakhi.lib.clock import today
from pakhi.vault.models.person import Person, SealedFile
from pakhi.vault.scope import OfJoint, OfTwoSides


class JointKey(models.Model):
    """Two organisations work on one case of hers, under a code of its own; hers is not told to the other one.

    `sealed` is half of the private key, sealed to the key (of generation `key`) of the organisation `to`; the other
    half lies outside the database, as a person's does. When it ends the row is gone.
    """

    code = models.CharField(max_length=8, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="joints")
    origin = models.CharField(max_length=8, db_index=True)
    to = models.CharField(max_length=8, db_index=True)
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    key = models.PositiveIntegerField(help_text="Generation of the other organisation's key.")
    by = models.PositiveBigIntegerField()
    on = models.DateField(default=today)
    objects = OfTwoSides()

    def __str__(self) -> str:
        return self.code


class JointCopy(models.Model):
    """A copy of one paper for the other organisation; `number` is how the room that asked for it calls it.

    `paper` is hers, in one of her records: when a merge is undone, it may be of somebody else.
    """

    joint = models.ForeignKey(JointKey, on_delete=models.CASCADE, related_name="copies")
    paper = models.ForeignKey(SealedFile, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=40)
    token = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    head = models.BinaryField()
    by = models.PositiveBigIntegerField()
    on = models.DateField(default=today)
    objects = OfJoint()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joint", "number"], name="joint_copy_once")]

    def __str__(self) -> str:
        return self.token
