"""Whether a catalogue holds together: what is wrong with it, each as one sentence with its file, row and field.

What no reader could take over (`Catalogue.unread`) comes first. Then ids and dates, what rows point to, conditions,
clocks, sums and sign-offs. The sentences are in English, for those who write rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from pakhi.entitlements.conditions_checked import wrong_in
from pakhi.entitlements.rows import COUNTRY, Amount, Catalogue, Clock, Problem, Row, Sort
from pakhi.entitlements.timelines import broken
from pakhi.lib.money import rupees
from pakhi.network.kinds import kinds

COMPONENTS = ("health", "education", "legal", "livelihood", "social")
LEVELS = ("village", "village-block", "block", "sub-division", "district", "state", "state-national", "any")
ID = re.compile(r"[a-z0-9][a-z0-9-]*(@[a-z0-9][a-z0-9-]*)?")
NO_SOURCE = {"memory"}  # sources that are none
OF_A_ROW = {field.name for field in fields(Row)}

Told = Iterator[tuple[str, str]]  # field, sentence


def problems(catalogue: Catalogue) -> list[Problem]:
    """All that is wrong; empty for a catalogue that holds together."""
    found = list(catalogue.unread)
    for row in catalogue.rows:
        for check in OF_ROWS:
            found += [Problem(row.file, row.id, field, said, row.line) for field, said in check(catalogue, row)]
    found += broken(catalogue.rows)
    for part, check_part in OF_PARTS.items():
        found += [Problem(file, key, field, said) for file, key, field, said in check_part(catalogue, part)]
    return found


def missing(called: str, wanted: Iterable[str], there: Iterable[str], field: str) -> Told:
    """A sentence for each of `wanted` that is not `there`."""
    known = set(there)
    for one in wanted:
        if one not in known:
            yield field, f"There is no {called} “{one}” in the catalogue."


def _names(catalogue: Catalogue, row: Row) -> Told:
    """The row's own name and place."""
    if sum(other.id == row.id for other in catalogue.rows) > 1:
        yield "id", f"The id “{row.id}” stands on more than one row."
    if not ID.fullmatch(row.id):
        yield "id", "An id is made of small letters, digits and hyphens, with at most one @."
    if row.jurisdiction != COUNTRY and row.jurisdiction not in catalogue.states:
        yield "jurisdiction", f"The folder {row.jurisdiction} is neither {COUNTRY} nor the ISO code of a state."
    if row.component not in COMPONENTS:
        yield "component", f"“{row.component}” is none of {', '.join(COMPONENTS)}."
    for field in ("name", "gives"):
        if not getattr(row, field):
            yield field, "It is empty."
    if row.sort is Sort.NAME and not row.note:
        yield "note", "A row that nobody has researched says where it is named."


def _references(catalogue: Catalogue, row: Row) -> Told:
    """What the row points to."""
    yield from missing("kind of office", [row.office] if row.office else [], catalogue.offices, "office")
    yield from missing("paper", row.papers, catalogue.papers, "papers")
    yield from missing("source", row.sources, catalogue.sources, "sources")
    yield from missing("series", [row.followed_by] if row.followed_by else [], catalogue.by_series, "followed_by")
    if row.sort is not Sort.NAME and not row.sources:
        yield "sources", "A row names where its facts were seen."


def _status(catalogue: Catalogue, row: Row) -> Told:
    """A row that says whether another right is delivered points to it; any other row points to none."""
    if row.sort is Sort.STATUS:
        if not row.overrides:
            yield "overrides", "A status row names the series that is delivered, or not."
        elif row.overrides == row.series:
            yield "overrides", "A status row is about another series, not its own."
        else:
            yield from missing("series", [row.overrides], catalogue.by_series, "overrides")
    elif row.overrides or not row.delivers:
        yield "overrides", "Only a row of the sort “status” says whether another right is delivered."


def _conditions(catalogue: Catalogue, row: Row) -> Told:
    for sentence in wrong_in(row.eligible, catalogue.facts):
        yield "eligible", sentence


def _clocks(catalogue: Catalogue, row: Row) -> Told:
    for clock in row.clocks:
        yield from missing("event", (clock.since, clock.until), catalogue.events, f"clocks:{clock.id}")
    yield from _ticking(catalogue, row.clocks)


def _ticking(catalogue: Catalogue, clocks: Iterable[Clock]) -> Told:
    """What holds for clocks of rows and of processes."""
    listed = list(clocks)
    for id_, times in Counter(clock.id for clock in listed).items():
        if times > 1:
            yield f"clocks:{id_}", f"Two clocks are called “{id_}”."
    for clock in listed:
        yield from missing("actor", [clock.who], catalogue.actors, f"clocks:{clock.id}")
        if not clock.basis:
            yield f"clocks:{clock.id}", "A clock says where its limit comes from."
        if clock.limit is None and clock.verified:
            yield f"clocks:{clock.id}", "Where no limit was found, nothing was verified."


def _sums(_catalogue: Catalogue, row: Row) -> Told:
    """Sums are ranges; of one key only one holds on a day."""
    for amount in row.amounts:
        if amount.least is not None and amount.most is not None and amount.least > amount.most:
            least, most = rupees(amount.least), rupees(amount.most)
            yield f"amounts:{amount.key}", f"The least, {least}, is more than the most, {most}."
        if amount.valid_from and amount.valid_to and amount.valid_from > amount.valid_to:
            yield f"amounts:{amount.key}", "Its first day is after its last day."
    for key in {amount.key for amount in row.amounts}:
        same = [amount for amount in row.amounts if amount.key == key]
        if any(_meet(one, other) for at, one in enumerate(same) for other in same[at + 1 :]):
            yield f"amounts:{key}", f"Two sums called “{key}” hold on the same day."


