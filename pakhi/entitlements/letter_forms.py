"""What a worker says before a letter is made: to whom, in which language, and what of it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.cbr.asking import date_input
from pakhi.cbr.models import Thread
from pakhi.cbr.telling import line_of
from pakhi.entitlements.letter_words import LANGUAGES, Wording, wordings
from pakhi.entitlements.letters import CARE
from pakhi.entitlements.letters_case import may_hold, name_of, of_claim, reach
from pakhi.lib.clock import today
from pakhi.network.models import Office, Organisation
from pakhi.network.offices import placed
from pakhi.vault.models import Person, Reveal

BLANK = ("", gettext_lazy("Leave a line to fill in by hand"))
LEFT_OFF = gettext_lazy(
    "Only the %(many)s nearest offices are listed. For another one leave the line empty, and fill it in by hand."
)
CARES = {
    "": BLANK[1], "own": gettext_lazy("Her own address"),
    "organisation": gettext_lazy("Care of the organisation, with its name"),
    "dlsa": gettext_lazy("Care of the legal aid office (DLSA)"), "lawyer": gettext_lazy("Care of a lawyer"),
}  # fmt: skip


class LetterForm(forms.Form):
    """One letter. `running`: the claims that it may be for; `person` None: a letter without a survivor."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the office"), choices=list(LANGUAGES.items()),
                                 widget=forms.RadioSelect)  # fmt: skip
    english = forms.BooleanField(label=gettext_lazy("With English beside it"), required=False)

    def __init__(
        self, wording: Wording, organisation: Organisation, running: list[Thread], person: Person | None,
        data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial or {}))
        self.wording, self.running, self.person = wording, running, person
        near, more = reach(wording, organisation)
        self.offices = {one.code: one for one in near}
        self.keep_chosen(initial or {}, data or {})
        shown = [(code, placed(one)) for code, one in self.offices.items()]
        self.fields["office"] = self.choice(_("To which office?"), [BLANK, *shown])
        if more:
            self.fields["office"].help_text = LEFT_OFF % {"many": len(near)}
        if running:
            listed = [(one.number, line_of(one)) for one in running]
            self.fields["claim"] = self.choice(_("For which claim?"), [("", _("For none of them")), *listed])
        if wording.about:
            asked = [(one.id, name_of(one)) for one in wordings().values() if not one.late]
            self.fields["about"] = self.choice(_("What was asked for?"), [BLANK, *asked])
        self.days()
        who = ["", *(key for key in CARE[1:] if person is not None or key != "own")]
        if wording.organisation_signs or wording.hides:
            who = [key for key in who if key != "own"]
        self.fields["care_of"] = self.choice(_("Address for letters"), [(key, CARES[key]) for key in who])
        if wording.organisation_signs:
            self.fields["mine"] = forms.BooleanField(label=_("In my name"), required=False, help_text=_(
                "A request for information is handed in by a worker or a researcher, never by the survivor. "
                "Empty: a line to fill in by hand."))  # fmt: skip
        if person is not None and may_hold(wording):
            self.fields["names"] = forms.BooleanField(
                label=_("With what she agreed may leave on paper"), required=False,
                help_text=_("Name, birth and address, as far as she agreed. It is a look into the vault, and noted."),
            )  # fmt: skip
            reasons = [("", _("Choose a reason")), *Reveal.Reason.choices]
            self.fields["reason"] = self.choice(_("Why do you need it?"), reasons)

    def choice(self, label: str, choices: list[Any]) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=choices, required=False)

    def keep_chosen(self, *given: Mapping[str, Any]) -> None:
        """The office of a claim can be chosen, wherever it lies and of whatever kind it is."""
        codes = {str(one.get("office") or "") for one in given} - {""}
        mine = {str(one.values.get("office") or "") for one in self.running}
        for one in Office.objects.filter(code__in=codes & mine).select_related("place"):
            self.offices[one.code] = one

    def days(self) -> None:
        """The days that the letter names."""
        fields: list[tuple[str, str, str]] = [
            ("day", _("Day of the letter"), _("Empty: a line to fill in by hand.")),
            ("handed_in", _("Day on which it was handed in, or told, before"), _("From it the days that have gone.")),
            ("offence", _("Day of the offence"), _("It says which law holds. Empty: both are named.")),
        ]
        wanted = {"day", *(["handed_in"] if self.follows() else []),
                  *(["offence"] if any(one.when == "new" for one in self.wording.body) else [])}  # fmt: skip
        for name, label, text in fields:
            if name in wanted:
                self.fields[name] = forms.DateField(
                    label=label, help_text=text, required=False, widget=date_input()
                )  # fmt: skip

    def follows(self) -> bool:
        """Whether the letter speaks of something that was handed in before."""
        return self.wording.late or any("{handed_in}" in part.text["en"] for part in self.wording.body)

    def clean(self) -> dict[str, Any]:
        """Days in their order; a name only with a reason."""
        data = super().clean() or {}
        for name in ("handed_in", "offence"):
            if data.get(name) and data[name] > today():
                self.add_error(name, _("This day has not come yet."))
        if data.get("handed_in") and data.get("day") and data["day"] < data["handed_in"]:
            self.add_error("day", _("The letter cannot be older than what it follows."))
        if data.get("names") and not data.get("reason"):
            self.add_error("reason", _("Choose a reason before her name is opened."))
        return data

    def chosen(self) -> Office | None:
        """The office, if one was chosen."""
        return self.offices.get(self.cleaned_data["office"])

    def claim(self) -> Thread | None:
        """The claim, if one was chosen."""
        return next((one for one in self.running if one.number == self.cleaned_data.get("claim")), None)


def begun(wording: Wording, running: list[Thread], number: str, language: str) -> dict[str, Any]:
    """What the form begins with: from the claim that it was opened for, or the first that it fits."""
    named = [one for one in running if one.number == number]
    fitting = [one for one in running if one.values.get("series") in wording.series]
    claim = next(iter(named or fitting), None)
    start = {"language": language, "english": True, "care_of": "", "mine": True}
    return start | ({"claim": claim.number, **of_claim(claim)} if claim else {})
