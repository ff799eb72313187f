"""What she answered to the questions behind rights, so that nothing is asked twice. Codes, numbers and days.

One thread of her case. The questions are the facts of the catalogue; "not known" is an answer and never a no. Her year
of birth is kept and not her age, which would be wrong a year later. None of it is offered to a report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.books import hers
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, rule, threads
from pakhi.cbr.vocabulary import Known, YesNo, choices_of
from pakhi.entitlements import claim_papers, known, said
from pakhi.entitlements.people import NOT_YET, Person
from pakhi.entitlements.rows import Basis, Fact
from pakhi.lib.clock import today
from pakhi.network.models import Account

FOLLOWS = frozenset({"age", "state", "state_of_offence_or_home", "state_in_pmjay"})  # worked out, never asked
ASKED_AS = {"flag": "one", "one": "one", "set": "many", "number": "number", "rupees": "number"}
DAYS = (Basis.OFFENCE, Basis.FIR, Basis.APPLICATION, Basis.AWARD, Basis.RELEASE, Basis.RESCUE)
HOME_GENDER = {"woman": "female", "girl": "female", "man": "male", "boy": "male", "other": "other"}
BANDS = {"0-13": (0, 13), "14-17": (14, 17), "18-24": (18, 24), "25-34": (25, 34), "35-44": (35, 44),
         "45-59": (45, 59), "60-120": (60, 120)}  # fmt: skip

said_in = lazy(gettext, str)


def choices(fact: Fact) -> type[TextChoices] | None:
    """What a fact may be answered with."""
    if fact.kind == "flag":
        return Known
    if fact.kind in ("one", "set"):

        def labels(key: str) -> str:
            return str(Known.UNKNOWN.label) if key == Known.UNKNOWN else gettext(str(fact.labels.get(key, key)))

        open_too = (Known.UNKNOWN.value,) if fact.kind == "one" else ()
        return choices_of(f"Fact_{fact.id}", (*fact.choices, *open_too), labels) if fact.choices else None
    return None


def asked() -> list[Fact]:
    """The facts that are asked for: those that follow from something else, or that anything could answer, are not."""
    facts = known.the().facts.values()
    return [one for one in facts if one.id not in FOLLOWS and (one.kind in ("number", "rupees", "flag") or one.choices)]


def questions() -> list[Question]:
    """One question for each fact."""
    return [
        Question(
            one.id, ASKED_AS[one.kind], said_in(one.asks), choices(one),
            help=said_in(one.care) if one.care else "", most=120 if one.kind == "number" else 10**8,
            money=one.kind == "rupees",
        )
        for one in asked()
    ]  # fmt: skip


ANSWERS = kind(
    "answers", _("Answers about her rights"), "list-checks",
    Question("birth_year", "number", _("In which year was she born, as far as is known?"), least=1930, most=2100),
    *[Question(str(one), "past", said_in(said.ASK_DAY[one])) for one in DAYS],
    Question("no_fir", "one", _("Nothing has been recorded by the police yet"), YesNo),
    *questions(),
    of="case", once=True, quiet=True, ends=(), page="entitlements:asks", inside=True,
)  # fmt: skip


@rule("answers")
def born(_book: Book, said: Said, _by: Account, _thread: Thread | None) -> None:
    """Nobody was born in a year that is to come. Raises Faulty."""
    if (said.values.get("birth_year") or 0) > today().year:
        raise Faulty("birth_year")


def of_books(books: Iterable[Book]) -> Thread | None:
    """Her answers."""
    return next(iter(threads(books, ANSWERS.key)), None)


def person(books: Iterable[Book], answered: Mapping[str, Any] | None = None) -> Person:
    """Her, as the rules see her. `answered`: answers that are looked at instead of those that are kept."""
    held = list(books)
    there = of_books(held)
    return as_person(answered if answered is not None else (there.values if there else {}), claim_papers.have(held))


def as_person(values: Mapping[str, Any], papers: Iterable[str]) -> Person:
    """Answers as facts and days; what is not known is left out."""
    facts = {one.id: answer for one in asked() if (answer := fact(one, values.get(one.id))) is not None}
    dates: dict[str, dt.date | str | None] = {
        str(one): dt.date.fromisoformat(values[one]) for one in DAYS if values.get(one)
    }
    if values.get("no_fir") == YesNo.YES and str(Basis.FIR) not in dates:
        dates[str(Basis.FIR)] = NOT_YET
    if facts.get("released_bonded_labourer") is False:
        dates.setdefault(str(Basis.RELEASE), NOT_YET)
    return Person(facts, dates, frozenset(papers), values.get("birth_year") or None)


def fact(one: Fact, value: Any) -> object:
    """An answer as the rules read it; None where it is open."""
    if value in (None, "", [], Known.UNKNOWN):
        return None
    if one.kind == "flag":
        return bool(value == Known.YES)
    return frozenset(value) if one.kind == "set" else value


def proposed(book: Book) -> dict[str, tuple[Any, str]]:
    """What her case knows as codes already: question -> (answer, why). Shown to be confirmed, never assumed."""
    found: dict[str, tuple[Any, str]] = {}
    if book.gender in HOME_GENDER:
        found["sex"] = (HOME_GENDER[book.gender], gettext("from the profile of her case"))
    if book.age_band in BANDS:
        least, most = BANDS[book.age_band]
        year = (book.profile_on or today()).year
        found["birth_year"] = ("", gettext("by the profile of her case between %(first)s and %(last)s") % {
            "first": year - most - 1, "last": year - least})  # fmt: skip
    identified = next(iter(threads(hers(book), "identified")), None)
    if identified is not None and "trafficking" in str(identified.values.get("programme", "")):
        found["trafficked"] = (Known.YES.value, gettext("from how she was found"))
    return found
