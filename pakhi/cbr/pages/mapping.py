"""The mapping of one case: needs, threats, stigma and strengths, what changed since, and closing with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.cbr import mapped, mapping, steps, telling
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.pages.thread import the_thread
from pakhi.cbr.vocabulary import Component
from pakhi.vault.keys import Refused

PARTS = (
    ("need", gettext_lazy("Needs"), gettext_lazy("Add a need")),
    ("threat", gettext_lazy("Threats"), gettext_lazy("Add a threat")),
    ("stigma", gettext_lazy("Stigma"), gettext_lazy("Add a source of stigma")),
    ("strength", gettext_lazy("Strengths"), gettext_lazy("Add a strength")),
)


def overview(request: HttpRequest, person: str) -> HttpResponse:
    """The four parts, compared with a day (`since`, else the day before the last mapping)."""
    found = about(person)
    seen = mapped.overview((found.book, *found.books[1:]), day_of(request.GET.get("since", "")))
    context = {
        "person": found.person, "since": seen.since, "news": seen.news, "any": bool(seen.rows),
        "parts": [part(seen, kind, title, add) for kind, title, add in PARTS],
        "readiness": next(iter(seen.rows.get("readiness", [])), None),
        "ready": mapping.ready_for_audience(found.books), "writes": writes(request, found.person),
    }  # fmt: skip
    return render(request, "cbr/mapping.html", context)


def part(seen: mapped.Overview, kind: str, title: Any, add: Any) -> dict[str, Any]:
    """One of the four: its open rows (needs by part of life), and those that are closed."""
    rows = seen.running(kind)
    groups = [("", rows)] if rows else []
    if kind == "need":
        by_part = [(name, [one for one in rows if one.thread.component == key]) for key, name in Component.choices]
        groups = [(str(name), held) for name, held in by_part if held]
    return {
        "kind": KINDS[kind],
        "title": title,
        "add": add,
        "groups": groups,
        "n": len(rows),
        "ended": seen.ended(kind),
    }


def day_of(written: str) -> dt.date | None:
    """A day from an address; nothing if it is none."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


class Closing(StepForm):
    """How something ends, why, and when."""

    def __init__(self, row: Thread, data: Any = None) -> None:
        made = KINDS[row.kind]
        super().__init__(made, row.book, data, row, asked=("why", "words"))
        self.fields["why"].required, self.fields["why"].help_text = True, ""
        self.fields["words"].label = _("More about it, in words")
        ends = [one for one in made.states.choices if one[0] in made.ends]
        state: Any = self.fields["state"]
        state.choices, state.required, self.initial["state"] = ends, True, ends[0][0] if len(ends) == 1 else ""


def close(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """Close one thing of the mapping, with a reason."""
    found = about(person)
    row = the_thread(found, thread)
    if row.kind not in mapping.MAPPED or not KINDS[row.kind].ends or not writes(request, found.person):
        raise Http404
    form = Closing(row, request.POST or None)
    if request.method == "POST" and form.is_valid() and closed(request, found, form):
        messages.success(request, _("Closed. It stays in her story, and can be opened again."))
        return redirect("cbr:mapping", found.person.code)
    context = {"person": found.person, "form": form, "kind": form.made, "name": telling.line_of(row), "thread": row}
    return render(request, "cbr/mapping_close.html", context, status=400 if request.method == "POST" else 200)


def closed(request: HttpRequest, found: About, form: StepForm) -> bool:
    """Write it; what does not fit stands in the form."""
    try:
        steps.write(form.book, form.said(), me(request))
    except Faulty as fault:
        form.show(fault)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False
