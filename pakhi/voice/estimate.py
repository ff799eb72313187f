"""From counted rows to the figures that leave: the estimator's view, tallies, batches and flags, as fact rows.

Called by the counting table alone, with rows in memory. The rows that come out follow the schemas of facts.py. A
tally of fewer than five people stays behind: nobody may see it, and it would be somebody's ballot in the clear.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import fmean
from types import SimpleNamespace
from typing import Any

from pakhi.lib.circles import INSIDE, theme
from pakhi.network.models import Office, Organisation, Place
from pakhi.network.places import lines
from pakhi.rating.flags import Flag, flags
from pakhi.rating.outcome import Fit, fit
from pakhi.rating.rates import rates
from pakhi.rating.table import BadRatings, from_columns
from pakhi.voice.cast import MODES
from pakhi.voice.questions import FACES, questionnaire

Row = dict[str, Any]
Rows = list[Row]
DRAWS = 400


class Desks:
    """What the estimator must know of offices: kind, district and, for own desks, whose they are."""

    def __init__(self) -> None:
        offices = list(Office.objects.select_related("organisation"))
        line = lines({office.place_id for office in offices})
        self.kind = {o.code: o.kind for o in offices}
        self.organisation = {o.code: o.organisation.code if o.organisation else "" for o in offices}
        self.district = {o.code: self._district(line[o.place_id]) for o in offices}

    @staticmethod
    def _district(line: list[Place]) -> str:
        return next((place.code for place in line if place.kind == Place.Kind.DISTRICT), "")


def people(rows: Iterable[Row]) -> int:
    """How many different people rows come from."""
    return len({row["rater"] for row in rows})


def about(row: Row) -> str:
    """The one that a row is about: the holder if one was named, else the office."""
    return str(row["holder"] or row["office"])


def tables(
    room: Organisation, rows: Rows, counting: Row, cards: dict[str, int], before: Rows | None = None
) -> dict[str, Rows]:
    """All fact tables of a counting. `counting` has the last `quarter` and how many ballots were `refused`;
    `before` are the flags of the counting before, for a flag is confirmed when it holds twice.
    """
    desks = Desks()
    rows = sorted(
        (row for row in rows if row["office"] in desks.kind),
        key=lambda row: (row["rater"], about(row), row["quarter"]),
    )
    head = {"room": room.code, "counted": counting["quarter"]}
    out = {
        "voice_count": list(_counts(rows, head, counting, cards)),
        "voice_yesno": list(_yesno(rows, head, desks)),
        "voice_theme": list(_themes(rows, head)),
        "voice_batch": list(_batches(rows, head)),
        "voice_estimate": [], "voice_item": [], "voice_flag": [],
    }  # fmt: skip
    fitted = _fit(rows, desks)
    if fitted is not None:
        out["voice_estimate"] = list(_estimates(fitted, head, desks, rows))
        out["voice_item"] = list(_items(fitted, head, rows))
        out["voice_flag"] = list(_flags(fitted, head, before or []))
    return out


def _fit(rows: Rows, desks: Desks) -> Fit | None:
    """The fitted model, or None while there is nothing to compare (one rater, one office)."""
    answers = [(row, item, face) for row in rows for item, face in row["items"].items() if face in FACES]
    try:
        ratings = from_columns(
            rater=[str(row["rater"]) for row, _i, _f in answers],
            ratee=[about(row) for row, _i, _f in answers],
            score=[face for _r, _i, face in answers],
            item=[item for _r, item, _f in answers],
            mode=[row["mode"] for row, _i, _f in answers],
            period=[row["quarter"] for row, _i, _f in answers],
            office=[row["office"] for row, _i, _f in answers],
            kind=[desks.kind[row["office"]] for row, _i, _f in answers],
            district=[desks.district[row["office"]] for row, _i, _f in answers],
            reference_mode="phone",
            assisted_modes=[mode for mode in MODES if mode != "phone"],
        )
        return fit(ratings, draws=DRAWS, seed=1)
    except BadRatings:
        return None


def _counts(rows: Rows, head: Row, counting: Row, cards: dict[str, int]) -> Iterable[Row]:
    """Voices by quarter and mode; cards and refusals stand with the newest quarter."""
    quarters = sorted({row["quarter"] for row in rows})
    for quarter in quarters:
        mine = [row for row in rows if row["quarter"] == quarter]
        modes = Counter(row["mode"] for row in mine)
        newest = quarter == quarters[-1]
        yield {
            **head, "quarter": quarter, "ballots": len(mine), "raters": people(mine),
            **{mode: modes[mode] for mode in MODES}, "refused": counting["refused"] if newest else 0,
            **{name: cards[name] if newest else 0 for name in ("printed", "activated", "void", "used")},
        }  # fmt: skip


def _grouped(rows: Rows) -> dict[str, Rows]:
    """Rows by ratee: by holder and, with those of its holders, by office."""
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row["office"]].append(row)
        if row["holder"]:
            found[row["holder"]].append(row)
    return found


def _yesno(rows: Rows, head: Row, desks: Desks) -> Iterable[Row]:
    """Own rates of the yes-or-no questions, shrunk to the kind of office, outside the score."""
    for question in questionnaire().yesno:
        asked = {ratee: [r for r in mine if question.key in r["yesno"]] for ratee, mine in _grouped(rows).items()}
        asked = {ratee: mine for ratee, mine in asked.items() if mine}
        names = sorted(asked)  # all of them make the kind's rate; those of few people do not leave
        yes = [sum(r["yesno"][question.key] for r in asked[name]) for name in names]
        n = [len(asked[name]) for name in names]
        found = rates(yes, n, [desks.kind[asked[name][0]["office"]] for name in names])
        for name, k, rate in zip(names, yes, found, strict=True):
            mine = asked[name]
            if people(mine) < INSIDE:
                continue
            yield {
                **head, "ratee": name, "question": question.key, "n": len(mine), "yes": k,
                "raters": people(mine), "rate": rate.rate, "low": rate.low, "high": rate.high,
            }  # fmt: skip


def _themes(rows: Rows, head: Row) -> Iterable[Row]:
    """Coded themes that enough people chose."""
    for ratee, mine in _grouped(rows).items():
        said: dict[str, set[int]] = defaultdict(set)
        for row in mine:
            for key in row["themes"]:
                said[key].add(row["rater"])
        for key, raters in sorted(said.items()):
            if theme(len(raters)):
                yield {**head, "ratee": ratee, "theme": key, "raters": len(raters)}


def _batches(rows: Rows, head: Row) -> Iterable[Row]:
    """Each closed quarter alone: the plain share of the scale that its voices gave, and no history.

    Of few people only their number leaves: the mean of one ballot would be that ballot.
    """
    for ratee, mine in _grouped(rows).items():
        for quarter in sorted({row["quarter"] for row in mine}):
            batch = [row for row in mine if row["quarter"] == quarter]
            scored = [row for row in batch if _share(row) is not None]
            mean = fmean(_share(row) or 0.0 for row in scored) if people(scored) >= INSIDE else None
            yield {
                "room": head["room"], "quarter": quarter, "ratee": ratee, "ballots": len(batch),
                "raters": people(batch), "score": mean,
            }  # fmt: skip


def _share(row: Row) -> float | None:
    """One ballot's mean face on 0-100."""
    faces = [face for face in row["items"].values() if face in FACES]
    return 100 * (sum(faces) / len(faces) - FACES[0]) / (FACES[-1] - FACES[0]) if faces else None


