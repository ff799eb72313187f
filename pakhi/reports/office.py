"""One office (or one holder, or worker, where the reader may see people): questions, yes or no, quarters, themes.

Counts the answers about it that the last counting took in; each line stands or waits by its own number of people.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis
from django.utils.translation import gettext_lazy as _
from ibis import _ as x

from pakhi.lib.circles import show, theme
from pakhi.rating.sensitivity import moved
from pakhi.reports import charts, offices, wording
from pakhi.reports.paper import Chart, Column, Report, Table, Words
from pakhi.reports.scope import NOW, about_seen, in_rooms
from pakhi.reports.sight import Sight
from pakhi.reports.snapshot import Expression, Tables
from pakhi.reports.snapshot import rows as fetch
from pakhi.reports.standing import standing

FACES = ("face1", "face2", "face3", "face4")
SUMMARY = (
    Column("estimate", "score"), Column("standing"), Column("raters", "count"), Column("voices", "count"),
    Column("reliability", "share"), Column("assisted", "share"), Column("change", "change"), Column("silence", "range"),
)  # fmt: skip
QUESTIONS = (
    Column("question"), Column("estimate", "score"), *(Column(face, "count") for face in FACES),
    Column("raters", "count"),
)  # fmt: skip
YESNO = (Column("yesno"), Column("rate", "rate"), Column("yes", "count"), Column("answers", "count"))
QUARTERS = (Column("quarter"), Column("estimate", "score"), Column("raters", "count"))
THEMES = (Column("theme"), Column("raters", "count"))
HOLDERS = (Column("holder"), Column("estimate", "score"), Column("raters", "count"))


def summary(t: Tables, sight: Sight, ratee: str) -> Expression:
    """Its estimate now: one row for each room of the reader, none if the reader may not see it."""
    now = about_seen(t, "voice_estimate", sight).filter(x.period == NOW, x.ratee == ratee)
    return now.mutate(standing=standing(now)).order_by(ibis.desc("raters"))


def cards(t: Tables, sight: Sight) -> Expression:
    """Active cards of the reader's rooms at the last counting, and how many of them have spoken."""
    counts = in_rooms(t["voice_count"], sight)
    newest_first = ibis.window(group_by="room", order_by=[ibis.desc("counted"), ibis.desc("quarter")])
    last = counts.mutate(nth=ibis.row_number().over(newest_first)).filter(x.nth == 0)
    return last.filter(x.activated > 0).select("room", "activated", "used")


def quarters(t: Tables, sight: Sight, ratee: str) -> Expression:
    """Its estimates by quarter."""
    estimates = about_seen(t, "voice_estimate", sight)
    return estimates.filter(x.period != NOW, x.ratee == ratee).order_by("period")


def questions(t: Tables, sight: Sight, ratee: str) -> Expression:
    """The eight questions: how many chose each face, and the estimate."""
    return about_seen(t, "voice_item", sight).filter(x.ratee == ratee).order_by(["estimate", "item"])


def yesno(t: Tables, sight: Sight, ratee: str) -> Expression:
    """The yes or no questions."""
    return about_seen(t, "voice_yesno", sight).filter(x.ratee == ratee).order_by("question")


def themes(t: Tables, sight: Sight, ratee: str) -> Expression:
    """Coded themes and how many people chose each."""
    return about_seen(t, "voice_theme", sight).filter(x.ratee == ratee).order_by([ibis.desc("raters"), "theme"])


def holders(t: Tables, sight: Sight, ratee: str) -> Expression:
    """Who sits in the office, one by one, for readers who may see people."""
    now = about_seen(t, "voice_estimate", sight).filter(x.period == NOW, x.level == "holder")
    return now.filter(x.office == ratee).order_by("ratee")


def report(t: Tables, sight: Sight, ratee: str) -> Report | None:
    """Everything about one office that the reader may see; None if there is no such office for this reader."""
    found = fetch(t, summary, sight, ratee)
    if not found:
        return None
    facts = found[0]
    quiet = silent(t, sight, facts["room"])
    tables = [
        summary_table(facts, sight, quiet), question_table(t, sight, ratee), yesno_table(t, sight, ratee),
        quarter_table(t, sight, ratee), theme_table(t, sight, ratee), holder_table(t, sight, ratee),
    ]  # fmt: skip
    scope: list[tuple[Words, Words]] = [
        (_("Kind of office"), wording.kind(facts["kind"])),
        (_("Place"), wording.somewhere(facts)),
        (_("District"), wording.in_language(facts["district_names"])),
        (_("Counted up to"), facts["counted"]),
    ]
    page = Report("office", wording.in_language(facts["names"]), scope, [tb for tb in tables if keep(tb)])
    page.charts = drawn(page)
    return page


