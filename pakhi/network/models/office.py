"""Offices, the posts in them, and who sits in a post from-to. A new holder starts again; the office stays."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from pakhi.lib.clock import today
from pakhi.lib.codes import new_letters
from pakhi.network.models.organisation import DatedQuerySet


def office_code() -> str:
    return new_letters(7)


class Named(models.Model):
    """Something with names in several languages: {"en": …, "bn": …}; English is always there."""

    names = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str = "") -> str:
        """The name in a language (the page's, if not given), else in English."""
        return str(self.names.get(language or get_language() or "en") or self.names.get("en", ""))


class Office(Named):
    """An office that survivors meet. `kind` is a key of office_kinds.yaml."""

    code = models.CharField(max_length=8, unique=True, default=office_code)
    kind = models.CharField(max_length=30, db_index=True)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(
        "network.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="offices",
        help_text="For an organisation's own desk: whose workers sit here.",
    )  # fmt: skip
    phone = models.CharField(max_length=30, blank=True, help_text="The office's own; nobody's private number.")
    hours = models.CharField(max_length=200, blank=True, help_text="Days and hours when it is open.")
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    objects = DatedQuerySet.as_manager()


class Post(Named):
    """A chair in an office: the Block Development Officer, a case worker."""

    code = models.CharField(max_length=8, unique=True, default=office_code)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")


class Holder(Named):
    """Who sits in a post, from-to. `account` is set for an organisation's own worker."""

    code = models.CharField(max_length=8, unique=True, default=office_code)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holders")
    account = models.ForeignKey(
        "network.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="posts_held"
    )
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    objects = DatedQuerySet.as_manager()


class Jurisdiction(models.Model):
    """A police unit (or another office) answers for a place; police districts are not revenue districts."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="jurisdictions")
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="jurisdictions")
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.office}: {self.place}"
