"""A letter to an office, filled in with what is known. What is not known is a dotted line for a hand, never invented.

No database: whoever asks hands in what is known. Pages, PDF and DOCX are made from the same `Letter`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string

from pakhi.entitlements import known as catalogue
from pakhi.entitlements.letter_words import BLANK, Part, Wording, common, day, figures, filled, label, offices, wordings
from pakhi.entitlements.rows import Clock, Row

BOTH = (
    "office_copy", "own_copy", "day", "place", "particulars", "papers", "name", "address", "signature", "thumb",
    "witness", "receipt", "papers_count", "receipt_number", "receipt_day", "receiver", "seal", "sealed", "x", "birth",
)  # fmt: skip
OLD_LAW = dt.date(2024, 6, 30)  # the last day of the Indian Penal Code
CARE = ("", "own", "organisation", "dlsa", "lawyer")


@dataclass(frozen=True)
class Known:
    """What is known when a letter is made.

    `office`: language -> the lines of the office's name and place, or none. `day`: of the letter; `handed_in`: of what
    it follows; `now`: up to when days are counted; `offence`: its day. `about`: id of the letter it speaks of.
    `care_of`: one of CARE. `name`, `address` and `birth`: from the vault, as far as she agreed; empty otherwise.
    `asker`: who signs what is never in a survivor's name.
    """

    kind: str = ""
    office: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: dt.date | None = None
    handed_in: dt.date | None = None
    now: dt.date | None = None
    offence: dt.date | None = None
    about: str = ""
    care_of: str = ""
    organisation: str = ""
    name: str = ""
    address: str = ""
    birth: str = ""
    asker: str = ""


@dataclass(frozen=True)
class Filled:
    """A field with its label. `text`: what is known; `space`: lines for a hand; `choices`: what is marked by hand."""

    label: str
    text: str
    space: int
    choices: tuple[str, ...] = ()

    @property
    def lines(self) -> range:
        """The lines that are ruled, for a template."""
        return range(self.space)


@dataclass(frozen=True)
class Letter:
    """A letter in one language, ready to print. `words`: what stands on every letter; `sealed`: who X is; `beside`: the
    same letter in English, whose sentences follow.

    `name` and `address` are empty, and `day` is a dotted line, where a hand writes them.
    """

    id: str
    language: str
    words: Mapping[str, str]
    to: tuple[str, ...]
    day: str
    subject: str
    law: str
    paragraphs: tuple[str, ...]
    asks: tuple[str, ...]
    rows: tuple[Filled, ...]
    papers: tuple[str, ...]
    name: str
    address: str
    received: str
    sealed: tuple[Filled, ...] = ()
    beside: Letter | None = None


def compose(wording: Wording, known: Known, language: str) -> Letter:
    """The letter in a language."""
    words = {key: text[language] for key, text in common().items()}
    says = said(wording, known, language)
    subject = filled(wording.subject[language], **says)
    name, address = signer(wording, known, words)
    return Letter(
        wording.id, language, words, addressed(wording, known, language), day(known.day, language), subject,
        says["law"], tuple(filled(part.text[language], **says) for part in wording.body if holds(part, known, says)),
        tuple(text[language] for text in wording.asks), particulars(wording, known, language, name, address),
        tuple(text[language] for text in wording.papers), name, address,
        filled(words["received"], subject=subject),
        sealed(known, words) if wording.hides else (),
    )  # fmt: skip


def bilingual(wording: Wording, known: Known, language: str) -> Letter:
    """The letter in the state's language, with English beside every label and below the sentences."""
    letter, beside = compose(wording, known, language), compose(wording, known, "en")
    if language == "en":
        return letter
    words = {**letter.words, **{key: f"{letter.words[key]} / {beside.words[key]}" for key in BOTH}}
    papers = tuple(f"{one} / {other}" for one, other in zip(letter.papers, beside.papers, strict=True))
    hidden = sealed(known, words) if wording.hides else ()
    return replace(
        letter, words=words, papers=papers, rows=paired(letter.rows, beside.rows), sealed=hidden, beside=beside
    )


def paired(rows: tuple[Filled, ...], others: tuple[Filled, ...]) -> tuple[Filled, ...]:
    """Fields with their labels and choices in two languages."""
    return tuple(
        replace(
            one, label=f"{one.label} / {other.label}",
            choices=tuple(f"{here} / {there}" for here, there in zip(one.choices, other.choices, strict=True)),
        )
        for one, other in zip(rows, others, strict=True)
    )  # fmt: skip


