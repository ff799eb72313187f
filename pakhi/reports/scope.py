"""The part of every report that no report may leave out: which offices and people the reader may see at all.

`seen` is joined into each report's expression, so that nothing else ever reaches Python.
"""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from pakhi.reports.sight import Orgs, Sight, View
from pakhi.reports.snapshot import Expression, Tables

NOW = ""  # the period of an estimate that is about now and not about one quarter


def among(column: Any, organisations: Orgs) -> Any:
    """Whether an organisation is one of those; None means every one."""
    if organisations is None:
        return ibis.literal(True)
    return column.isin(sorted(organisations)) if organisations else ibis.literal(False)


def may_see(view: View) -> Any:
    """The rule of sight.View for one row of network_office. An office of unknown seats counts as one person's."""
    public = _.organisation == ""
    office = _.level == "office"
    pooled = office & among(_.organisation, view.desks) & ~_.single_holder.fill_null(True)
    own_desk = (among(_.organisation, view.workers) | pooled) & ~among(_.organisation, view.hidden)
    return (public & (office | ibis.literal(view.people))) | (~public & own_desk)


def seen(t: Tables, sight: Sight) -> Expression:
    """Offices and holders that the reader may see, once for each room: the columns of network_office.

    A public office belongs to every room (its own `room` is empty); its rows here carry the reader's room. `desk`
    is the organisation whose own desk it is.
    """
    offices = t["network_office"]
    others = [c for c in offices.columns if c not in ("room", "organisation", "single_holder")]
    parts = [
        offices.filter(_.room.isin(["", view.room]), may_see(view)).select(
            *others,
            room=ibis.literal(view.room),
            desk=_.organisation,
            single_holder=_.single_holder.fill_null(True),
        )
        for view in sight.views or (View(""),)
    ]
    found = ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0]
    return found if sight.views else found.limit(0)


def in_rooms(facts: Any, sight: Sight) -> Any:
    """The rows of one of the voice room's tables that belong to the reader's rooms."""
    return facts.filter(_.room.isin(sight.rooms) if sight.rooms else ibis.literal(False))


def newest(t: Tables, name: str, sight: Sight) -> Any:
    """The rows of a table that the last counting of each room left."""
    last = t["voice_estimate"].group_by("room").agg(counted=_.counted.max())
    return in_rooms(t[name], sight).semi_join(last, ["room", "counted"])


def about_seen(t: Tables, name: str, sight: Sight) -> Any:
    """The last counting's rows of a table about what the reader may see, with the columns of network_office.

    An estimate made when the desk was another organisation's is nobody's to see.
    """
    facts, offices = newest(t, name, sight), seen(t, sight)
    new = [column for column in offices.columns if column not in facts.columns]
    joined = facts.join(offices.select("room", "ratee", *new), ["room", "ratee"])
    if "organisation" not in facts.columns:
        return joined
    return joined.filter((_.organisation == "") | (_.organisation == _.desk))
