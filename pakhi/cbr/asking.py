"""The form of a step, made from the declaration of its kind: nothing is asked twice in two places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.cbr.kinds import KINDS, Faulty, Kind, Question
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, new_number, threads
from pakhi.cbr.telling import line_of
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership, Organisation

NOTHING = ("", gettext_lazy("Not said"))
SENTENCES = {
    "missing": gettext_lazy("This has to be answered."),
    "late": gettext_lazy("This day has not come yet."),
    "answer": gettext_lazy("This answer does not fit. Choose again."),
    "long": gettext_lazy("This is too long. Write less, or in two steps."),
}


class StepForm(forms.Form):
    """What a step may say, as fields. `asked`: only these questions; `thread`: the one that the step is for."""

    def __init__(
        self, made: Kind, book: Book, data: Mapping[str, Any] | None = None, thread: Thread | None = None,
        asked: Iterable[str] | None = None, initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        start = {"day": today(), "number": new_number(), "seen": " ".join(thread.heads) if thread else ""}
        held = dict(thread.values) if thread else {}
        super().__init__(data, initial={**held, **start, **(initial or {})})
        self.made, self.book, self.thread = made, book, thread
        wanted = None if asked is None else set(asked)
        for question in made.questions:
            if wanted is None or question.name in wanted:
                self.fields[question.name] = field_of(question, book, begins=thread is None)
        if len(made.states.values) > 1:
            self.fields["state"] = forms.ChoiceField(
                label=_("Where it stands"), choices=made.states.choices, required=False, initial=made.first,
                widget=forms.RadioSelect,
            )  # fmt: skip
        self.fields["day"] = forms.DateField(label=_("On which day?"), widget=date_input())
        self.fields["number"] = forms.CharField(widget=forms.HiddenInput, max_length=40)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_day(self) -> Any:
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(SENTENCES["late"])
        return self.cleaned_data["day"]

    def said(self, about: str = "") -> Said:
        """The step as it was typed. Of a thread that is there, only what was changed. Raises nothing."""
        data, held = self.cleaned_data, self.thread.values if self.thread else {}
        names = [one.name for one in self.made.questions if one.asks != "words" and one.name in self.fields]
        typed = {name: plain(data[name]) for name in [*names, *(["state"] if "state" in self.fields else [])]}
        values = {
            name: value for name, value in typed.items()
            if value != held.get(name, [] if isinstance(value, list) else "")
        }  # fmt: skip
        if self.made.once and "component" in typed:
            values["component"] = typed["component"]
        return Said(
            self.made.key, values, data["day"], self.thread.number if self.thread else "", data["number"], about,
            seen=tuple(data["seen"].split()), words=data.get("words", "").strip(),
        )  # fmt: skip

    def show(self, fault: Faulty) -> None:
        """Put what a check found wrong under its question."""
        sentence = SENTENCES.get(fault.why, fault.why)
        self.add_error(fault.question if fault.question in self.fields else None, str(sentence))


def field_of(question: Question, book: Book, begins: bool) -> forms.Field:
    """A question as a field."""
    more: dict[str, Any] = {
        "label": question.label, "required": begins and question.begins, "help_text": question.help,
    }  # fmt: skip
    if question.asks == "one" and question.choices is not None:
        few = len(question.choices.choices) <= 6
        choices = question.choices.choices if more["required"] and few else [NOTHING, *question.choices.choices]
        widget = forms.RadioSelect() if few else forms.Select()
        return forms.ChoiceField(choices=choices, widget=widget, **more)
    if question.asks == "many" and question.choices is not None:
        return forms.MultipleChoiceField(choices=question.choices.choices, widget=forms.CheckboxSelectMultiple, **more)
    if question.asks in {"day", "past"}:
        return forms.DateField(widget=date_input(), **more)
    if question.asks == "number":
        return forms.IntegerField(min_value=question.least, max_value=question.most, **more)
    if question.asks == "words":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, **more)
    if question.asks == "account":
        return forms.ChoiceField(choices=[NOTHING, *colleagues(book.organisation)], **more)
    if question.asks == "thread":
        return forms.ChoiceField(choices=[NOTHING, *others(book, question.kinds)], **more)
    return forms.CharField(max_length=60, **more)


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def colleagues(organisation: Organisation) -> list[tuple[int, str]]:
    """Who works there today, by name."""
    held = Membership.objects.current().filter(organisation=organisation).values("account")
    return list(Account.objects.filter(pk__in=held, is_active=True).order_by("name").values_list("pk", "name"))


def others(book: Book, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """The open threads of these kinds, as they are called in lists."""
    return [(one.number, f"{KINDS[one.kind].label}: {line_of(one)}") for one in threads([book], *kinds, running=True)]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
