"""Whether the dated rows of law/ fit each other and the words of this room; what is wrong is said in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from pakhi.legal import law
from pakhi.legal.law import Clock, Row, Track

LONGEST_STATE = 16  # signs, as cbr/models/step.py keeps them
UNITS = {"days", "hours", "working_days"}
PICKED = {"fir", "event"}
CHANGE = dt.date(2024, 7, 1)  # the day on which the new codes began
FILES = ("tracks", "clocks", "sections", "routes", "judgments")


def problems(states: Mapping[str, Iterable[str]], rights: Iterable[str], matters: Iterable[str]) -> list[str]:
    """Everything that is wrong. `states`: kind -> the states that it can have; `rights`, `matters`: known keys."""
    known = {kind: set(keys) for kind, keys in states.items()}
    return [
        *signed_somewhere(), *of_tracks(known), *of_clocks(known, set(rights)), *of_sections(), *of_routes(known),
        *of_judgments(set(matters)),
    ]  # fmt: skip


def signed_somewhere() -> Iterator[str]:
    """Every file says when it was read and who signed it, and each row where it is from."""
    for name in FILES:
        data = law.read(name)
        if "signed" not in data or not isinstance(data.get("checked_on"), dt.date):
            yield f"{name}.yaml does not say when it was read and who signed it."
        for row in rows_in(data):
            unknown = set(row.get("source", ())) - set(law.sources())
            if not row.get("source") or unknown or not isinstance(row.get("verified"), bool):
                yield f"{name}.yaml: {row.get('key', row)} needs a source that is known, and verified: true or false."
            elif row["verified"] and set(row["source"]) == {"memory"}:
                yield f"{name}.yaml: {row.get('key', row)} is from memory and cannot be verified."


def rows_in(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [row for part in data.values() if isinstance(part, list) for row in part]


def of_tracks(known: Mapping[str, set[str]]) -> Iterator[str]:
    for track in law.tracks().values():
        states = known.get(track.key)
        if states is None:
            yield f"There is no kind of thread {track.key}."
        elif states != set(track.states):
            yield f"{track.key}: the states {sorted(states ^ set(track.states))} stand in one place only."
        yield from of_moves(track)


def of_moves(track: Track) -> Iterator[str]:
    for was, now in track.moves.items():
        if len(was) > LONGEST_STATE:
            yield f"{track.key}: {was} is longer than {LONGEST_STATE} signs."
        for one in now:
            if one not in track.moves:
                yield f"{track.key}: {was} leads to {one}, which is no state."
    for was, one in track.own:
        if one not in track.moves.get(was, ()):
            yield f"{track.key}: {was} to {one} is said to be our own, but is no move."
    if set(track.line) - set(track.moves):
        yield f"{track.key}: the line has a state that the track has not."


def of_clocks(known: Mapping[str, set[str]], rights: set[str]) -> Iterator[str]:
    for clock in law.clocks():
        if clock.since not in known.get(clock.track, ()):
            yield f"{clock.key}: {clock.track} has no state {clock.since}."
        if set(clock.until) - known.get(clock.until_track, set()):
            yield f"{clock.key}: {clock.until_track} has not all of {', '.join(clock.until)}."
        if clock.unit not in UNITS or clock.picked_by not in PICKED or not clock.basis:
            yield f"{clock.key}: its unit, its basis or what picks it is not as it should be."
        if clock.right and clock.right not in rights:
            yield f"{clock.key}: {clock.right} is no right that this room knows."
        if clock.limit is not None and clock.limit < 0:
            yield f"{clock.key}: no limit is below nothing."
    yield from in_turn(law.clocks())


def in_turn(clocks: Iterable[Clock]) -> Iterator[str]:
    """No day has two versions of one row. The versions of a row share their key but for an ending."""
    families: dict[str, list[Row]] = {}
    for clock in clocks:
        families.setdefault(clock.key.removesuffix("-before"), []).append(clock)
    for name, rows in families.items():
        for one, other in pairwise(sorted(rows, key=lambda row: row.first)):
            if one.last >= other.first:
                yield f"{name}: two versions hold on {other.first}."
            elif other.first != one.last + dt.timedelta(days=1):
                yield f"{name}: nothing holds between {one.last} and {other.first}."


def of_sections() -> Iterator[str]:
    known = law.sections()
    for one in known.values():
        if one.code not in law.codes():
            yield f"{one.key}: {one.code} is no code of the list."
        if one.first > one.last:
            yield f"{one.key} ends before it begins."
        if (one.code == "IPC" and one.last >= CHANGE) or (one.code == "BNS" and one.first != CHANGE):
            yield f"{one.key}: the old code ends, and the new one begins, on {CHANGE}."
        if one.pair and (one.pair not in known or {one.code, known[one.pair].code} != {"IPC", "BNS"}):
            yield f"{one.key}: {one.pair} is no section of the other code."


def of_routes(known: Mapping[str, set[str]]) -> Iterator[str]:
    fir = law.tracks()["fir"]
    for step in law.routes()[0]:
        if step.start not in known.get("fir", ()) or not fir.lawful(step.start, step.to):
            yield f"The route {step.key} leads from {step.start} to {step.to}, which the law does not know."
    for days in ((CHANGE - dt.timedelta(days=1)), CHANGE):
        if sum(one.holds(days) for one in law.routes()[1]) != 1:
            yield f"On {days} it is not said once what duty an officer has."


def of_judgments(matters: set[str]) -> Iterator[str]:
    for row in law.read("judgments")["judgments"]:
        if not row.get("about") or set(row["about"]) - matters:
            yield f"{row['key']}: it is about something that this room has no word for."
        if not all(row.get(part, {}).get("en") for part in ("court", "helps")):
            yield f"{row['key']}: say in English which court it was, and what it helps to argue."
        if len(str(row.get("day", ""))) not in {4, 7, 10}:
            yield f"{row['key']}: its day is a day, a month or a year."
