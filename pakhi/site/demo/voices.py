"""Invented voices with a known truth: what each office is really like, who is severe, and what was answered.

The truth follows the estimator's own model of the world (RATING in docs/rating.md), with a few offices that change
and a few where money is asked, so that flags have something to find. Cards of past years are made without numbers:
nobody can ever use them again.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pakhi.lib.clock import Quarter, this_quarter
from pakhi.network.kinds import kinds
from pakhi.network.models import Holder, Office
from pakhi.network.offices import offices_near
from pakhi.site.demo.network import Area, Demo
from pakhi.voice import cards, cast, invented
from pakhi.voice.models import CountingKey
from pakhi.voice.questions import questionnaire

Told = tuple[cards.Held, cast.Reply, str]
QUARTERS = 8
MEETINGS = 3.6  # offices that one survivor rates in a quarter, on average
STEPS = np.array([-1.3, -0.2, 0.9])
MODES = ("phone", "kiosk", "peer")
MODE_SHARE = (0.45, 0.35, 0.20)
MODE_EFFECT = {"phone": 0.0, "kiosk": 0.1, "peer": 0.4}
WORDS = (
    "They gave me water and a chair.", "I came three times for one paper.", "দিদি ভালো করে বুঝিয়ে দিলেন।",
    "उन्होंने मेरी बात सुनी।", "వాళ్ళు నన్ను చాలాసేపు వేచి ఉంచారు.", "She asked everybody else to leave the room first.",
)  # fmt: skip


@dataclass
class Made:
    """How many ballots were sealed, how many of them are of the open quarter, and the truth behind them."""

    cast: int = 0
    open: int = 0
    truth: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Survivor:
    """A voice: a block, a severity, a way of answering."""

    area: Area
    near: list[tuple[Office, list[Holder]]]
    weights: np.ndarray[Any, np.dtype[np.float64]]
    severity: float


def make(demo: Demo, key: CountingKey, seed: int) -> Made:
    """Seal the ballots of eight past quarters and of the running one."""
    rng = np.random.default_rng(seed)
    quarters = [this_quarter().plus(step) for step in range(-QUARTERS, 1)]
    seats = {office.code: [h for h in demo.holders if h.post.office_id == office.pk] for office in demo.offices}
    states, harm = world(rng, demo, quarters)
    people = [person for area in demo.areas for person in survivors(rng, demo, area, seats)]
    made = Made(truth={"states": states, "money": harm, "severity": [p.severity for p in people]})
    roots: dict[tuple[int, int], bytes] = {}
    for number, quarter in enumerate(quarters):
        told: list[Told] = []
        for index, person in enumerate(people):
            if rng.random() < 0.15:
                continue
            root = roots.setdefault((index, quarter.year), os.urandom(32))
            held = cards.Held(root, person.area.organisation.code)
            told += [(held, reply, mode) for reply, mode in meet(rng, person, quarter, states, harm, number)]
        made.open = invented.put(key, quarter, told)
        made.cast += made.open
    old_cards(demo, people, roots, quarters)
    return made


def world(
    rng: np.random.Generator, demo: Demo, quarters: list[Quarter]
) -> tuple[dict[str, list[float]], dict[str, float]]:
    """The true state of every office and holder in each quarter (logits), and how often money is asked."""
    by_kind = {kind: rng.normal(0, 0.4) for kind in sorted({o.kind for o in demo.offices})}
    states, harm = {}, {}
    for office in demo.offices:
        level = by_kind[office.kind] + rng.normal(0, 0.45)
        harm[office.code] = float(rng.beta(1, 18) if rng.random() < 0.85 else rng.beta(5, 10))
        for code, spread in [
            (office.code, 0.0),
            *[(h.code, 0.5) for h in demo.holders if h.post.office_id == office.pk],
        ]:
            walk = np.cumsum(rng.normal(0, 0.1, len(quarters)))
            turn = np.linspace(0, rng.choice([-1.2, 1.2]), len(quarters)) if rng.random() < 0.06 else 0.0
            states[code] = [float(x) for x in 0.6 + level + rng.normal(0, spread) + walk + turn]
    return states, harm


def survivors(
    rng: np.random.Generator, demo: Demo, area: Area, seats: dict[str, list[Holder]]
) -> list[Survivor]:  # fmt: skip
    """The collective of one organisation: each lives in one of its blocks and meets what is near."""
    near = {}
    for block in area.blocks:
        found = [
            o for f in {k.family for k in kinds().values()} for o in offices_near(block, family=f, room=demo.network)
        ]
        own = {o.code: (o, seats.get(o.code, [])) for o in found if o.organisation_id in (None, area.organisation.pk)}
        near[block.pk] = [own[code] for code in sorted(own)]  # by code: the same seed gives the same voices
    people = []
    for _number in range(area.survivors):
        block = area.blocks[int(rng.integers(len(area.blocks)))]
        reach = near[block.pk]
        weights = np.array([liking(office, block.pk) for office, _s in reach]) * rng.gamma(1.2, 1.0, len(reach))
        people.append(Survivor(area, reach, weights / weights.sum(), float(rng.normal(0, 0.7))))
    return people


def liking(office: Office, block: int) -> float:
    """How often an office of a kind is met: the own CBO and the block's offices more than those far away."""
    if office.organisation_id:
        return 8.0
    wide = {"block": 3.0, "village": 0.8, "district": 0.7}
    return wide.get(kinds()[office.kind].level.split("-")[0], 0.5) * (1.0 if office.place_id != block else 1.5)