ESTIMATE = (
    "estimate", "low", "high", "rank", "rank_low", "rank_high", "peers", "reliability", "top",
    "bottom", "improved", "change", "change_low", "change_high", "assisted", "component",
)  # fmt: skip


def _row(head: Row, level: str, ratee: str, period: str, found: Any, kind: str, district: str, own: str) -> Row:
    """One row of voice_estimate; what a level does not have is None."""
    return {
        **head, "level": level, "ratee": ratee, "period": period, "kind": kind, "district": district,
        "organisation": own, **{name: getattr(found, name, None) for name in ESTIMATE},
        **dict.fromkeys(("plain", "spread", "scored", "rest")),
    }  # fmt: skip


class Voices:
    """How many ballots, and of how many raters, are about something."""

    def __init__(self, rows: Rows, desks: Desks) -> None:
        self.ballots: Counter[tuple[str, ...]] = Counter()
        self.spoke: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for row in rows:
            kind, district = desks.kind[row["office"]], desks.district[row["office"]]
            for subject in {about(row), row["office"], f"{kind}:{district}", kind}:
                for key in ((subject,), (subject, row["quarter"])):
                    self.ballots[key] += 1
                    self.spoke[key].add(row["rater"])

    def of(self, *key: str) -> Row:
        """`n` ballots and `raters` about a subject, or about it in a quarter."""
        return {"n": self.ballots[key], "raters": len(self.spoke[key])}


def _estimates(fitted: Fit, head: Row, desks: Desks, rows: Rows) -> Iterable[Row]:
    """Holders, offices, peer groups and kinds now, and holders and offices by quarter."""
    home = {about(row): row["office"] for row in rows}
    where = {o: (desks.kind[o], desks.district[o], desks.organisation[o]) for o in desks.kind}
    voices = Voices(rows, desks)
    groups: dict[str, tuple[str, str]] = {}
    bearers = fitted.estimates()
    for found in bearers:
        groups.setdefault(found.group, where[home[found.ratee]][:2])
        if found.ratee != home[found.ratee]:
            yield _row(head, "holder", found.ratee, "", found, *where[home[found.ratee]]) | voices.of(found.ratee)
    told = said(rows)
    for office in fitted.offices():
        row = _row(head, "office", office.name, "", office, *where[office.name])
        means = told.get(office.name, [])
        plain = {"plain": fmean(means), "scored": len(means)} if means else {}
        yield row | voices.of(office.name) | _standing(office.name, bearers) | plain
    for group in fitted.peer_groups():
        kind, district = groups[group.name]
        name = f"{kind}:{district}"
        inside = [means for code, means in told.items() if where[code][:2] == (kind, district)]
        rest = {"rest": left(row for row in rows if where[row["office"]][:2] == (kind, district))}
        yield _row(head, "group", name, "", group, kind, district, "") | voices.of(name) | pooled(inside) | rest
    for kind in sorted({desks.kind[row["office"]] for row in rows}):
        yield _row(head, "kind", kind, "", None, kind, "", "") | voices.of(kind)
    yield from _by_quarter(fitted, head, home, where, voices)


