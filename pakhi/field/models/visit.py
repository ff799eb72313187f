"""Visits to a helpdesk or a safety centre: codes and days."""

from __future__ import annotations

from django.db import models

from pakhi.field.models.call import row_code
from pakhi.network.models import Account, Organisation


class DeskVisit(models.Model):
    """One visit of one person; `person` is empty where she has no code. `purpose` and `papers` are lists of codes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="desk_visits")
    code = models.CharField(max_length=8, unique=True, default=row_code)
    instance = models.CharField(max_length=120)
    day = models.DateField(db_index=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    desk = models.CharField(max_length=20)
    person = models.CharField(max_length=8, blank=True, db_index=True)
    first = models.BooleanField()
    purpose = models.JSONField(default=list)
    office_family = models.CharField(max_length=20, blank=True)
    office_kind = models.CharField(max_length=30, blank=True)
    went_along = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20)
    receipt = models.BooleanField(null=True, help_text="Asked only where a paper was handed in.")
    papers = models.JSONField(default=list)
    next_day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "instance"], name="desk_visit_once")]

    def __str__(self) -> str:
        return self.code
