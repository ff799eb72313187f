"""The forms by which supervisors share the work out: who is there for her, who takes over, who is away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.workload import Choice

NOBODY = "0"
WAYS = (
    ("main", _("Main worker, from the first day on")),
    ("stand_in", _("Stand-in, from the first to the last day")),
    ("visit", _("For one visit, on the first day")),
)
WHICH = (("all", _("All of them")), ("some", _("Only those ticked here")))


class Day(forms.DateInput):
    """A day from today on, chosen from the phone's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {"min": str(today()), **super().build_attrs(base_attrs, extra_attrs)}


class Chosen(forms.ChoiceField):
    """A colleague from a list; the clean value is their account, or None for `NOBODY`."""

    def clean(self, value: Any) -> Account | None:
        found = super().clean(value)
        return None if found == NOBODY else Account.objects.get(pk=int(found))


class Offering(forms.Form):
    """A form whose lists of colleagues are filled when it is shown."""

    def offer(self, name: str, team: Iterable[Choice]) -> None:
        self.fields[name].choices = [("", _("Please choose")), *team]  # type: ignore[attr-defined]


class AssignForm(Offering):
    """Somebody is there for a person from now on, for some days, or on one day."""

    to = Chosen(label=_("Who"))
    way = forms.ChoiceField(label=_("As what"), choices=WAYS, widget=forms.RadioSelect, initial="main")
    start = forms.DateField(label=_("First day"), widget=Day, initial=today)
    end = forms.DateField(label=_("Last day (stand-in)"), widget=Day, required=False)

    def __init__(self, data: Any = None, *, team: list[Choice]) -> None:
        super().__init__(data, auto_id="assign_%s")
        self.offer("to", team)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("way") == "stand_in" and not said.get("end") and "end" not in self.errors:
            self.add_error("end", _("Say until which day."))
        return said


class ApartForm(Offering):
    """A colleague who may never open her record."""

    never = Chosen(label=_("Which colleague"))

    def __init__(self, data: Any = None, *, team: list[Choice]) -> None:
        super().__init__(data, auto_id="apart_%s")
        self.offer("never", team)


class MoveForm(Offering):
    """A colleague's people, or those who have nobody, get another main worker."""

    which = forms.ChoiceField(label=_("Which people"), choices=WHICH, widget=forms.RadioSelect, initial="all")
    codes = forms.MultipleChoiceField(label=_("People"), widget=forms.CheckboxSelectMultiple, required=False)
    to = Chosen(label=_("Their main worker from today"))

    def __init__(self, data: Any = None, *, team: list[Choice], codes: Iterable[str]) -> None:
        super().__init__(data, auto_id="move_%s")
        self.offer("to", team)
        self.fields["codes"].choices = [(code, spelt(code)) for code in sorted(codes)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("which") == "some" and not said.get("codes") and "codes" not in self.errors:
            self.add_error("codes", _("Tick at least one."))
        return said


class LeaveForm(Offering):
    """A colleague is away from-to, and somebody stands in."""

    account = Chosen(label=_("Who is away"))
    start = forms.DateField(label=_("First day"), widget=Day)
    end = forms.DateField(label=_("Last day"), widget=Day)
    instead = Chosen(label=_("Who stands in"))

    def __init__(self, data: Any = None, *, team: list[Choice]) -> None:
        super().__init__(data, auto_id="leave_%s")
        for name in ("account", "instead"):
            self.offer(name, team)
