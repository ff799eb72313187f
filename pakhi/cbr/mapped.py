"""What a mapping says today and said before: for the page with its four parts, and for the picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import mapping_words as words
from pakhi.cbr import steps, telling
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.mapping import MAPPED
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.vocabulary import Severity
from pakhi.lib.clock import today

A_MAPPING = dt.timedelta(days=7)  # what was written within a week of each other is one mapping
# What a line of the page says besides who or what it is; with the question, in few words, where the answer alone would
# say too little.
TELLS: dict[str, dict[str, str | Promise]] = {
    "need": {"hers": _("for her"), "workers": _("for you"), "gap": "", "right": _("right"), "office_kind": ""},
    "threat": {"what": "", "near": "", "severity": _("how bad"), "reported": _("reported")},
    "stigma": {
        "shows": "", "office_kind": "", "herself": _("with her"), "support": _("with a support group"),
        "around": _("with the people around her"), "institution": _("with the institution"),
        "community": _("with the community"), "change": _("what it changed"),
    },
    "strength": {"close": "", "turns": "", "office_kind": ""},
    "readiness": {"tells": "", "audience": _("before"), "her_yes": _("her own yes"), "rehearsed": _("practised")},
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One thing as the page shows it. `news`: new | forward | back | changed, or nothing; `was`: its state before."""

    thread: Thread
    name: str
    state: str
    lines: list[tuple[str, str]]
    runs: bool
    news: str = ""
    was: str = ""


@dataclass
class Overview:
    """The rows by kind, the most pressing first. `since`: with which day all of it is compared."""

    since: dt.date | None
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def running(self, kind: str) -> list[Row]:
        return [one for one in self.rows.get(kind, []) if one.runs]

    def ended(self, kind: str) -> list[Row]:
        return [one for one in self.rows.get(kind, []) if not one.runs]

    @property
    def news(self) -> dict[str, int]:
        """How much is new, moved forward, moved back or changed otherwise."""
        told = [one.news for rows in self.rows.values() for one in rows]
        return {name: told.count(name) for name in ("new", "forward", "back", "changed")}


def days(books: Iterable[Book]) -> list[dt.date]:
    """The first days of all mappings, the newest first."""
    written = Step.objects.filter(thread__book__in=list(books), thread__kind__in=MAPPED, void=False)
    out, before = list[dt.date](), dt.date.min
    for day in written.order_by("day").values_list("day", flat=True).distinct():
        if not out or day - before > A_MAPPING:
            out.append(day)
        before = day
    return out[::-1]


def overview(books: Iterable[Book], since: dt.date | None = None) -> Overview:
    """All that was mapped, and what is different since a day; without one, since the day before the last mapping."""
    held = list(books)
    if since is None:
        mapped = days(held)
        since = mapped[0] - dt.timedelta(days=1) if len(mapped) > 1 else None
    before = {one.pk: one for one in steps.threads_at(held, since, *MAPPED)} if since else {}
    out = Overview(since)
    for thread in steps.threads(held, *MAPPED):
        out.rows.setdefault(thread.kind, []).append(row(thread, before.get(thread.pk), since is not None))
    for rows in out.rows.values():
        rows.sort(key=lambda one: pressing(one.thread))
    return out


def row(thread: Thread, before: Thread | None, compared: bool) -> Row:
    made, held = KINDS[thread.kind], thread.values
    lines = [
        (str(short), telling.answer(made.by_name[name], held[name]))
        for name, short in TELLS[thread.kind].items()
        if held.get(name)
    ]
    first = made.line[0]
    name = telling.answer(made.by_name[first], held[first]) if held.get(first) else str(made.label)
    news = difference(thread, before) if compared else ""
    was = telling.state_of(before) if before is not None and before.state != thread.state else ""
    return Row(thread, name, telling.state_of(thread), lines, made.running(thread.state), news, was)


def difference(now: Thread, before: Thread | None) -> str:
    """What is different: new, forward, back or changed; nothing if nothing is."""
    if before is None:
        return "new"
    if now.state != before.state:
        return KINDS[now.kind].way(before.state, now.state) or "changed"
    return "changed" if now.values != before.values else ""


def pressing(thread: Thread) -> tuple[Any, ...]:
    """What stands first in its part: her own first needs, the worst and nearest threats, the closest strengths."""
    held = thread.values
    if thread.kind == "need":
        return thread.component, held.get("hers", "9"), thread.pk
    if thread.kind == "threat":
        return -place(Severity, held.get("severity")), place(words.Nearness, held.get("near")), thread.pk
    if thread.kind == "strength":
        return place(words.Closeness, held.get("close")), thread.pk
    return (thread.pk,)


def place(choices: Any, value: Any) -> int:
    """Where a choice stands in its list; what was not said comes last."""
    return choices.values.index(value) if value in choices.values else len(choices.values)


def counts(books: Iterable[Book]) -> Mapping[str, Any]:
    """For the panel: how many of each still run, which are gaps, which threats are bad, and whether she is ready."""
    rows = steps.threads(books, *MAPPED)
    runs = [one for one in rows if KINDS[one.kind].running(one.state)]
    needs = [one for one in runs if one.kind == "need"]
    return {
        **{kind: sum(1 for one in runs if one.kind == kind) for kind in ("need", "threat", "stigma", "strength")},
        "gaps": sum(1 for one in needs if one.values.get("gap") in {words.Gap.POLICY, words.Gap.DELIVERY}),
        "bad": sum(1 for one in runs if one.kind == "threat" and one.values.get("severity") == Severity.HIGH),
        "readiness": next((one for one in rows if one.kind == "readiness"), None),
        "any": bool(rows), "last": max((one.since for one in rows if one.since), default=None),
    }  # fmt: skip


def points(books: Iterable[Book]) -> list[dt.date]:
    """The days at which the picture can be looked at: the first, the first of each month since, and today."""
    first = next(reversed(days(books)), None)
    if first is None:
        return [today()]
    out, month = [first], first
    while True:
        month = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        if month >= today():
            return [*out, today()] if out[-1] != today() else out
        out.append(month)