def meet(
    rng: np.random.Generator, person: Survivor, quarter: Quarter, states: dict[str, list[float]],
    harm: dict[str, float], number: int,
) -> list[tuple[cast.Reply, str]]:  # fmt: skip
    """What one survivor says in one quarter, and how."""
    many = min(int(rng.poisson(MEETINGS)), len(person.near))
    if not many:
        return []
    out = []
    for place in rng.choice(len(person.near), size=many, replace=False, p=person.weights):
        office, seats = person.near[int(place)]
        present = [h for h in seats if sits(h, quarter)]
        holder = present[int(rng.integers(len(present)))].code if present and rng.random() < 0.7 else ""
        mode = MODES[int(rng.choice(len(MODES), p=MODE_SHARE))]
        logit = states[holder or office.code][number] + person.severity + MODE_EFFECT[mode] + rng.normal(0, 0.6)
        out.append((cast.Reply(office.code, holder, *answer(rng, logit, harm[office.code])), mode))
    return out


def sits(holder: Holder, quarter: Quarter) -> bool:
    """Whether somebody held the post on the quarter's last day."""
    day = min(quarter.last_day, dt.date.today())  # noqa: DTZ011 - a day to compare with, not a moment
    return holder.valid_from <= day and (holder.valid_to is None or holder.valid_to >= day)


def answer(
    rng: np.random.Generator, logit: float, harm: float
) -> tuple[dict[str, int], dict[str, bool], tuple[str, ...], str]:
    """Faces by a partial-credit model with items of different difficulty; yes and no; themes; rarely words."""
    asked = questionnaire()
    items = {}
    for place, question in enumerate(asked.items):
        if rng.random() < 0.08:
            continue
        total = np.concatenate([[0.0], np.cumsum(logit - (place - 3.5) * 0.15 - STEPS)])
        chance = np.exp(total - total.max())
        items[question.key] = 1 + int(rng.choice(4, p=chance / chance.sum()))
    good = 1 / (1 + np.exp(-logit))
    yesno = {
        "money": bool(rng.random() < harm), "turned_away": bool(rng.random() < 0.25 * (1 - good)),
        "told_others": bool(rng.random() < 0.06 * (1 - good)), "go_again": bool(rng.random() < 0.3 + 0.65 * good),
    }  # fmt: skip
    themes = tuple(q.key for q in asked.themes if rng.random() < (0.30 * good if q.good else 0.30 * (1 - good)))
    words = str(rng.choice(WORDS)) if rng.random() < 0.04 else ""
    return items, {key: value for key, value in yesno.items() if rng.random() < 0.9}, themes, words


def old_cards(demo: Demo, people: list[Survivor], roots: dict[tuple[int, int], bytes], quarters: list[Quarter]) -> None:
    """Stacks and cards behind the invented voices, one stack a collective and year."""
    for year in sorted({quarter.year for quarter in quarters}):
        until = min(Quarter(year, 4), this_quarter().plus(3))
        for area in demo.areas:
            mine = [roots[i, year] for i, p in enumerate(people) if p.area is area and (i, year) in roots]
            leaders = {"leader_one": area.leaders[0], "leader_two": area.leaders[-1]}
            if mine:
                printed = {"printed_by": demo.accounts["devi"], **leaders}
                invented.old_stack(area.organisation, mine, year, until, printed)
