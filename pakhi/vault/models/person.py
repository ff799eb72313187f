"""People. Outside the vault there is only a code; everything else about somebody is sealed to their own key pair."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.lib.codes import new_letters
from pakhi.vault.models.keys import OrganisationKey
from pakhi.vault.scope import Indexed, OfPerson, People

CODE = 8


def person_code() -> str:
    return new_letters(CODE)


class Person(models.Model):
    """Anybody in the vault: a survivor, a caller, a visitor, a relative. Being here says nothing.

    `sealed` is their private key, sealed to the owning organisation's key of generation `key`.
    """

    class State(models.TextChoices):
        HERE = "here"
        MERGED = "merged"
        MOVED = "moved"
        FORGOTTEN = "forgotten"

    code = models.CharField(max_length=8, unique=True, default=person_code)
    organisation = models.CharField(max_length=8, db_index=True)
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    key = models.ForeignKey(OrganisationKey, on_delete=models.PROTECT, related_name="people")
    state = models.CharField(max_length=10, choices=State.choices, default=State.HERE)
    since = models.DateField(default=today)
    destroy_after = models.DateField(null=True, blank=True)
    objects = People()

    def __str__(self) -> str:
        return self.code


class Section(models.Model):
    """One part of an identity (names, contacts, address, …), sealed. A new version never overwrites an old one."""

    class Field(models.TextChoices):
        NAMES = "names"
        BIRTH = "birth"
        GENDER = "gender"
        CONTACTS = "contacts"
        ADDRESS = "address"
        KIN = "kin"
        PAPERS = "papers"
        GUARDIAN = "guardian"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sections")
    field = models.CharField(max_length=12, choices=Field.choices)
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    added = models.BooleanField(default=False, help_text="It holds only rows that come to the version before.")
    by = models.PositiveBigIntegerField()
    on = models.DateField(default=today)
    objects = OfPerson()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "field", "version"], name="section_version_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.field} {self.version}"


class Note(models.Model):
    """A free text about a person, from any room. `about` says what it belongs to, in the room's own code."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    room = models.CharField(max_length=20)
    about = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField()
    by = models.PositiveBigIntegerField()
    on = models.DateField(default=today)
    objects = OfPerson()

    def __str__(self) -> str:
        return f"{self.person} {self.room}"


class BlindIndex(models.Model):
    """A keyed hash of a phone or paper number: finds it again; without the key outside the database it is noise."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        PAPER = "paper"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="indexes")
    organisation = models.CharField(max_length=8)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    digest = models.BinaryField(max_length=32)
    objects = Indexed()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "digest"], name="index_once")]
        indexes = [models.Index(fields=["organisation", "kind", "digest"], name="index_lookup")]

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"


class SealedFile(models.Model):
    """A photograph, scan, court paper or recording: sealed in pieces in DATA/files, its name sealed here.

    `type` is what its bytes say it is; `size` is its sealed size, whole pieces; `head` holds its key and true size.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photograph")
        SCAN = "scan", _("Scan of a paper")
        COURT = "court", _("Court or police paper")
        RECORDING = "recording", _("Voice recording")
        PROOF = "proof", _("Thumb mark or voice of a consent")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="files")
    token = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    name = models.BinaryField()
    head = models.BinaryField()
    by = models.PositiveBigIntegerField()
    on = models.DateField(default=today)
    objects = OfPerson()

    def __str__(self) -> str:
        return self.token
