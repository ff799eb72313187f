"""The study's talks: with whom, where and when, in codes. What was said in words stays in the sealed record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.field.models.inbox import Arrival
from pakhi.network.models import Organisation


class Talk(models.Model):
    """One talk by one of the study's four tools. Its coded answers are the answers of its arrival.

    `district` and `block` are codes of the Local Government Directory, and empty where a name was written.
    """

    class Tool(models.TextChoices):
        KEY_INFORMANT = "key_informant", _("Telephone talk with somebody who knows")
        PROGRAMME_STAFF = "programme_staff", _("Talk with somebody who runs a programme")
        DUTY_BEARER = "duty_bearer", _("Talk with somebody in an office")
        FOCUS_GROUP = "focus_group", _("Talk in a group")

    arrival = models.OneToOneField(Arrival, on_delete=models.CASCADE, related_name="talk")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="talks")
    tool = models.CharField(max_length=20, choices=Tool.choices)
    day = models.DateField()
    agreed = models.BooleanField()
    role = models.CharField(max_length=30, blank=True, help_text="What they are: a role, or who sat in the group.")
    office_family = models.CharField(max_length=30, blank=True)
    office_kind = models.CharField(max_length=30, blank=True)
    district = models.CharField(max_length=20, blank=True)
    block = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "tool"], name="talks_by_tool")]

    def __str__(self) -> str:
        return f"{self.tool} {self.day}"