def said(rows: Rows) -> dict[str, list[float]]:
    """By office that enough people scored: each person's mean of the scale (0-100), uncorrected, lowest first."""
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        share = _share(row)
        if share is not None:
            found[row["office"]][row["rater"]].append(share)
    return {
        office: sorted(fmean(shares) for shares in by_rater.values())
        for office, by_rater in found.items()
        if len(by_rater) >= INSIDE
    }


def pooled(offices: list[list[float]]) -> Row:
    """Mean of all people of some offices, and the standard deviation of one person around their own office's mean.

    Only of offices that enough people scored: what is left when those are taken away would be the others'.
    """
    if not offices:
        return {}
    people = sum(len(means) for means in offices)
    apart = sum((mean - fmean(means)) ** 2 for means in offices for mean in means)
    spread = math.sqrt(apart / (people - len(offices)))
    return {"plain": sum(sum(means) for means in offices) / people, "spread": spread}


def left(rows: Iterable[Row]) -> int:
    """Different people of the offices that too few people rated to be shown.

    A group's figures beside those of its offices would tell theirs: they may be shown if these are nobody, or enough.
    """
    spoke: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        spoke[row["office"]].add(row["rater"])
    return len(set().union(*(raters for raters in spoke.values() if len(raters) < INSIDE)))


def _standing(name: str, bearers: list[Any]) -> Row:
    """Reliability of an office (the mean of its bearers', by their visits), its component, how many peers it has."""
    mine = [b for b in bearers if b.office == name]
    weights = [max(b.visits, 1) for b in mine]
    alike = {b.office for b in bearers if (b.group, b.component) == (mine[0].group, mine[0].component)}
    return {
        "reliability": sum(b.reliability * w for b, w in zip(mine, weights, strict=True)) / sum(weights),
        "component": mine[0].component, "peers": len(alike),
    }  # fmt: skip


def _by_quarter(
    fitted: Fit, head: Row, home: dict[str, str], where: dict[str, tuple[str, str, str]], voices: Voices
) -> Iterable[Row]:
    """Offices and holders quarter by quarter, as the model sees them with everything it knows now."""
    parts: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for period in fitted.periods():
        office = home[period.ratee]
        parts[office, period.period].append(period)
        if period.ratee != office:
            row = _row(head, "holder", period.ratee, period.period, period, *where[office])
            yield row | voices.of(period.ratee, period.period)
    for (office, quarter), found in sorted(parts.items()):
        row = _row(head, "office", office, quarter, SimpleNamespace(**together(found)), *where[office])
        yield row | voices.of(office, quarter)


def together(parts: list[Any]) -> Row:
    """Several bearers' figures as one: weighted by answers; the interval as if their errors were one error.

    That is wider than the truth, never narrower (Cauchy-Schwarz).
    """
    n = sum(part.n for part in parts)
    weighted = {name: sum(getattr(part, name) * part.n for part in parts) / n for name in ("estimate", "low", "high")}
    return {"n": n, **weighted}


def _items(fitted: Fit, head: Row, rows: Rows) -> Iterable[Row]:
    """The eight questions by holder and office, with the counts of the four faces where enough people answered."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    home = {about(row): row["office"] for row in rows}
    for item in fitted.items():
        for ratee in {item.ratee, home[item.ratee]}:
            found[ratee, item.item].append(item)
    for ratee, mine in _grouped(rows).items():
        for question in questionnaire().items:
            answered = [row for row in mine if row["items"].get(question.key) in FACES]
            parts = found.get((ratee, question.key), [])
            if not answered or not parts:
                continue
            faces = Counter(row["items"][question.key] for row in answered)
            enough = people(answered) >= INSIDE
            yield {
                **head, "ratee": ratee, "item": question.key, **together(parts), "n": len(answered),
                "raters": people(answered), **{f"face{f}": faces[f] if enough else None for f in FACES},
                "top": parts[0].top if len(parts) == 1 else None,
            }  # fmt: skip


def _flags(fitted: Fit, head: Row, before: Rows) -> Iterable[Row]:
    """The flags that rules raised. A gap is about a whole peer group: its ratee is `kind:district`."""
    known = [Flag(r["flag"], r["ratee"], "", r["item"], "first", r["wrong"], False, {}) for r in before]
    for flag in flags(fitted, previous=known):
        subject = flag.subject.replace(" · ", ":")  # a peer group, as it stands in voice_estimate
        numbers = {**flag.numbers, "state": flag.state, "items": list(flag.items)}
        yield {
            **head, "ratee": subject, "flag": flag.rule, "item": flag.item, "numbers": json.dumps(numbers),
            "wrong": flag.wrong,
        }  # fmt: skip
