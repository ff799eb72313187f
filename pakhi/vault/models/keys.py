"""Keys held by people: an organisation's, a worker's, who was granted what, and recovery."""

from __future__ import annotations

from django.db import models

from pakhi.lib.clock import today
from pakhi.vault.scope import OfKey, Scoped


class OrganisationKey(models.Model):
    """A generation of an organisation's key pair. People's keys are sealed to its public half."""

    organisation = models.CharField(max_length=8, db_index=True)
    generation = models.PositiveIntegerField()
    public = models.BinaryField(max_length=32)
    made_on = models.DateField(default=today)
    retired_on = models.DateField(null=True, blank=True)
    objects = Scoped()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "generation"], name="one_key_a_generation")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.generation}"


class WorkerKey(models.Model):
    """The key pair of an account; the private half is locked with its passphrase (Argon2id).

    `former_…`: the same half under the passphrase before, from when a new one is kept until it opened the key once.
    """

    account = models.PositiveBigIntegerField(unique=True)
    public = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16)
    wrapped = models.BinaryField()
    former_salt = models.BinaryField(max_length=16, null=True)
    former_wrapped = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.account)


class Grant(models.Model):
    """An organisation's private key, sealed to a worker who may reveal. `given_by` 0: made at set-up."""

    key = models.ForeignKey(OrganisationKey, on_delete=models.CASCADE, related_name="grants")
    account = models.PositiveBigIntegerField(db_index=True)
    sealed = models.BinaryField()
    given_by = models.PositiveBigIntegerField(default=0)
    given_on = models.DateField(default=today)
    objects = OfKey()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "account"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.account}"


class Recovery(models.Model):
    """The organisation's key once more, sealed to the recovery key, whose private half is on three printed shares.

    Two shares open it, also after the organisation's key changed: a rotation seals the new one to the same recovery
    key. Nobody's session ever opens it. Real records wait for a rehearsal.
    """

    key = models.OneToOneField(OrganisationKey, on_delete=models.CASCADE, related_name="recovery")
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    printed_on = models.DateField(default=today)
    rehearsed_on = models.DateField(null=True, blank=True)
    objects = OfKey()

    def __str__(self) -> str:
        return f"{self.key}"
