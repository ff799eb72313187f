"""The dated rows fit each other and the words of the room; and what is broken is found and said."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from pakhi.legal import law, law_check, words

STATES = {
    "fir": words.Fir.values, "survivor_track": words.Survivor.values, "accused": words.Accused.values,
    "court_track": words.Court.values, "protection": words.Protection.values, "custody": words.Custody.values,
    "lawyer": ["asked", "given", "refused", "changed", "ended"],
}  # fmt: skip
LAST_OLD, FIRST_NEW = dt.date(2024, 6, 30), dt.date(2024, 7, 1)


def problems() -> list[str]:
    return law_check.problems(STATES, words.Right.values, words.Matter.values)


@pytest.fixture
def files(monkeypatch):
    """The files as data that a test may break; what was read before is forgotten."""
    held = {name: copy.deepcopy(law.read(name)) for name in (*law_check.FILES, "sources")}
    monkeypatch.setattr(law, "read", held.__getitem__)
    cached = (law.tracks, law.clocks, law.sections, law.routes, law.sources, law.codes)
    for one in cached:
        one.cache_clear()
    yield held
    monkeypatch.undo()
    for one in cached:
        one.cache_clear()


def test_the_rows_as_they_are_shipped_have_no_problem():
    assert problems() == []


def row(rows, key):
    return next(one for one in rows if one.get("key") == key)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: f["tracks"]["tracks"][0]["moves"]["concern"].append("nowhere"), "concern leads to nowhere"),
        (lambda f: f["tracks"]["tracks"][0]["moves"].update(extra=[]), "stand in one place only"),
        (lambda f: f["tracks"]["tracks"][0]["own"].append(["concern", "closed"]), "is no move"),
        (lambda f: f["clocks"]["clocks"][0].update(since="never"), "has no state never"),
        (lambda f: f["clocks"]["clocks"][0].update(unit="weeks"), "its unit"),
        (lambda f: row(f["clocks"]["clocks"], "copies").update(right="sweets"), "sweets is no right"),
        (lambda f: row(f["clocks"]["clocks"], "copies-before").update(valid_to=FIRST_NEW), "two versions hold"),
        (lambda f: row(f["clocks"]["clocks"], "copies-before").update(valid_to=dt.date(2024, 6, 1)), "nothing holds"),
        (lambda f: row(f["clocks"]["clocks"], "copies").update(source=["gazette"]), "source that is known"),
        (lambda f: row(f["clocks"]["clocks"], "legal-aid").update(source=["memory"]), "cannot be verified"),
        (lambda f: row(f["sections"]["sections"], "ipc370").update(valid_to=FIRST_NEW), "the old code ends"),
        (lambda f: row(f["sections"]["sections"], "ipc370").update(pair="ipc371"), "no section of the other code"),
        (lambda f: row(f["routes"]["steps"], "sp").update(to="closed"), "which the law does not know"),
        (lambda f: f["judgments"]["judgments"][0].update(about=["weather"]), "no word for"),
        (lambda f: f["judgments"].pop("signed"), "who signed it"),
    ],
)  # fmt: skip
def test_what_is_broken_is_said_in_a_sentence(files, spoil, says):
    spoil(files)
    assert any(says in one for one in problems()), problems()


def test_on_the_first_day_of_the_new_code_the_sections_change():
    known = law.sections()
    assert known["ipc370"].holds(LAST_OLD)
    assert not known["ipc370"].holds(FIRST_NEW)
    assert known["bns143"].holds(FIRST_NEW)
    assert not known["bns143"].holds(LAST_OLD)


def test_a_section_of_the_other_code_is_noticed_and_one_without_a_day_is_not():
    odd = [one.key for one in law.not_of_that_day(["bns143", "ipc370"], LAST_OLD)]
    assert odd == ["bns143"]
    assert law.not_of_that_day(["bns143", "ipc370"], None) == []


def test_nothing_is_signed_yet_so_nothing_is_sure():
    assert not any(one.sure for one in (*law.clocks(), *law.sections().values(), *law.routes()[0]))


def test_judgments_come_the_newest_first():
    days = [one.day for one in law.judgments()]
    assert days == sorted(days, reverse=True)
    assert len(days) > 5