def _meet(one: Amount, other: Amount) -> bool:
    """Whether two sums hold on one day."""
    ends_before = one.valid_to and other.valid_from and one.valid_to < other.valid_from
    begins_after = one.valid_from and other.valid_to and other.valid_to < one.valid_from
    return not (ends_before or begins_after)


def _checked(_catalogue: Catalogue, row: Row) -> Told:
    """Who looked at the row, what of it is not verified, and whether a lawyer signed."""
    keys = {amount.key for amount in row.amounts}
    for name in row.unverified:
        field, _, part = name.partition(":")
        if field not in OF_A_ROW:
            yield "unverified", f"A row has no field “{field}”."
        elif field == "amounts" and part and part not in keys:
            yield "unverified", f"The row has no sum called “{part}”."
    if row.sort is not Sort.NAME:
        if row.checked_on is None:
            yield "checked_on", "A row says on which day it was checked."
        if not row.checked_by:
            yield "checked_by", "A row says how it was checked, and by whom."
    if row.verified and not set(row.sources) - NO_SOURCE:
        yield "verified", "What comes from memory alone is not verified."
    if row.signed is None:
        return
    if not row.signed.by:
        yield "signed", "A sign-off has the lawyer's name."
    if row.signed.on is None:
        yield "signed", "A sign-off has its day."
    elif row.checked_on and row.signed.on < row.checked_on:
        yield "signed", "The row was checked again after it was signed; the lawyer has to look at it anew."


OF_ROWS: tuple[Callable[[Catalogue, Row], Told], ...] = (
    _names, _references, _status, _conditions, _clocks, _sums, _checked,
)  # fmt: skip

Parted = Iterator[tuple[str, str, str, str]]  # file, id, field, sentence


def _facts(catalogue: Catalogue, part: str) -> Parted:
    for fact in catalogue.facts.values():
        if fact.kind == "one" and len(fact.choices) < 2:
            yield f"{part}.yaml", fact.id, "choices", "A fact of the kind “one” has at least two choices."
        if fact.kind not in ("one", "set") and fact.choices:
            yield f"{part}.yaml", fact.id, "choices", f"A fact of the kind “{fact.kind}” has no choices."
        if not fact.asks.endswith("?"):
            yield f"{part}.yaml", fact.id, "asks", "What is put to her is a question."


def _offices(catalogue: Catalogue, part: str) -> Parted:
    for office in catalogue.offices.values():
        if office.level not in LEVELS:
            yield f"{part}.yaml", office.id, "level", f"“{office.level}” is none of {', '.join(LEVELS)}."
        if office.known and office.known not in kinds():
            yield f"{part}.yaml", office.id, "known", f"The directory of offices has no kind “{office.known}”."


def _papers(catalogue: Catalogue, part: str) -> Parted:
    for paper in catalogue.papers.values():
        wanted = [paper.from_office] if paper.from_office else []
        for field, said in missing("kind of office", wanted, catalogue.offices, "from_office"):
            yield f"{part}.yaml", paper.id, field, said
        for field, said in missing("paper", paper.instead, catalogue.papers, "instead"):
            yield f"{part}.yaml", paper.id, field, said


def _actors(catalogue: Catalogue, _part: str) -> Parted:
    for actor in catalogue.actors.values():
        for field, said in missing(
            "kind of office", [actor.office] if actor.office else [], catalogue.offices, "office"
        ):
            yield "clocks.yaml", actor.id, field, said


def _processes(catalogue: Catalogue, part: str) -> Parted:
    for process in catalogue.processes.values():
        file = f"{part}/{process.id}.yaml"
        ends = [state for move in process.moves for state in move]
        told = [
            *missing("state", ends, process.states, "moves"),
            *_ticking(catalogue, process.clocks),
            *missing("series", process.series, catalogue.by_series, "series"),
            *missing("source", process.sources, catalogue.sources, "sources"),
        ]
        for clock in process.clocks:
            told += missing("state", (clock.since, clock.until), process.states, f"clocks:{clock.id}")
        for field, said in told:
            yield file, process.id, field, said


def _letters(catalogue: Catalogue, part: str) -> Parted:
    for letter in catalogue.letters.values():
        for field, said in missing("source", letter.sources, catalogue.sources, "sources"):
            yield f"{part}/{letter.id}.yaml", letter.id, field, said
        if not letter.fields:
            yield f"{part}/{letter.id}.yaml", letter.id, "fields", "A letter has at least one field."


def _states(catalogue: Catalogue, part: str) -> Parted:
    with_rows = {row.jurisdiction for row in catalogue.rows if row.sort is not Sort.NAME}
    for state in catalogue.states.values():
        if state.researched and state.code not in with_rows:
            yield f"{part}.yaml", state.code, "researched", "It is marked as researched, but has no row."


OF_PARTS: dict[str, Callable[[Catalogue, str], Parted]] = {
    "facts": _facts, "offices": _offices, "papers": _papers, "actors": _actors, "processes": _processes,
    "letters": _letters, "states": _states,
}  # fmt: skip
