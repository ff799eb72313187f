"""What somebody writes into the directory when they decide about a report: only the fields that belong to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pakhi.field.models import OfficeReport
from pakhi.field.office_reports import Change, office_of
from pakhi.field.records import Record
from pakhi.lib.clock import today
from pakhi.network import places
from pakhi.network.kinds import families, kinds
from pakhi.network.models import Office, Place, Post

What = OfficeReport.What
REACHED = ("phone", "hours")
FIELDS: dict[str, tuple[str, ...]] = {
    What.MISSING: (
        "kind", "name", "name_local", "language", "find", "place", "areas", "post_name", "holder", "holder_local",
        *REACHED, "since",
    ),
    What.MOVED: ("office", "find", "place", *REACHED, "since"),
    What.CLOSED: ("office", "since"),
    What.RENAMED: ("office", "name", "name_local", "language"),
    What.HOLDER_NEW: ("office", "post", "post_name", "holder", "holder_local", "language", "since"),
    What.VACANT: ("office", "post", "since"),
    What.AREA: ("office", "find", "areas", "since"),
    What.HOURS: ("office", *REACHED),
}  # fmt: skip
NEEDED: dict[str, set[str]] = {
    What.MISSING: {"kind", "name", "place"}, What.MOVED: {"place"}, What.HOLDER_NEW: {"holder"}, What.VACANT: {"post"},
    What.AREA: {"areas"},
}  # fmt: skip
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class Decision(forms.Form):
    """One decision to write. `record`: the opened record, from which the empty fields are filled in."""

    office = forms.CharField(
        label=_("Code of the office"),
        max_length=20,
        help_text=_("Seven letters and figures, from the list of offices."),
    )
    kind = forms.ChoiceField(label=_("Kind of office"))
    name = forms.CharField(
        label=_("Name in English letters"), max_length=120, help_text=_("As it stands on its board."), required=False
    )
    name_local = forms.CharField(label=_("Name in the language of the place"), max_length=120, required=False)
    find = forms.CharField(
        label=_("Look for the place"), required=False, max_length=60,
        help_text=_("A part of the name of the village, block or district. Then press “Look for it” and choose."),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Where is it?"))
    areas = forms.MultipleChoiceField(
        label=_("Which places does it answer for?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    post = forms.ChoiceField(label=_("Which chair?"), required=False)
    post_name = forms.CharField(
        label=_("Which chair, if it is not in the list"), max_length=120, required=False,
        help_text=_("Like: Block Development Officer."),
    )  # fmt: skip
    holder = forms.CharField(label=_("Who sits there now, in English letters"), max_length=120, required=False)
    holder_local = forms.CharField(label=_("Their name in the language of the place"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Telephone of the office"), max_length=30, required=False,
        help_text=_("The office's own. Never somebody's private number."),
    )  # fmt: skip
    hours = forms.CharField(label=_("Days and hours when it is open"), max_length=200, required=False)
    since = forms.DateField(
        label=_("Since when is it so?"), required=False, widget=DAY, help_text=_("Left empty: from today on.")
    )
    language = forms.ChoiceField(label=_("The language of the place"), required=False)

    def __init__(self, report: OfficeReport, posted: Any = None, record: Record | None = None) -> None:
        first = before(report, record) if posted is None else {}
        super().__init__(posted, initial=first, label_suffix="")
        self.report, self.first = report, first
        self.keep_only()
        self.offer_offices()
        self.offer_places()

    def keep_only(self) -> None:
        """Only what belongs to the report; what it cannot do without is asked for."""
        wanted = [name for name in FIELDS[self.report.what] if name != "office" or self.report.office is None]
        self.fields = {name: self.fields[name] for name in wanted}
        for name in NEEDED.get(self.report.what, set()) & set(wanted):
            self.fields[name].required = True

    def offer_offices(self) -> None:
        """Kinds by family, the chairs of the office, the languages of places."""
        if "kind" in self.fields:
            groups = [(family.name(), kinds_of(family.key)) for family in families().values()]
            self.fields["kind"].choices = [("", _("Choose")), *groups]  # type: ignore[attr-defined]  # a field to choose from has them
        if "post" in self.fields:
            office = self.report.office or office_of(self.typed("office"))
            chairs = [(post.code, labelled(post)) for post in office.posts.order_by("pk")] if office else []
            self.fields["post"].choices = [("", _("Choose")), *chairs]  # type: ignore[attr-defined]  # a field to choose from has them
        if "language" in self.fields:
            local = [(code, name) for code, name in settings.LANGUAGES if code != "en"]
            self.fields["language"].choices = local  # type: ignore[attr-defined]  # a field to choose from has them

    def offer_places(self) -> None:
        """What was found by name, and what was chosen before."""
        if "find" not in self.fields:
            return
        chosen = {self.typed("place"), *(self.data.getlist("areas") if self.is_bound else [])}  # type: ignore[attr-defined]  # a QueryDict has it
        known = [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 16]
        found = {place.pk: place for place in [*places.like(self.typed("find")), *Place.objects.filter(pk__in=known)]}
        lined = places.lines(found)
        self.found = [(str(pk), ", ".join(place.name() for place in lined[pk][:4])) for pk in found if pk in lined]
        for name in ("place", "areas"):
            if name in self.fields:
                empty = [("", _("Choose"))] if name == "place" else []
                self.fields[name].choices = [*empty, *self.found]  # type: ignore[attr-defined]  # a field to choose from has them

    def typed(self, name: str) -> str:
        """What stands in a field at the moment."""
        return str(self.data.get(name, "") if self.is_bound else self.first.get(name, ""))

    def clean_office(self) -> Office:
        office = office_of(self.cleaned_data["office"])
        if office is None:
            raise forms.ValidationError(_("No office has this code."))
        return office

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        since = typed.get("since")
        if since and since > today():
            self.add_error("since", _("This day has not come yet."))
        if self.report.what == What.HOLDER_NEW and not typed.get("post") and not typed.get("post_name"):
            self.add_error("post", _("Choose the chair, or write which it is."))
        if self.report.what == What.RENAMED and not typed.get("name") and not typed.get("name_local"):
            self.add_error("name", _("Write the name."))
        return typed

    def change(self) -> Change:
        """What was decided, for the directory."""
        typed = self.cleaned_data
        chosen = Place.objects.in_bulk([int(one) for one in [typed.get("place"), *(typed.get("areas") or [])] if one])
        return Change(
            since=typed.get("since"), office=typed.get("office"), kind=typed.get("kind", ""),
            names=self.in_languages("name"), place=chosen.get(int(typed["place"])) if typed.get("place") else None,
            areas=tuple(chosen[int(one)] for one in typed.get("areas") or [] if int(one) in chosen),
            post=Post.objects.filter(code=typed.get("post") or "-").first(),
            post_names={"en": typed["post_name"]} if typed.get("post_name") else {},
            holder=self.in_languages("holder"), phone=typed.get("phone", ""), hours=typed.get("hours", ""),
        )  # fmt: skip

    def in_languages(self, name: str) -> dict[str, str]:
        """A name in English and in the language of the place, as far as they were written."""
        typed = self.cleaned_data
        both = {"en": typed.get(name, ""), typed.get("language") or "bn": typed.get(f"{name}_local", "")}
        return {language: text for language, text in both.items() if text}


def before(report: OfficeReport, record: Record | None) -> dict[str, Any]:
    """What the fields hold at first: the coded part, and the texts if the record is open."""
    first: dict[str, Any] = {"kind": report.office_kind, "since": report.since}
    if record is None:
        return first
    post = record.get("post")
    chairs = report.office.posts.all() if report.office else []
    same = next((one.code for one in chairs if post.casefold() in {n.casefold() for n in one.names.values()}), "")
    first |= {
        "office": record.get("office"), "find": record.get("area") if report.what == What.AREA else place_in(record),
        "post": same, "post_name": "" if same else post, "phone": record.get("office_phone"),
        "hours": record.get("open_hours"),
    }  # fmt: skip
    for question, name in (("office_name", "name"), ("holder_name", "holder")):
        text = record.get(question)
        first[name if text.isascii() else f"{name}_local"] = text
    return first


def place_in(record: Record) -> str:
    """The nearest place that was named and is known; else what was written last."""
    named = [record.get(question) for question in ("village", "block", "district") if record.get(question)]
    return next((name for name in named if places.like(name)), named[0] if named else "")


def kinds_of(family: str) -> list[tuple[str, str]]:
    return [(kind.key, kind.name()) for kind in kinds().values() if kind.family == family]


def labelled(post: Post) -> str:
    """A chair, and who sits there in the list."""
    held = post.holders.current().order_by("-valid_from").first()
    return f"{post.name()} ({held.name()})" if held else post.name()
