"""The form of a step, made from the declaration of its kind: nothing is asked twice in two places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.cbr.choosing import OfficeField
from pakhi.cbr.given import doers
from pakhi.cbr.kinds import KINDS, LABEL, MOST, Faulty, Kind, Question
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import EARLIEST, Said, new_number, threads
from pakhi.cbr.telling import answer, line_of
from pakhi.cbr.unseen import seen
from pakhi.cbr.vocabulary import GROUPS
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership, Organisation, Place
from pakhi.network.places import pick
from pakhi.vault.models import SealedFile

REASONS = ("why", "over", "why_not")  # questions that an end is written with
NOTHING = ("", gettext_lazy("Not said"))
SENTENCES = {
    "missing": gettext_lazy("This has to be answered."),
    "late": gettext_lazy("This day has not come yet."),
    "early": gettext_lazy("This is too long ago. Look at the year again."),
    "over": gettext_lazy("This day is over. Choose one that is still to come."),
    "far": gettext_lazy("This is too far ahead. Look at the year again."),
    "alone": gettext_lazy("Two of these answers do not go together: “nobody” or “nothing” stands alone."),
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
        offered = {name: value for name, value in held.items() if name not in made.fresh}
        super().__init__(data, initial={**offered, **start, **(initial or {})})
        self.made, self.book, self.thread = made, book, thread
        self.over: list[str] = []
        wanted = None if asked is None else set(asked)
        for question in made.questions:
            if question.name in wanted if wanted is not None else not (question.later and thread is None):
                self.fields[question.name] = field_of(question, book, begins=thread is None)
                still(self.fields[question.name], question, held.get(question.name), book)
        self.fixed = self.settled(held)
        if len(made.states.values) > 1:
            self.fields["state"] = forms.ChoiceField(
                label=_("Where it stands"), choices=made.states.choices, required=False, initial=made.first,
                widget=forms.RadioSelect,
            )  # fmt: skip
        self.fields["day"] = forms.DateField(label=_("On which day?"), widget=date_input())
        self.fields["number"] = forms.CharField(widget=forms.HiddenInput, max_length=40)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def begins(self) -> None:
        """Offer only states in which a thread begins; those in which it ends, with their reasons, stand apart (`over`),
        for what was over already when somebody heard of it.
        """
        made, field = self.made, self.fields.get("state")
        if field is None:
            return
        first = [one for one in made.states.choices if made.running(one[0]) and one[0] not in made.never_first]
        ends = [one for one in made.states.choices if not made.running(one[0])]
        field.choices = first  # type: ignore[attr-defined]  # a choice
        if len(first) < 2:
            del self.fields["state"]
        if not ends:
            return
        why = [one for one in made.questions if one.later and one.name in REASONS and one.name not in self.fields]
        self.fields["ended"] = forms.ChoiceField(
            label=_("How it ended"), choices=[("", _("It is not over")), *ends], required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip
        for question in why:
            self.fields[question.name] = field_of(question, self.book, begins=False)
        self.over = ["ended", *(one.name for one in why)]

    def settled(self, held: Mapping[str, Any]) -> list[tuple[Any, str]]:
        """(question, answer) of what makes a thread the one it is: it is read, and cannot be chosen again."""
        question, each = self.made.by_name.get(self.made.each), held.get(self.made.each)
        if not self.made.once or question is None or not each or question.name not in self.fields:
            return []
        chosen = [(each, answer(question, each))]
        self.fields[question.name] = forms.ChoiceField(
            label=str(question.label), choices=chosen, required=False, widget=forms.HiddenInput
        )
        return [(question.label, chosen[0][1])]

    def clean_day(self) -> Any:
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(SENTENCES["late"])
        if self.cleaned_data["day"] < EARLIEST:
            raise forms.ValidationError(SENTENCES["early"])
        return self.cleaned_data["day"]

    def said(self, about: str = "") -> Said:
        """The step as it was typed. Of a thread that is there, only what was changed. Raises nothing."""
        data, held = self.cleaned_data, self.thread.values if self.thread else {}
        names = [one.name for one in self.made.questions if one.asks != "words" and one.name in self.fields]
        typed = {name: plain(data[name]) for name in [*names, *(["state"] if "state" in self.fields else [])]}
        values = {
            name: value for name, value in typed.items()
            if value != held.get(name, [] if isinstance(value, list) else "") or (value and name in self.made.fresh)
        }  # fmt: skip
        for name in self.made.fresh:  # an empty one takes nothing back: it was not offered
            if not values.get(name):
                values.pop(name, None)
        if data.get("ended"):
            values["state"] = data["ended"]
        if self.made.once and self.made.each in typed:
            values[self.made.each] = typed[self.made.each] or held.get(self.made.each, "")
        return Said(
            self.made.key, values, data["day"], self.thread.number if self.thread else "", data["number"], about,
            seen=tuple(data["seen"].split()), words=data.get("words", "").strip(),
        )  # fmt: skip

    def show(self, fault: Faulty) -> None:
        """Put what a check found wrong under its question."""
        sentence = SENTENCES.get(fault.why, fault.why)
        self.add_error(fault.question if fault.question in self.fields else None, str(sentence))


def still(field: forms.Field, question: Question, held: Any, book: Book) -> None:
    """What holds stays an answer, though it is offered no more: a need that was met, a colleague who has left."""
    if question.choices is None and isinstance(field, forms.ChoiceField) and held and not field.valid_value(str(held)):
        field.choices = [*field.choices, (held, answer(question, held, book.pk))]  # type: ignore[misc]  # a list here


def field_of(question: Question, book: Book, begins: bool) -> forms.Field:
    """A question as a field."""
    more: dict[str, Any] = {
        "label": question.label, "required": begins and question.begins, "help_text": question.help,
    }  # fmt: skip
    if question.asks == "one" and question.choices is not None:
        few = len(question.choices.choices) <= 6
        choices = question.choices.choices if more["required"] and few else [NOTHING, *grouped(question)]
        widget = forms.RadioSelect() if few else forms.Select()
        return forms.ChoiceField(choices=choices, widget=widget, **more)
    if question.asks == "many" and question.choices is not None:
        return forms.MultipleChoiceField(choices=question.choices.choices, widget=forms.CheckboxSelectMultiple, **more)
    if question.asks in {"day", "past", "to_come"}:
        return forms.DateField(widget=date_input(), **more)
    if question.asks == "number":
        return forms.IntegerField(min_value=question.least, max_value=question.most, **more)
    if question.asks == "words":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, **more)
    if question.asks == "account":
        return forms.ChoiceField(choices=[NOTHING, *colleagues(book.organisation)], **more)
    if question.asks == "doer":
        return forms.ChoiceField(choices=[NOTHING, *doers(book)], **more)
    if question.asks == "thread":
        return forms.ChoiceField(choices=[NOTHING, *others(book, question.kinds)], **more)
    if question.asks == "file":
        return forms.ChoiceField(choices=[NOTHING, *papers(book)], **more)
    if question.asks == "group":
        return forms.ChoiceField(choices=[NOTHING, *groups(book)], **more)
    if question.asks == "office":
        return OfficeField(book, **more)
    if question.asks == "organisation":
        return forms.ChoiceField(choices=[NOTHING, *partners(book.organisation)], **more)
    if question.listed is not None:
        return forms.ChoiceField(choices=[NOTHING, *question.listed().items()], **more)
    if question.asks == "area":
        return forms.ChoiceField(choices=[NOTHING, *districts(book)], **more)
    near = places_near(book.organisation, question.kinds) if question.asks == "place" and question.kinds else []
    if near:
        return forms.ChoiceField(choices=[NOTHING, *near], **more)
    return forms.CharField(max_length=LABEL if question.asks == "label" else MOST, **more)


def grouped(question: Question) -> list[Any]:
    """The choices of a question; a long list that has groups stands under their names."""
    if question.choices is None or question.choices not in GROUPS:
        return list(question.choices.choices) if question.choices is not None else []
    labels = dict(question.choices.choices)
    return [(name, [(key, labels[key]) for key in keys]) for name, keys in GROUPS[question.choices]]


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def colleagues(organisation: Organisation) -> list[tuple[int, str]]:
    """Who works there today, by name."""
    held = Membership.objects.current().filter(organisation=organisation).values("account")
    return list(Account.objects.filter(pk__in=held, is_active=True).order_by("name").values_list("pk", "name"))


def others(book: Book, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """The open threads of these kinds, as they are called in lists."""
    rows = seen(threads([book], *kinds, running=True))
    return [(one.number, f"{KINDS[one.kind].label}: {line_of(one)}") for one in rows]


def papers(book: Book) -> list[tuple[str, str]]:
    """The files of her record, by what they are and their day; what they are called is sealed."""
    rows = SealedFile.objects.filter(person__code=book.person).exclude(kind=SealedFile.Kind.PROOF).order_by("-pk")
    return [(row.token, f"{row.get_kind_display()}, {date_format(row.on, 'j M Y')}") for row in rows[:MOST]]


def groups(book: Book) -> list[tuple[str, str]]:
    """The other collectives of the organisation, by what they call themselves."""
    rows = Book.objects.filter(organisation=book.organisation, kind=Book.Kind.GROUP).exclude(pk=book.pk)
    return [(one.book.code, line_of(one)) for one in threads(rows, "group", running=True)]


def partners(organisation: Organisation) -> list[tuple[str, str]]:
    """The other organisations by name, without those that only give money."""
    rows = Organisation.objects.exclude(pk=organisation.pk).exclude(kind=Organisation.Kind.FUNDER)
    return list(rows.order_by("name", "pk").values_list("code", "name"))


def places_near(organisation: Organisation, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """Places of these kinds in the district (or else the state) of an organisation; none where it has no place."""
    home = organisation.place
    within = home and (home.within(Place.Kind.DISTRICT) or home.within(Place.Kind.STATE))
    return [(place.code, place.name()) for place in pick(kinds, within)] if within else []


def districts(book: Book) -> list[tuple[str, Any]]:
    """All districts of the directory, under the names of their states; asked once for a book that is at hand."""
    if "districts" not in book.__dict__:
        book.__dict__["districts"] = listed_districts()
    rows: list[tuple[str, Any]] = book.__dict__["districts"]
    return rows


def listed_districts() -> list[tuple[str, Any]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for one in pick([Place.Kind.DISTRICT]):
        found.setdefault(one.parent_id or 0, []).append((f"{one.kind}-{one.code}", one.name()))
    return [(state.name(), found[state.pk]) for state in pick([Place.Kind.STATE]) if state.pk in found]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
