"""Letters out of a case: which fit her claims, what is known for them, what she agreed may stand on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, TextChoices, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import threads
from pakhi.cbr.vocabulary import YesNo
from pakhi.entitlements import claims as written_down
from pakhi.entitlements import known as catalogue
from pakhi.entitlements.letter_words import LANGUAGES, Wording, figures, wordings
from pakhi.entitlements.letter_words import day as written
from pakhi.entitlements.letters import Known, clock_of, not_yet, picked
from pakhi.network.models import Office, Organisation
from pakhi.network.offices import placed
from pakhi.network.places import inside
from pakhi.vault import consent
from pakhi.vault.forms_person import rows, script, single
from pakhi.vault.models import Person
from pakhi.vault.reveal import LEAVES

TONGUES = {
    "bn": ("IN-WB", "IN-TR"), "te": ("IN-AP", "IN-TS"),
    "hi": ("IN-BR", "IN-CG", "IN-DL", "IN-HP", "IN-HR", "IN-JH", "IN-MP", "IN-RJ", "IN-UK", "IN-UP"),
}  # fmt: skip
LETTERS = {"en": "latn", "bn": "beng", "hi": "deva", "te": "telu"}  # the script that a language is written in
FROM_VAULT = {"name": "names", "birth": "birth", "address": "address"}  # what fills a field -> part of an identity
OFFICES = 500  # more than anybody reads; the nearest are kept
ALONE = ("rti_application", "rti_first_appeal", "rti_second_appeal", "legal_aid")  # also without a person

OWN = {"representation": _("Representation to the SP or DM"), "reminder": _("Reminder to an office")}  # no form of law
UNCHECKED = {  # what the catalogue says is not verified, in plain words
    "valid_from": _("since when it holds"), "valid_to": _("until when it holds"), "papers": _("the papers"),
    "appeal_to": _("where one appeals"), "apply_to": _("where one applies"), "eligible": _("who may have it"),
    "amounts": _("the sums"), "clocks": _("the time limits"), "gives": _("what it gives"), "office": _("the office"),
}  # fmt: skip


class Made(TextChoices):
    """A letter was made; what became of it is said in the claim."""

    MADE = "made", _("Made")


class Form(TextChoices):
    PDF = "pdf", _("To print (PDF)")
    DOCX = "docx", _("To change (DOCX)")


class Names(Mapping[str, str]):
    """Letters by id, in the reader's language."""

    def __getitem__(self, code: str) -> str:
        return name_of(wordings()[code])

    def __iter__(self) -> Iterator[str]:
        return iter(wordings())

    def __len__(self) -> int:
        return len(wordings())


def names() -> Mapping[str, str]:
    """Every letter."""
    return Names()


LETTER = kind(
    "letter", _("Letter"), "file-text",
    Question("which", "listed", _("Which letter"), begins=True, listed=names),
    Question("claim", "thread", _("For which claim"), kinds=("claim",)),
    Question("office", "office", _("To which office")),
    Question("form", "one", _("As what"), Form),
    Question("named", "one", _("Does it hold what came from the vault?"), YesNo),
    states=Made, ends=(Made.MADE.value,), line=("which",), quiet=True,
)  # fmt: skip


def name_of(wording: Wording) -> str:
    """What a letter is called on a page."""
    found = catalogue.the().letters.get(wording.id)
    return gettext(found.name) if found else str(OWN[wording.id])


def claims(books: Iterable[Book]) -> list[Thread]:
    """The claims that run, the first to fall due first."""
    found = threads(books, "claim", running=True)
    return sorted(found, key=lambda one: (one.due is None, one.due or dt.date.max))


def fits(wording: Wording, running: Iterable[Thread]) -> bool:
    """Whether a letter is for one of these claims."""
    return any(one.values.get("series") in wording.series for one in running)


def in_order(running: list[Thread], alone: bool = False) -> list[tuple[Wording, bool]]:
    """Every letter, and whether it fits a claim that runs; those that fit come first."""
    listed = [one for one in wordings().values() if not alone or one.id in ALONE]
    found = [(one, fits(one, running) or (one.about and bool(running))) for one in listed]
    return sorted(found, key=lambda pair: (not pair[1], name_of(pair[0])))


# Stages in which an office was asked for something else than at first, and the letter that asks for it.
LATER = {"job_card-work_demanded": "work_demand"}


def of_claim(claim: Thread) -> dict[str, Any]:
    """What a claim says for a letter: the office, the day it was asked, and which letter asked it."""
    series, office = claim.values.get("series", ""), claim.values.get("office", "")
    passed = [(day, LATER[stage]) for stage, day in written_down.reached(claim).items() if stage in LATER]
    if passed:
        day, asked = max(passed)
        return {"office": office, "handed_in": day.isoformat(), "about": asked}
    asked = next((one.id for one in wordings().values() if series in one.series and not one.late), "")
    return {"office": office, "handed_in": claim.values.get("asked_on", ""), "about": asked}


def tongue(organisation: Organisation) -> str:
    """The language of offices where an organisation works; English where it is none of ours."""
    state = catalogue.state_of(organisation)
    return next((code for code, states in TONGUES.items() if state in states), "en")


