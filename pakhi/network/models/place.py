"""Places as a tree of the Local Government Directory, dated, because names and borders change."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

BEGINNING = dt.date(1950, 1, 26)  # of a place or name of which we know no beginning


class Place(models.Model):
    """A state, district, block, town, gram panchayat, ward, village, or a worksite."""

    class Kind(models.TextChoices):
        STATE = "state", pgettext_lazy("place", "State")
        DISTRICT = "district", _("District")
        SUBDISTRICT = "subdistrict", _("Sub-district")
        BLOCK = "block", _("Block")
        TOWN = "town", _("Town")
        PANCHAYAT = "panchayat", _("Gram panchayat")
        WARD = "ward", _("Ward")
        VILLAGE = "village", _("Village")
        WORKSITE = "worksite", _("Worksite")

    class Worksite(models.TextChoices):
        KILN = "kiln", _("Brick kiln")
        MILL = "mill", _("Mill")
        QUARRY = "quarry", _("Quarry")
        RED_LIGHT = "red_light", _("Red-light area")
        OTHER = "other", _("Other worksite")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    worksite = models.CharField(max_length=12, choices=Worksite.choices, blank=True)
    code = models.CharField(max_length=20, help_text="The directory's code; codes are reused, so kind and dates count.")
    version = models.PositiveIntegerField(default=1)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code", "valid_from"], name="place_once")]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str = "", on: dt.date | None = None) -> str:
        """Its name in a language (the page's, if not given), on a day (today), else in English.

        A place that is no more is called by its last name.
        """
        language = language or get_language() or "en"
        names = [n for n in self.names.all() if n.holds(on or self.valid_to)]
        for wanted in (language, "en"):
            for name in names:
                if name.language == wanted:
                    return name.text
        return names[0].text if names else self.code

    def above(self) -> list[Place]:
        """This place and those it lies in, the nearest first."""
        line = [self]
        while line[-1].parent is not None:
            line.append(line[-1].parent)
        return line

    def within(self, kind: str) -> Place | None:
        """The place of that kind that it lies in (or is)."""
        return next((place for place in self.above() if place.kind == kind), None)


class PlaceName(models.Model):
    """A name of a place in one language, from-to."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=8, default="en")
    text = models.CharField(max_length=120)
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "language", "valid_from"], name="place_name_once")]

    def __str__(self) -> str:
        return self.text

    def holds(self, on: dt.date | None) -> bool:
        """Whether this was the name on a day; without a day, whether it is the name now."""
        if on is None:
            return self.valid_to is None
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
