"""What somebody agreed to: purpose, recipient, scope, from-to, how it was asked and given. Withdrawn as easily."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.vault.models.person import Person
from pakhi.vault.scope import OfConsent, OfPerson


class Consent(models.Model):
    """One consent of one person."""

    class Purpose(models.TextChoices):
        CASE = "case", _("Keep a case record and support her")
        SHARE = "share", _("Share with another office or organisation")
        TRANSFER = "transfer", _("Hand the case over")
        EXPORT = "export", _("Take out of the product, on paper or in a file")
        STORY = "story", _("Tell her story, without her name")
        REPOSITORY = "repository", _("Count her, without her name, in the networks' repository")
        PHOTO = "photo", _("Keep a photograph")
        LINK = "link", _("Look whether another organisation knows her")

    class Given(models.TextChoices):
        SIGNATURE = "signature", _("Signature")
        THUMB = "thumb", _("Thumb mark")
        VOICE = "voice", _("Voice note")
        WITNESS = "witness", _("Word before a witness")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    recipient = models.CharField(max_length=80, blank=True)
    scope = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8)
    script = models.CharField(max_length=12, help_text="Version of the words that were read to her.")
    given = models.CharField(max_length=10, choices=Given.choices)
    proof = models.CharField(max_length=40, blank=True, help_text="Token of the sealed file that shows it.")
    witness = models.PositiveBigIntegerField(default=0)
    under_18 = models.BooleanField(default=False)
    guardian = models.CharField(max_length=10, blank=True, help_text="given, unsafe or none (then the CWC)")
    cwc = models.CharField(max_length=40, blank=True, help_text="Token of the sealed file: the committee's permission.")
    assent = models.BooleanField(default=False)
    warned = models.BooleanField(
        default=False, help_text="Told first that an offence against a child must be reported."
    )
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    by = models.PositiveBigIntegerField()
    objects = OfPerson()

    def __str__(self) -> str:
        return f"{self.person} {self.purpose}"


class Withdrawal(models.Model):
    """A consent taken back. The consent itself stays, as what was agreed then."""

    consent = models.OneToOneField(Consent, on_delete=models.CASCADE, related_name="withdrawal")
    on = models.DateField(default=today)
    by = models.PositiveBigIntegerField()
    objects = OfConsent()

    def __str__(self) -> str:
        return f"{self.consent} withdrawn"
