"""The nameless rows that claims offer to reports: which office, for what, how long it took, how it ended.

A claim is a number; the snapshot draws another in its place (`pakhi.lib.drawn`). No person, no worker, no day: a day
becomes its quarter, and the days between two stages become a band (`clock.span`). Claims of whoever did not agree to be
counted (consent `repository`) are not there at all. Whoever shows these rows keeps to the small counts.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pakhi.cbr.facts import districts, networks, quarter
from pakhi.cbr.models import Book, Thread
from pakhi.entitlements import claims, known, local, next_steps, stages
from pakhi.entitlements.claim_papers import PAPER
from pakhi.lib.clock import span, today
from pakhi.lib.drawn import drawn
from pakhi.network.models import Holder, Office

CLAIM = pa.schema(
    [
        drawn("claim"),  # joins the other tables
        ("room", pa.string()),  # code of the network that the organisation belongs to today, or its own
        ("organisation", pa.string()),  # code
        ("series", pa.string()),  # of the catalogue; "local" for an organisation's own
        ("component", pa.string()),
        ("state", pa.string()),  # stages.State
        ("running", pa.bool_()),
        ("office", pa.string()),  # directory code
        ("office_kind", pa.string()),
        ("post", pa.string()),  # directory code
        ("holder", pa.string()),  # directory code: who sat there when the claim came into its state
        ("district", pa.string()),
        ("opened", pa.string()),  # quarter
        ("since", pa.string()),  # quarter from which it has been in this state
        ("days_asked", pa.string()),  # band, from asking the office to the end, or to now; empty if it was not asked
        ("overdue_days", pa.string()),  # band, since the office's limit ran out; empty if it is not overdue
        ("refused", pa.bool_()),  # ever
        ("reason", pa.string()),  # of the last refusal
        ("awarded", pa.bool_()),  # granted or ordered
        ("unpaid_days", pa.string()),  # band, age of an award of which not all has come; empty if there is none
        ("paid", pa.string()),  # none | part | all
    ]
)
MOVE = pa.schema(
    [
        drawn("claim"),
        ("series", pa.string()),
        ("office_kind", pa.string()),
        ("stage", pa.string()),  # of the process
        ("state", pa.string()),
        ("quarter", pa.string()),
        ("days", pa.string()),  # band, since the stage before it; empty for the first
        ("unusual", pa.bool_()),  # a step that the law does not know
    ]
)
MISSING = pa.schema(
    [
        drawn("claim"),
        ("series", pa.string()),
        ("paper", pa.string()),  # of the catalogue
        ("office_kind", pa.string()),  # which gives it, as the catalogue says
        ("state", pa.string()),  # claim_papers.Held
        ("quarter", pa.string()),
    ]
)
SCHEMAS = {"claim": CLAIM, "claim_move": MOVE, "claim_paper": MISSING}
Row = dict[str, Any]


def rows() -> dict[str, list[Row]]:
    """All tables."""
    books = Book.objects.filter(kind=Book.Kind.CASE).select_related("organisation__place")
    counted = {one.pk: one for one in books if one.counted_to and one.counted_to >= today()}
    found = Thread.objects.filter(book__in=counted, kind__in=(claims.CLAIM.key, PAPER.key)).exclude(state="")
    threads = list(found.order_by("pk"))
    mine = [one for one in threads if one.kind == claims.CLAIM.key]
    for one in mine:
        one.book = counted[one.book_id]
    by_number = {(one.book_id, one.number): one for one in mine}
    papers = [(of, one) for one in threads if one.kind == PAPER.key and (of := by_number.get((one.book_id, one.about)))]
    seats, rooms, kinds = Seats(mine), networks(), kinds_of(mine)
    places = districts({one.block for one in counted.values() if one.block})
    return {
        "claim": [{"claim": str(one.pk), **claim(one, rooms, kinds, seats, places)} for one in mine],
        "claim_move": [{"claim": str(one.pk), **row} for one in mine for row in moves(one, kinds[one.pk])],
        "claim_paper": [{"claim": str(of.pk), **paper(one, of)} for of, one in papers],
    }


class Seats:
    """Who sits in a post on a day, for the posts that claims name."""

    def __init__(self, threads: list[Thread]) -> None:
        posts = {one.values["post"] for one in threads if one.values.get("post")}
        self.holders = list(Holder.objects.filter(post__code__in=posts).select_related("post").order_by("valid_from"))

    def on(self, one: Thread) -> str:
        """The holder's code."""
        day, post = one.since or today(), one.values.get("post")
        there = (
            seat.code
            for seat in self.holders
            if seat.post.code == post and seat.valid_from <= day and (seat.valid_to is None or day <= seat.valid_to)
        )
        return next(there, "") if post else ""