def reach(wording: Wording, organisation: Organisation) -> tuple[list[Office], bool]:
    """The offices that a letter may go to, the nearest first; whether there are more than are shown.

    A request for information goes to the information officer of any office.
    """
    found = Office.objects.current().filter(organisation=None)
    if wording.to and not wording.organisation_signs:
        found = found.filter(kind__in=wording.to)
    around = organisation.place.above() if organisation.place else []
    rings = [When(inside(place, "place"), then=ring) for ring, place in enumerate(around)]
    ring = Case(*rings, default=len(around), output_field=IntegerField())
    found = found.select_related("place").prefetch_related("place__names").annotate(ring=ring)
    rows = list(found.order_by("ring", "kind", "pk")[: OFFICES + 1])
    return sorted(rows[:OFFICES], key=lambda one: (one.ring, placed(one), one.pk)), len(rows) > OFFICES


def addressed(wording: Wording, office: Office | None) -> dict[str, Any]:
    """The office on the letter, in each language."""
    if office is None:
        return {}
    kind_of = wording.to[0] if wording.organisation_signs else office.kind
    lines = {code: tuple(filter(None, (office.name(code), office.place.name(code)))) for code in LANGUAGES}
    return {"kind": kind_of, "office": lines}


def may_hold(wording: Wording) -> list[str]:
    """The parts of an identity that a letter has room for; none where it is never in a survivor's name."""
    if wording.organisation_signs:
        return []
    fills = {one.fills for one in wording.fields}
    if wording.hides:
        return list(FROM_VAULT.values())
    return [part for fill, part in FROM_VAULT.items() if fill in fills or part in {"names", "address"}]


def may_leave(wording: Wording, person: Person, office: Office | None) -> list[str]:
    """The parts of her identity that this letter can hold and that she agreed may leave on paper, to this office."""
    recipient = office.code if office else ""
    return [part for part in may_hold(wording) if consent.allows(person, "export", recipient, LEAVES[part])]


def prints(wording: Wording, care_of: str) -> list[str]:
    """The parts of an identity that will stand on a letter: her address only where letters go to it, or on the sealed
    sheet.
    """
    return [part for part in may_hold(wording) if part != "address" or wording.hides or care_of == "own"]


def from_vault(contents: Mapping[str, Any], language: str) -> dict[str, str]:
    """What was revealed, as a letter fills it in: only what is known for certain."""
    address = single("address", contents.get("address") or {})
    named = [address.get(key) for key in ("village", "block", "district")]
    return {
        "name": called(rows("names", contents.get("names") or {}), language),
        "address": ", ".join(str(text) for text in named if text), "birth": born(contents.get("birth"), language),
    }  # fmt: skip


def called(found: Iterable[Mapping[str, Any]], language: str) -> str:
    """Her name for offices: the one on her papers before what she is called, in the letter's script before another."""
    texts = [one for one in found if one.get("text") and one.get("kind") != "alias"]
    best = sorted(
        texts, key=lambda one: (one.get("kind") != "official", script(str(one["text"])) != LETTERS[language])
    )  # fmt: skip
    return str(best[0]["text"]) if best else ""


def born(content: Any, language: str) -> str:
    """A day or a year of birth; nothing where it is a guess."""
    about = content if isinstance(content, Mapping) else {}
    if about.get("precision") == "day":
        try:
            return written(dt.date.fromisoformat(str(about.get("date"))), language)
        except ValueError:
            return ""
    return figures(str(about["year"]), language) if about.get("precision") == "year" and about.get("year") else ""


@dataclass(frozen=True)
class Mark:
    """What a worker has to know before the letter goes out. It stands on the page and never on the letter."""

    text: str
    fields: tuple[str, ...] = ()


def marks(wording: Wording, known: Known, language: str) -> list[Mark]:
    """What is not checked about a letter, and whether it comes too early."""
    found, early = list[Mark](), not_yet(wording, known)
    if early is not None:
        gone, limit = early
        text = gettext("Only %(gone)s days have gone, and the law gives %(limit)s. Hand it in after that.")
        found.append(Mark(text % {"gone": gone, "limit": limit}))
    listed = catalogue.the().letters.get(wording.id)
    if listed is not None and not listed.verified:
        text = gettext("These fields are from memory. Compare with the official form before handing in:")
        found.append(Mark(text, tuple(gettext(one) for one in listed.fields)))
    if listed is not None and listed.note:
        found.append(Mark(gettext(listed.note)))
    row, clock = picked(wording.limit[0] or wording.law_series, known), clock_of(wording, known)
    if row is not None and row.unverified:
        text = gettext("Not checked in “%(row)s”: %(what)s.")
        names = [str(UNCHECKED.get(one.partition(":")[0], one)) for one in row.unverified]
        found.append(Mark(text % {"row": gettext(row.name), "what": ", ".join(dict.fromkeys(names))}))
    if clock is not None and not clock.verified:
        found.append(Mark(gettext("The limit of %(days)s days is from memory.") % {"days": clock.limit}))
    if row is None or row.signed is None:
        found.append(Mark(gettext("No lawyer has signed what this letter says about the law.")))
    if language != "en":
        found.append(Mark(gettext("Nobody whose language it is has read these words yet.")))
    return found