def said(wording: Wording, known: Known, language: str) -> dict[str, str]:
    """What the sentences are filled with; empty where it is not known."""
    spoken_of = wordings().get(known.about) if wording.about else wording
    about = spoken_of.matter[language] if spoken_of else ""
    gone = days_gone(known)
    clock = clock_of(spoken_of, known) if spoken_of else None
    return {
        "law": law(spoken_of, known, language) if spoken_of else "", "about": about,
        "handed_in": day(known.handed_in, language) if known.handed_in else "",
        "gone": figures(str(gone), language) if gone is not None else "",
        "limit": figures(str(clock.limit), language) if clock else "",
    }  # fmt: skip


def days_gone(known: Known) -> int | None:
    """How many days have gone since something was handed in; None where the day is not known."""
    if known.handed_in is None or known.now is None:
        return None
    return (known.now - known.handed_in).days


def picked(series: str, known: Known) -> Row | None:
    """The version of a right on the day that counts: that of handing in, of the letter, or today."""
    on = known.handed_in or known.day or known.now
    return catalogue.row_of(series, on) if on and series else None


def law(wording: Wording, known: Known, language: str) -> str:
    """The law that a letter names; empty for a version of which no words are there."""
    if not wording.by_row:
        return wording.law.get(language, "")
    row = picked(wording.law_series, known)
    return wording.by_row[row.id][language] if row and row.id in wording.by_row else ""


def clock_of(wording: Wording, known: Known) -> Clock | None:
    """The limit of the law in days, by the catalogue; None where it has none."""
    series, name = wording.limit
    row = picked(series, known)
    found = [one for one in row.clocks if one.id == name and one.unit == "days" and one.limit] if row else []
    return found[0] if found else None


def holds(part: Part, known: Known, says: Mapping[str, str]) -> bool:
    """Whether a paragraph belongs into this letter."""
    if part.when in {"old", "new", "unknown"}:
        code = "unknown" if known.offence is None else "old" if known.offence <= OLD_LAW else "new"
        return part.when == code
    return not part.when or bool(says[part.when])


def addressed(wording: Wording, known: Known, language: str) -> tuple[str, ...]:
    """The lines of the address: who, and the office with its place."""
    kind = known.kind or (wording.to[0] if wording.to else "")
    who = offices().get(kind) or common()["head_of_office"]
    return (who[language], *(known.office.get(language) or (BLANK, BLANK)))


def signer(wording: Wording, known: Known, words: Mapping[str, str]) -> tuple[str, str]:
    """Name and address under a letter; empty is a dotted line."""
    care = {
        "organisation": known.organisation, "dlsa": words["the_dlsa"],
        "lawyer": filled(words["the_lawyer"], blank=BLANK),
    }.get(known.care_of, "")  # fmt: skip
    address = filled(words["care_of"], who=care) if care else ""
    if wording.organisation_signs:
        return known.asker, address
    if wording.hides:
        return words["hidden"], address
    return known.name, address or (known.address if known.care_of == "own" else "")


def particulars(wording: Wording, known: Known, language: str, name: str, address: str) -> tuple[Filled, ...]:
    """The fields that are listed, as far as they are known."""
    asker = ", ".join(filter(None, [name, address])) if name else ""
    fills = {
        "name": name, "address": address, "asker": name, "asker_address": asker,
        "birth": "" if wording.hides else known.birth,
        "handed_in": day(known.handed_in, language) if known.handed_in else "",
    }  # fmt: skip
    return tuple(
        Filled(
            label(wording.id, one.key, language), fills.get(one.fills, ""), one.space,
            tuple(choice[language] for choice in one.choices),
        )
        for one in wording.fields if one.place == "row"
    )  # fmt: skip


def sealed(known: Known, words: Mapping[str, str]) -> tuple[Filled, ...]:
    """The sheet that goes into an envelope: who X is."""
    return (
        Filled(words["x"], known.name, 1), Filled(words["birth"], known.birth, 1),
        Filled(words["address"], known.address, 3),
    )  # fmt: skip


def receipt(letter: Letter) -> tuple[Filled, ...]:
    """What the office fills in on the part that is torn off."""
    blank = ("papers_count", "receipt_number", "receipt_day", "receiver", "seal")
    return tuple(Filled(letter.words[key], "", 2 if key == "seal" else 1) for key in blank)


def page(letters: Sequence[Letter]) -> str:
    """Letters as a page for the press: of each a copy for the office, one to keep, its receipt, its sealed sheet."""
    made = [(letter, receipt(letter)) for letter in letters]
    return render_to_string("entitlements/letter_paper.html", {"letters": made, "first": letters[0]})


def not_yet(wording: Wording, known: Known) -> tuple[int, int] | None:
    """(days gone, days of the law) where a letter about lateness comes before the time of the law is over."""
    spoken_of = wordings().get(known.about) if wording.about else wording
    clock, gone = (clock_of(spoken_of, known) if spoken_of else None), days_gone(known)
    if not wording.late or clock is None or clock.limit is None or gone is None or gone > clock.limit:
        return None
    return gone, clock.limit
