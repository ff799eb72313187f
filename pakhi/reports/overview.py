"""The overview: how many voices by quarter, mode, kind and district; the cards; and what may be shown to whom.

Counts ballots of the reader's rooms. Nothing here says how anybody was rated.
"""

from __future__ import annotations

from typing import Any

import ibis
from django.utils.translation import gettext_lazy as _
from ibis import _ as x

from pakhi.lib.circles import Circle, Shown, Why, show
from pakhi.reports import charts, wording
from pakhi.reports.paper import Chart, Column, Report, Table
from pakhi.reports.scope import NOW, about_seen, in_rooms, newest, seen
from pakhi.reports.sight import Sight
from pakhi.reports.snapshot import Expression, Tables
from pakhi.reports.snapshot import rows as fetch

MODES = ("phone", "kiosk", "paper", "peer", "worker", "helpline", "keypad")
CARDS = ("printed", "activated", "void", "used")
QUARTERS = (
    Column("quarter"), Column("voices", "count"), Column("people", "count"),
    *(Column(f"mode_{mode}", "count") for mode in MODES), Column("refused", "count"),
)  # fmt: skip
SHOWABLE = (
    Column("circle"), Column("heard", "count"), Column("may_show", "count"), Column("share_shown", "share"),
    Column("wait_few", "count"), Column("wait_person", "count"),
)  # fmt: skip


def quarters(t: Tables, sight: Sight) -> Expression:
    """Ballots, people, modes and cards of each quarter, as its newest counting left them, over the reader's rooms."""
    newest_first = ibis.window(group_by=["room", "quarter"], order_by=ibis.desc("counted"))
    counts = in_rooms(t["voice_count"], sight).mutate(nth=ibis.row_number().over(newest_first))
    sums = {name: x[name].sum() for name in ("ballots", "raters", *MODES, "refused", *CARDS)}
    return counts.filter(x.nth == 0).group_by("quarter").agg(**sums).order_by("quarter")


def by_kind(t: Tables, sight: Sight) -> Expression:
    """Ballots and people by kind of office."""
    kinds = newest(t, "voice_estimate", sight).filter(x.level == "kind", x.period == NOW)
    sums = kinds.group_by("kind").agg(n=x.n.sum(), raters=x.raters.sum())
    return sums.order_by([ibis.desc("n"), "kind"])


def by_district(t: Tables, sight: Sight) -> Expression:
    """Ballots by district. People may speak of several kinds of office: `raters` is the most that one kind heard."""
    groups = newest(t, "voice_estimate", sight).filter(x.level == "group", x.period == NOW)
    sums = groups.group_by("district").agg(n=x.n.sum(), raters=x.raters.max())
    names = t["network_office"].group_by("district").agg(names=x.district_names.max())
    return sums.left_join(names, "district").drop("district_right").order_by([ibis.desc("n"), "district"])


def showable(t: Tables, sight: Sight) -> Expression:
    """Rated offices that the reader may see, by people now, people of the fullest quarter, and one or many seats."""
    now = about_seen(t, "voice_estimate", sight).filter(x.level == "office", x.period == NOW)
    fullest = in_rooms(t["voice_batch"], sight).group_by(["room", "ratee"]).agg(best=x.raters.max())
    both = now.left_join(fullest, ["room", "ratee"]).mutate(best=x.best.fill_null(0))
    return both.group_by(["single_holder", "raters", "best"]).agg(offices=ibis._.count())


def listed(t: Tables, sight: Sight) -> Expression:
    """How many offices the reader's list holds, rated or not."""
    return seen(t, sight).filter(x.level == "office").agg(offices=x.ratee.nunique())


def quarter_row(facts: dict[str, Any], sight: Sight) -> dict[str, Any]:
    """One quarter as a reader may see it: with too few people, only that there were too few."""
    shown = show(sight.circle, facts["raters"])
    row = {"quarter": facts["quarter"], "people": shown.count, "refused": facts["refused"]}
    row["voices"] = facts["ballots"] if shown.exact else shown.count
    return row | {f"mode_{mode}": facts[mode] if shown.exact else None for mode in MODES}


