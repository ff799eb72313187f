"""Which version of a right counts for a claim: that of her day, of the offence, the handing in or the order.

The day of the claim itself goes before what she answered. Where neither says it, today's version is shown.
"""

from __future__ import annotations

import datetime as dt

from pakhi.cbr.books import hers
from pakhi.cbr.models import Thread
from pakhi.cbr.steps import threads
from pakhi.entitlements import claims, known, stages
from pakhi.entitlements.rows import Basis, Row
from pakhi.lib.clock import today

ORDERS = (stages.State.SANCTIONED, stages.State.ORDERED)  # waiting for the money is no order
TERMS = frozenset({"victim_compensation-deposit_condition"})  # a term of an order that was made before
ANSWERS = "answers"  # the kind of thread that holds what she answered


def row_of(claim: Thread) -> Row | None:
    """The version that counts for a claim; None for what the catalogue does not have."""
    series = str(claim.values.get("series", ""))
    rows = known.the().by_series.get(series, ())
    return known.row_of(series, day_of(claim, rows[-1].basis)) if rows else None


def day_of(claim: Thread, basis: Basis) -> dt.date:
    """The day that picks the version; today where it is today, still to come or not known."""
    if basis is Basis.APPLICATION:
        said = claim.values.get("asked_on")
    elif basis is Basis.AWARD:
        orders = [(stage, day) for stage, day in claims.staged(claim) if stages.state_of(stage) in ORDERS]
        made = [day for stage, day in orders if stage not in TERMS]
        said = made[-1] if made else None
    else:
        said = None
    said = said or answered(claim, basis)
    return dt.date.fromisoformat(str(said)) if said else today()


def answered(claim: Thread, basis: Basis) -> str:
    """A day among her answers, in whichever of her cases they are; empty where there is none."""
    found = threads(hers(claim.book), ANSWERS)
    return str(found[0].values.get(basis) or "") if found else ""
