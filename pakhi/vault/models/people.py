"""People over time: who is assigned to whom, who is not the same, merges, hand-overs and erasures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.network.models.organisation import DatedQuerySet
from pakhi.vault.models.person import Person
from pakhi.vault.scope import OfMerge, OfPerson, OfTwoCodes, OfTwoSides, Scoped


class Assignment(models.Model):
    """A worker is there for a person, from-to. Every access rule about people reads this."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Main worker")
        STAND_IN = "stand_in", _("Stand-in")
        VISIT = "visit", _("For one visit")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    account = models.PositiveBigIntegerField(db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MAIN)
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    by = models.PositiveBigIntegerField()
    leave = models.ForeignKey("Leave", null=True, blank=True, on_delete=models.SET_NULL, related_name="stand_ins")
    objects = OfPerson.from_queryset(DatedQuerySet)()

    def __str__(self) -> str:
        return f"{self.person}: {self.account}"


class Leave(models.Model):
    """A worker is away from-to (both included): nothing is open to them meanwhile, and somebody stands in."""

    organisation = models.CharField(max_length=8, db_index=True)
    account = models.PositiveBigIntegerField(db_index=True)
    stand_in = models.PositiveBigIntegerField(default=0)
    valid_from = models.DateField(default=today)
    valid_to = models.DateField()
    by = models.PositiveBigIntegerField()
    objects = Scoped.from_queryset(DatedQuerySet)()

    def __str__(self) -> str:
        return f"{self.account} until {self.valid_to}"


class Apart(models.Model):
    """A colleague who may never open her record nor be there for her, from-to: her own wish, without a reason."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="apart")
    account = models.PositiveBigIntegerField(db_index=True)
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    by = models.PositiveBigIntegerField()
    objects = OfPerson.from_queryset(DatedQuerySet)()

    def __str__(self) -> str:
        return f"{self.person}: never {self.account}"


class Difference(models.Model):
    """Two people whom somebody looked at and found not to be the same; they are not proposed again."""

    one = models.CharField(max_length=8)
    other = models.CharField(max_length=8)
    by = models.PositiveBigIntegerField()
    on = models.DateField(default=today)
    objects = OfTwoCodes()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="difference_once")]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"


class Merge(models.Model):
    """Two records of one person: proposed by one, confirmed by another, and undone if wrong. Both histories stay."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged_in")
    merged = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged_into")
    proposed_by = models.PositiveBigIntegerField()
    proposed_on = models.DateField(default=today)
    confirmed_by = models.PositiveBigIntegerField(default=0)
    confirmed_on = models.DateField(null=True, blank=True)
    undone_by = models.PositiveBigIntegerField(default=0)
    undone_on = models.DateField(null=True, blank=True)
    objects = OfMerge()

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"


class Handover(models.Model):
    """A person handed to another organisation: offered with consent, accepted or declined with a reason.

    While it is offered the row carries all that acceptance needs, so that nobody's key is needed then: `parcel` (what
    is handed over, sealed to a new key pair), `sealed` (that pair's private half, for the receiving organisation), and
    `holding` (what the law asks the old organisation to keep, see Erasure). Answered, it is empty again.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    class Reason(models.TextChoices):
        FAR = "far", _("Too far for us")
        FULL = "full", _("We cannot take on anybody now")
        SAFETY = "safety", _("It would not be safe here")
        SERVICE = "service", _("We do not offer what is needed")
        WISH = "wish", _("She does not want it")
        MISTAKE = "mistake", _("Offered by mistake")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="handovers")
    origin = models.CharField(max_length=8, db_index=True)
    to = models.CharField(max_length=8, db_index=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField(help_text="Half of the new private key, sealed to the receiving organisation's key.")
    key = models.PositiveIntegerField(help_text="Generation of the receiving organisation's key.")
    parcel = models.JSONField(default=dict)
    holding = models.BinaryField(default=b"")
    held_by = models.BinaryField(max_length=32, default=b"")
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    offered_by = models.PositiveBigIntegerField()
    offered_on = models.DateField(default=today)
    answered_by = models.PositiveBigIntegerField(default=0)
    answered_on = models.DateField(null=True, blank=True)
    arrived = models.CharField(max_length=8, blank=True, help_text="The person's code in the new organisation.")
    objects = OfTwoSides()

    def __str__(self) -> str:
        return f"{self.person} to {self.to}"


class Erasure(models.Model):
    """A record is over: somebody asked to be forgotten, or was handed to another organisation.

    Out of everybody's reach at once: `holding` is half of the person's key, sealed to the recovery key `held_by`,
    which no session opens and two printed shares do. Destroyed when the law's time is over.
    """

    class Occasion(models.TextChoices):
        FORGOTTEN = "forgotten", _("Forgotten")
        HANDED_OVER = "handed_over", _("Handed over")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="erasure")
    occasion = models.CharField(max_length=12, choices=Occasion.choices, default=Occasion.FORGOTTEN)
    asked_on = models.DateField(default=today)
    by = models.PositiveBigIntegerField()
    holding = models.BinaryField()
    held_by = models.BinaryField(max_length=32)
    rule = models.CharField(max_length=40)
    destroy_after = models.DateField(db_index=True)
    destroyed_on = models.DateField(null=True, blank=True)
    objects = OfPerson()

    def __str__(self) -> str:
        return f"{self.person} until {self.destroy_after}"