def keep(table: Table) -> bool:
    """A list of people stands only where there are people to list; the other tables say that they are empty."""
    return bool(table.rows) or table.key != "holders"


def drawn(page: Report) -> list[Chart]:
    """The charts beside the tables, of what may be shown exactly."""
    made = []
    faces = [row for row in page.table("questions").rows if row["estimate"].exact]
    if faces:
        made.append(Chart(_("Faces by question"), charts.faces(faces, FACES), "questions"))
    line = [row for row in page.table("quarters").rows if row["estimate"].exact]
    if len(line) > 1:
        made.append(Chart(_("Score by quarter"), charts.line(line), "quarters"))
    return made


def estimate(facts: dict[str, Any], sight: Sight) -> Any:
    """The estimate of a row of facts as the reader may see it."""
    return show(
        sight.circle, facts["raters"], person=bool(facts["single_holder"]),
        value=facts["estimate"], low=facts["low"], high=facts["high"],
    )  # fmt: skip


def silent(t: Tables, sight: Sight, room: str) -> float | None:
    """The share of the active cards of a room that have not spoken; None where there are none."""
    found = [row for row in fetch(t, cards, sight) if row["room"] == room]
    return 1 - min(found[0]["used"] / found[0]["activated"], 1.0) if found else None


def summary_table(facts: dict[str, Any], sight: Sight, quiet: float | None) -> Table:
    row = offices.row(facts, sight)
    exact = row["estimate"].exact
    row |= {"voices": facts["n"] if exact else None, "change": offices.change(facts, sight)}
    if exact and quiet is not None:
        row["silence"] = replace(
            row["estimate"], **dict(zip(("low", "high"), moved(facts["estimate"], quiet), strict=True))
        )
    return Table("summary", _("Score now"), SUMMARY, [row], single=True)


def question_row(facts: dict[str, Any], sight: Sight) -> dict[str, Any]:
    shown = estimate(facts, sight)
    faces = {face: facts[face] if shown.exact else None for face in FACES}
    return {"question": wording.words(facts["item"]), "estimate": shown, "raters": shown.count, **faces}


def question_table(t: Tables, sight: Sight, ratee: str) -> Table:
    rows = [question_row(facts, sight) for facts in fetch(t, questions, sight, ratee)]
    rows.sort(key=lambda row: not row["estimate"].exact)  # what waits comes last: its place must not tell
    return Table("questions", _("Questions, the lowest first"), QUESTIONS, rows)


def yesno_row(facts: dict[str, Any], sight: Sight) -> dict[str, Any]:
    percent = {name: 100 * facts[key] for name, key in (("value", "rate"), ("low", "low"), ("high", "high"))}
    shown = show(sight.circle, facts["raters"], person=bool(facts["single_holder"]), **percent)
    return {
        "yesno": wording.words(facts["question"]), "rate": shown,
        "yes": facts["yes"] if shown.exact else None, "answers": facts["n"] if shown.exact else shown.count,
    }  # fmt: skip


def yesno_table(t: Tables, sight: Sight, ratee: str) -> Table:
    rows = [yesno_row(facts, sight) for facts in fetch(t, yesno, sight, ratee)]
    return Table("yesno", _("Yes or no"), YESNO, rows)


def quarter_table(t: Tables, sight: Sight, ratee: str) -> Table:
    rows = []
    for facts in fetch(t, quarters, sight, ratee):
        shown = estimate(facts, sight)
        rows.append({"quarter": facts["period"], "estimate": shown, "raters": shown.count})
    return Table("quarters", _("By quarter"), QUARTERS, rows)


def theme_table(t: Tables, sight: Sight, ratee: str) -> Table:
    said = [facts for facts in fetch(t, themes, sight, ratee) if theme(facts["raters"])]
    rows = [{"theme": wording.words(facts["theme"]), "raters": facts["raters"]} for facts in said]
    nothing = _("Nothing has been said by five or more people yet.")
    return Table("themes", _("What people said"), THEMES, rows, empty=nothing)


def holder_table(t: Tables, sight: Sight, ratee: str) -> Table:
    rows = []
    for facts in fetch(t, holders, sight, ratee):
        shown = estimate(facts, sight)
        name = wording.in_language(facts["names"])
        rows.append({"ratee": facts["ratee"], "holder": name, "estimate": shown, "raters": shown.count})
    return Table("holders", _("Who sits there"), HOLDERS, rows)