def count_row(facts: dict[str, Any], sight: Sight, **names: Any) -> dict[str, Any]:
    """One kind or district: its voices, where enough people spoke."""
    shown = show(sight.circle, facts["raters"])
    return {**names, "voices": facts["n"] if shown.exact else shown.count, "raters": shown.count}


def circle_row(circle: Circle, name: Any, groups: list[dict[str, Any]]) -> dict[str, Any]:
    """How many offices one circle may be shown, and why the rest waits."""
    told: dict[str, int] = {"show": 0, "few": 0, "person": 0}
    for group in groups:
        told[reason(circle, group)] += group["offices"]
    heard = sum(told.values())
    share = told["show"] / heard if heard else None
    counts = {"heard": heard, "may_show": told["show"], "wait_few": told["few"], "wait_person": told["person"]}
    return {"circle": name, "share_shown": share, **counts}


def reason(circle: Circle, group: dict[str, Any]) -> str:
    """show | few | person: whether such offices may be shown; `person` where only the single seat holds them back."""
    people, person = group["raters"] if circle is Circle.INSIDE else group["best"], group["single_holder"]
    shown: Shown = show(circle, people, person=person)
    if not shown.waits:
        return "show"
    return "person" if shown.why == Why.FEW and not show(circle, people).waits else "few"


def report(t: Tables, sight: Sight) -> Report:
    """The overview of the reader's rooms."""
    counted = fetch(t, quarters, sight)
    if not counted:
        return Report("overview", _("Overview"))
    tables = [quarter_table(counted, sight), *voice_tables(t, sight), showable_table(t, sight), card_table(counted)]
    found = Report("overview", _("Overview"), [(_("Counted up to"), counted[-1]["quarter"])], tables)
    told = [row for row in tables[0].rows if isinstance(row["voices"], int)]
    if told:
        found.charts.append(Chart(_("Voices by quarter"), charts.modes(told, MODES), "quarters"))
    if places := [row for row in tables[2].rows if isinstance(row["voices"], int)]:
        found.charts.append(Chart(_("Voices by district"), charts.bars(places, "district", "voices"), "districts"))
    if rest := fetch(t, listed, sight)[0]["offices"] - tables[3].rows[0]["heard"]:
        found.notes.append(_("%(rest)s offices of the list have not been rated by anybody yet.") % {"rest": rest})
    return found


def quarter_table(counted: list[dict[str, Any]], sight: Sight) -> Table:
    rows = [quarter_row(facts, sight) for facts in counted]
    return Table("quarters", _("Voices by quarter"), QUARTERS, rows)


def voice_tables(t: Tables, sight: Sight) -> list[Table]:
    """Voices by kind of office and by district."""
    kinds = [count_row(f, sight, kind=wording.kind(f["kind"])) for f in fetch(t, by_kind, sight)]
    places = [
        count_row(f, sight, district=wording.in_language(f["names"]) or f["district"])
        for f in fetch(t, by_district, sight)
    ]
    voices, people = Column("voices", "count"), Column("raters", "count")
    return [
        Table("kinds", _("Voices by kind of office"), (Column("kind"), voices, people), kinds),
        Table("districts", _("Voices by district"), (Column("district"), voices), places),
    ]


def showable_table(t: Tables, sight: Sight) -> Table:
    """Which share of offices may be shown to whom."""
    groups = fetch(t, showable, sight)
    rows = [
        circle_row(Circle.INSIDE, _("Inside"), groups),
        circle_row(Circle.OUTSIDE, _("Outside"), groups),
    ]
    return Table("showable", _("What may be shown to whom"), SHOWABLE, rows)


def card_table(counted: list[dict[str, Any]]) -> Table:
    """The cards, as the newest counting found them."""
    columns = tuple(Column(card, "count") for card in CARDS)
    return Table("cards", _("Voice cards"), columns, [{card: counted[-1][card] for card in CARDS}], single=True)
