"""Forms as the field knows them: an XLSForm in, an XForm out, each version kept as it was published."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.network.models import Organisation


class Form(models.Model):
    """A form of an organisation, or (without one) of the product, which every organisation has."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="forms"
    )
    form_id = models.CharField(max_length=80)
    others = models.JSONField(default=list, blank=True, help_text="Who fills it besides workers (theirs.py): roles.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "form_id"], name="form_once"),
            models.UniqueConstraint(
                fields=["form_id"], condition=models.Q(organisation=None), name="product_form_once"
            ),
        ]

    def __str__(self) -> str:
        return self.form_id


class Version(models.Model):
    """One version of a form: what was uploaded, and the XForm that phones get, byte for byte."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        LIVE = "live", _("In use")
        CLOSED = "closed", _("Closed")

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    version = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    titles = models.JSONField(default=dict, blank=True, help_text="Code of a language -> the title in it.")
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    source = models.BinaryField()
    source_type = models.CharField(max_length=5)
    xform = models.BinaryField()
    md5 = models.CharField(max_length=32, help_text="Of the XForm's bytes, as phones check it.")
    languages = models.JSONField(default=list)
    questions = models.JSONField(default=list, help_text="Name, type and group of each question, in order.")
    warnings = models.JSONField(default=list)
    made_on = models.DateField(default=today)
    made_by = models.ForeignKey("network.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "version"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form} {self.version}"

    def called(self) -> str:
        """The title in the reader's language, where the form gives it."""
        return str(self.titles.get(get_language() or "", "") or self.title)


class Media(models.Model):
    """A picture, recording or table that belongs to a version of a form."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    md5 = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="media_once")]

    def __str__(self) -> str:
        return self.name
