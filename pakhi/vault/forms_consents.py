"""What a worker chooses before asking, and what is said of her answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import merge, recipients
from pakhi.vault.consent import Asking, named
from pakhi.vault.consent_rules import MUST, NEVER, rules
from pakhi.vault.consent_words import SCOPES, WRONG
from pakhi.vault.models import Consent, Person, SealedFile

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
GUARDIANS = [
    ("given", _("The guardian agrees")),
    ("unsafe", _("She is not safe with them: they are not asked")),
    ("none", _("There is no guardian, or nobody finds them")),
]
ASKED_UNDER_18 = {"guardian": "guardian", "assent": "assent_must", "turns_18": "turns_18_must"}


class AskForm(forms.Form):
    """Step one. All of it may stand in an address: nothing in it says who somebody is."""

    recipient = forms.ChoiceField(label=_("Who gets it?"), required=False)
    find = forms.CharField(
        label=_("Not in the list? A part of the office's name"), required=False, max_length=60,
        help_text=_("Write it, and press “Look for it”."),
    )  # fmt: skip
    scope = forms.MultipleChoiceField(
        label=_("Which parts?"), required=False, choices=list(SCOPES.items()),
        help_text=_("As few as are needed. What is not ticked is not shown."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    under_18 = forms.TypedChoiceField(
        label=_("How old is she?"), choices=[("0", _("18 or older")), ("1", _("Under 18"))],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
        error_messages={"required": _("Say whether she is under 18: then a warning comes first.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Which language is hers?"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        help_text=_("It is read to her in this language, whatever yours is."),
        error_messages={"required": _("Choose the language she understands best.")},
    )  # fmt: skip

    def __init__(self, typed: QueryDict, purpose: str, home: Organisation, language: str) -> None:
        """`typed`: of an address or of a page; `language`: what stands there first."""
        sent = "language" in typed and "look" not in typed
        first: dict[str, Any] = {name: typed.get(name) for name in ("recipient", "find", "under_18")}
        first |= {"scope": typed.getlist("scope"), "language": typed.get("language") or language}
        super().__init__(typed if sent else None, initial=first, label_suffix="")
        self.purpose, self.row = purpose, rules()["purposes"][purpose]
        if self.row["recipient"] == NEVER:
            del self.fields["recipient"]
        else:
            self.offer(home, typed.get("find", "").strip(), typed.get("recipient", ""))
        if self.row["recipient"] == NEVER or purpose in recipients.TO_ORGANISATIONS:
            del self.fields["find"]
        if self.row["scope"] == NEVER:
            del self.fields["scope"]

    def offer(self, home: Organisation, find: str, chosen: str) -> None:
        """The list of recipients; who was chosen before a search stays in it."""
        empty = _("Choose") if self.row["recipient"] == MUST else _("Left open: whoever needs it for this")
        found = recipients.groups(home, self.purpose, find)
        listed: list[Any] = [("", empty), *found]
        if chosen and chosen not in {code for _group, rows in found for code, _name in rows} and named(chosen):
            listed.insert(1, (chosen, named(chosen)))
        self.fields["recipient"].choices = listed  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("recipient", "scope"):
            if self.row[name] == MUST and name in self.fields and not typed.get(name) and name not in self.errors:
                self.add_error(name, str(WRONG[f"{name}_must"]))
        if typed.get("under_18") and self.row["under_18"] == NEVER:
            self.add_error("under_18", str(WRONG["under_18_never"]))
        return typed


class AnswerForm(forms.Form):
    """Step two: what was read, and how she said yes. The rules themselves are in consents.yaml."""

    heard = forms.MultipleChoiceField(label=_("What was read"), required=False)
    given = forms.ChoiceField(
        label=_("How does she say yes?"), widget=forms.RadioSelect,
        error_messages={"required": _("Say how she says yes.")},
    )  # fmt: skip
    proof_file = forms.FileField(
        label=_("The paper or recording"), required=False,
        help_text=_("A photo of the signed or marked paper, or the voice note. It is sealed like her name."),
    )  # fmt: skip
    proof = forms.ChoiceField(label=_("Or one that is kept already"), required=False)
    witness = forms.ChoiceField(
        label=_("Witness"), required=False,
        help_text=_("Needed for a word before a witness; good for a thumb mark."),
    )  # fmt: skip
    guardian = forms.ChoiceField(
        label=_("Her guardian"), choices=GUARDIANS, widget=forms.RadioSelect,
        help_text=_("Unsafe or nobody there: then the Child Welfare Committee decides."),
    )  # fmt: skip
    cwc_file = forms.FileField(label=_("Permission of the Child Welfare Committee"), required=False)
    cwc = forms.ChoiceField(label=_("Or one that is kept already"), required=False)
    assent = forms.BooleanField(label=_("She says yes herself, without being pressed"))
    turns_18 = forms.DateField(
        label=_("When does she turn 18?"), widget=DAY,
        help_text=_("If nobody knows the day: the last it can be. The day is not kept, only the quarter in which her "
                    "yes ends."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until when?"), required=False, widget=DAY,
        help_text=_("Leave it empty if she sets no end. She can take it back on any day."),
    )  # fmt: skip

    def __init__(
        self, posted: HttpRequest | None, asking: Asking, person: Person, purpose: str, under_18: bool, by: Account
    ) -> None:
        super().__init__(posted.POST if posted else None, posted.FILES if posted else None, label_suffix="")
        self.asking = asking
        for name, fault in ASKED_UNDER_18.items():
            self.fields[name].error_messages["required"] = str(WRONG[fault])
        held, ways = kept(person), dict(Consent.Given.choices)
        self.choose("heard", [(key, key) for key in asking.heard])
        self.choose("given", [(way, ways[way]) for way in rules()["purposes"][purpose]["given"]])
        self.choose("witness", [("", _("Nobody")), *colleagues(person.organisation, by)])
        for name in ("proof", "cwc"):
            self.choose(name, [("", _("None of these")), *held])
            if not held:
                del self.fields[name]
        for name in ("until",) if under_18 else ("guardian", "cwc_file", "cwc", "assent", "turns_18"):
            self.fields.pop(name, None)

    def choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_heard(self) -> list[str]:
        heard: list[str] = self.cleaned_data["heard"]
        if tuple(heard) != self.asking.heard:
            raise forms.ValidationError(str(WRONG["heard"]))
        return heard

    def clean_turns_18(self) -> dt.date:
        day: dt.date = self.cleaned_data["turns_18"]
        if day <= today():
            raise forms.ValidationError(_("Then she is an adult already: ask her as one."))
        if day.year > today().year + 18:
            raise forms.ValidationError(_("That is more than 18 years away. Look at the year again."))
        return day


def colleagues(organisation: str, by: Account) -> list[tuple[str, str]]:
    """Everybody of the organisation today but oneself."""
    rows = Account.objects.filter(
        is_active=True, pk__in=Organisation.objects.get(code=organisation).memberships.current().values("account")
    )
    return [(str(one.pk), one.name) for one in rows.exclude(pk=by.pk).order_by("name")]


def kept(person: Person) -> list[tuple[str, str]]:
    """Her papers and recordings by kind and day; what they are called is sealed."""
    rows = SealedFile.objects.filter(person__in=merge.together(person)).exclude(kind=SealedFile.Kind.PHOTO)
    return [
        (row.token, f"{row.get_kind_display()}, {date_format(row.on, 'j F Y')} ({row.type.partition('/')[2].upper()})")
        for row in rows.order_by("-id")
    ]
