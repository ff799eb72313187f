"""When a rank may be said. Used inside the expression of every report that compares."""

from __future__ import annotations

from typing import Any

import ibis

from pakhi.lib.circles import INSIDE

RELIABLE = 0.7


def standing(t: Any) -> Any:
    """few | soon | alone | wide | rank, of a table with raters, reliability, rank_low, rank_high and peers.

    A rank is said only from reliability 0.7, and only where its interval covers less than half of the peer group;
    otherwise the voices do not settle the order (RATING: no league table).
    """
    width = t.rank_high - t.rank_low + 1
    return ibis.cases(
        (t.raters < INSIDE, "few"),
        (t.reliability.fill_null(0.0) < RELIABLE, "soon"),
        (width.isnull() | (t.peers.fill_null(0) < 2), "alone"),
        (width * 2 >= t.peers, "wide"),
        else_="rank",
    )