def kinds_of(threads: list[Thread]) -> dict[int, str]:
    """Claim -> the kind of its office: as the directory says, or the worker, or the catalogue."""
    codes = {one.values["office"] for one in threads if one.values.get("office")}
    there = dict(Office.objects.filter(code__in=codes).values_list("code", "kind"))
    return {one.pk: there.get(one.values.get("office"), "") or said_kind(one) for one in threads}


def said_kind(one: Thread) -> str:
    if one.values.get("office_kind"):
        return str(one.values["office_kind"])
    row = known.row_of(str(one.values.get("series", "")), today())
    office = known.the().offices.get(row.office) if row else None
    return office.known if office else ""


def series(one: Thread) -> str:
    """What is asked for; a local scheme's own number would lead to its organisation."""
    found = str(one.values.get("series", ""))
    return "local" if local.is_local(found) else found


def claim(
    one: Thread, rooms: dict[int, str], kinds: dict[int, str], seats: Seats, places: dict[str, str]
) -> Row:  # fmt: skip
    home, steps = one.book.organisation, claims.lived(one)
    said = [stages.state_of(str(step.values["stage"])) for step in steps if step.values.get("stage")]
    asked = next((step.day for step in steps if stages.state_of(str(step.values.get("stage", ""))) in
                  stages.WITH_OFFICE), None)  # fmt: skip
    running = one.state not in stages.ENDS
    until = today() if running or one.since is None else one.since
    since = claims.unpaid_since(one)
    got = claims.received(one)
    reasons = [str(step.values["reason"]) for step in steps if step.values.get("reason")]
    return {
        "room": rooms.get(home.pk, home.code), "organisation": home.code, "series": series(one),
        "component": one.component, "state": one.state, "running": running,
        "office": str(one.values.get("office", "")), "office_kind": kinds[one.pk],
        "post": str(one.values.get("post", "")), "holder": seats.on(one), "district": places.get(one.book.block, ""),
        "opened": quarter(one.opened_on), "since": quarter(one.since),
        "days_asked": span((until - asked).days if asked else None), "overdue_days": span(overdue(one)),
        "refused": stages.State.REFUSED in said, "reason": reasons[-1] if reasons else "",
        "awarded": bool(set(said) & set(stages.AWARDED)),
        "unpaid_days": span((today() - since).days if since else None),
        "paid": "all" if one.state == stages.State.PAID else "part" if got else "none",
    }  # fmt: skip


def overdue(one: Thread) -> int | None:
    """Days since the limit of the office ran out; None while it has not."""
    late = next_steps.overdue(one)
    return (today() - late.last).days if late and late.last else None


def moves(one: Thread, kind: str) -> list[Row]:
    """Each stage with the days since the one before."""
    found: list[Row] = []
    before = None
    for step in claims.lived(one):
        stage = str(step.values.get("stage", ""))
        if stage:
            days = span((step.day - before).days if before else None)
            found.append({
                "series": series(one), "office_kind": kind, "stage": stage,
                "state": stages.state_of(stage).value, "quarter": quarter(step.day), "days": days,
                "unusual": step.values.get("unusual") == "yes",
            })  # fmt: skip
            before = step.day
    return found


def paper(one: Thread, of: Thread) -> Row:
    there = known.the().papers.get(str(one.values.get("paper", "")))
    office = known.the().offices.get(there.from_office) if there else None
    return {
        "series": series(of), "paper": str(one.values.get("paper", "")),
        "office_kind": office.known if office else "", "state": one.state, "quarter": quarter(one.since),
    }  # fmt: skip
