"""Flags: what the figures say clearly enough to look into, the rule behind each, and the share that is wrong.

Counts one row for each flag of the last counting about something that the reader may see.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

import ibis
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ibis import _ as x

from pakhi.lib.circles import INSIDE
from pakhi.reports import wording
from pakhi.reports.paper import Column, Report, Table
from pakhi.reports.scope import NOW, newest, seen
from pakhi.reports.sight import Sight
from pakhi.reports.snapshot import Expression, Tables
from pakhi.reports.snapshot import rows as fetch

COLUMNS = (
    Column("about"), Column("place"), Column("question"), Column("numbers"), Column("wrong", "share"),
)  # fmt: skip
NAMES = ("names", "place", "block", "district_names")


def subjects(t: Tables, sight: Sight) -> Expression:
    """What a flag may be about: offices and people that the reader may see, and peer groups as a whole."""
    estimates = newest(t, "voice_estimate", sight).filter(x.period == NOW, x.raters >= INSIDE)
    known = estimates.select("room", "ratee", "level", "kind", "district")
    single = seen(t, sight).select("room", "ratee", *NAMES)
    one = known.filter(x.level.isin(["office", "holder"])).join(single, ["room", "ratee"])
    return one.union(groups(t, sight, known.filter(x.level.isin(["group", "kind"]))))


def groups(t: Tables, sight: Sight, known: Any) -> Expression:
    """Peer groups, for readers who see people; but none with an own desk in it, unless they see every worker.

    A group may be one desk, and a desk one worker.
    """
    if not any(view.people for view in sight.views):
        known = known.limit(0)
    elif not any(view.workers is None and not view.hidden for view in sight.views):
        desks = t["network_office"].filter(x.organisation != "").select("kind").distinct()
        known = known.anti_join(desks, "kind")
    blank = {name: ibis.literal("") for name in NAMES[:3]}
    districts = t["network_office"].group_by("district").agg(district_names=x.district_names.max())
    named = known.left_join(districts, "district").drop("district_right")
    return named.mutate(**blank).select("room", "ratee", "level", "kind", "district", *NAMES)


def expression(t: Tables, sight: Sight) -> Expression:
    """Flags of the last counting with what they are about."""
    flags = newest(t, "voice_flag", sight)
    return flags.join(subjects(t, sight), ["room", "ratee"]).order_by(["flag", "wrong", "ratee", "item"])


def row(facts: dict[str, Any]) -> dict[str, Any]:
    """One flag in words."""
    whole = facts["level"] in {"group", "kind"}
    about = wording.kind(facts["kind"]) if whole else wording.in_language(facts["names"])
    return {
        "flag": facts["flag"], "ratee": "" if whole else facts["ratee"], "about": about,
        "place": wording.in_language(facts["district_names"]) if whole else wording.somewhere(facts),
        "question": wording.words(facts["item"]) if facts["item"] else "",
        "numbers": figures(facts["numbers"]), "wrong": facts["wrong"],
    }  # fmt: skip


def figures(numbers: str) -> str:
    """What made a flag, as short text: whether it is new, its figures, and the questions that drive it."""
    found = json.loads(numbers) if numbers else {}
    said = [str(wording.state(found.pop("state")))] if found.get("state") else []
    items = [str(wording.words(item)) for item in found.pop("items", None) or []]
    said += [f"{wording.figure(key)} {say(value)}" for key, value in found.items()]
    return "; ".join(said + items)


def say(value: Any) -> str:
    """A figure: probabilities and shares to two places, points to one, counts as they are."""
    if not isinstance(value, float) or value.is_integer():
        return str(value).removesuffix(".0")
    return f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"


def report(t: Tables, sight: Sight) -> Report:
    """The flags that one reader may see: a table for each rule, with the rule above it."""
    rows = [row(facts) for facts in fetch(t, expression, sight)]
    found = Report("flags", _("Flags"))
    for flag, these in groupby(rows, key=lambda row: row["flag"]):
        name, rule = wording.FLAGS.get(flag, (flag, ""))
        found.tables.append(Table(flag, name, COLUMNS, list(these), note=rule))
    if rows:
        wrong = sum(row["wrong"] or 0 for row in rows)
        said = gettext("Of these %(all)s flags, about %(wrong).1f are expected to be wrong by chance.")
        found.notes.append(said % {"all": len(rows), "wrong": wrong})
    return found
