"""Organisations, the networks they belong to, and their programmes."""

from __future__ import annotations

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.lib.codes import new_letters


def organisation_code() -> str:
    return new_letters(6)


class Organisation(models.Model):
    """A CBO, NGO, network, funder or government programme. It owns records; everything else belongs to one."""

    class Kind(models.TextChoices):
        CBO = "cbo", _("Community-based organisation")
        NGO = "ngo", _("NGO")
        NETWORK = "network", _("Network")
        FUNDER = "funder", _("Funder")
        GOVERNMENT = "government", _("Government programme")

    code = models.CharField(max_length=8, unique=True, default=organisation_code)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    darpan = models.CharField(
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}/\d{4}/\d{7}$", _("Write it like WB/2015/0091234."))],
    )
    fcra = models.CharField(
        max_length=12, blank=True, validators=[RegexValidator(r"^\d{9}[A-Z]?$", _("It has nine digits."))]
    )
    place = models.ForeignKey("network.Place", null=True, blank=True, on_delete=models.PROTECT)
    second_factor = models.BooleanField(default=False, help_text="Everybody who works here needs a second factor.")
    networks = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="Affiliation",
        through_fields=("member", "network"),
        related_name="+",
    )

    def __str__(self) -> str:
        return self.name

    def room(self) -> Organisation:
        """Where its voices are counted: the network it belongs to today, or itself."""
        link = self.affiliations.current().select_related("network").order_by("id").first()
        return link.network if link else self

    def members(self) -> models.QuerySet[Organisation]:
        """It and, for a network, the organisations that belong to it today."""
        ids = Affiliation.objects.current().filter(network=self).values("member")
        return Organisation.objects.filter(models.Q(id=self.id) | models.Q(id__in=ids))


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that hold from a day to a day (both included; no end: still)."""

    def current(self, on: dt.date | None = None) -> DatedQuerySet:
        day = on or today()
        return self.filter(valid_from__lte=day).filter(models.Q(valid_to=None) | models.Q(valid_to__gte=day))


class Affiliation(models.Model):
    """An organisation belongs to a network, from-to."""

    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.member} in {self.network}"


class Programme(models.Model):
    """A programme that an organisation runs, from-to, perhaps with a funder."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    funder = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
