"""One thread of a case or a collective: what holds now, how it came to that, and the next step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.cbr import entitled, sealed_words, steps, telling, unseen
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import KINDS, Faulty, Kind
from pakhi.cbr.mapping import NEED
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.pages.reader import About, about, me
from pakhi.cbr.pages.shelf import Shelf, of_case, the_one
from pakhi.cbr.status import STANDING, unsaid
from pakhi.lib.clock import today
from pakhi.lib.history import fold
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused
from pakhi.vault.models import Reveal
from pakhi.vault.pages.reaching import not_now


def begin(request: HttpRequest, person: str, kind: str) -> HttpResponse:
    """Open a thread of some kind."""
    return begin_on(request, of_case(request, about(person)), kind)


def begin_on(request: HttpRequest, shelf: Shelf, kind: str) -> HttpResponse:
    """Open a thread of some kind on a shelf."""
    made, part_of = shelf.kind(kind), request.POST.get("about", request.GET.get("about", ""))
    if made.within and (not part_of or shelf.thread(part_of).kind != made.within):
        raise Http404
    start = {name: request.GET[name] for name in made.by_name if name in request.GET}
    form = StepForm(made, shelf.book, request.POST or None, asked=shelf.asked(made, True), initial=start)
    if shelf.person is not None:  # what a group did is written when it is over
        form.begins()
    if request.method == "POST" and form.is_valid():
        answer = written(request, shelf, form, part_of)
        if answer is not None:
            return answer
    bad = 400 if request.method == "POST" else 200
    context = {"person": shelf.person, "shelf": shelf, "kind": made, "form": form, "part_of": part_of}
    return render(request, "cbr/begin.html", context, status=bad)


def written(request: HttpRequest, shelf: Shelf, form: StepForm, part_of: str = "") -> HttpResponse | None:
    """Write what was typed; nothing where it does not fit, which then stands in the form."""
    try:
        step = steps.write(form.thread.book if form.thread else shelf.book, form.said(part_of), me(request))
    except Faulty as fault:
        form.show(fault)
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Written."))
    return redirect(shelf.thread_page, shelf.code, step.thread.number)


def the_thread(found: About, number: str) -> Thread:
    """A thread of somebody's case. Raises Http404."""
    return the_one(found.books, number)


def thread(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """One thread; a POST is its next step."""
    return thread_on(request, of_case(request, about(person)), thread)


def page_of(made: Kind, code: str, number: str) -> str:
    """The address of the page that shows a thread of this kind instead of the one here."""
    return reverse(made.page, args=[code] if made.once else [code, number])


def thread_on(request: HttpRequest, shelf: Shelf, number: str) -> HttpResponse:
    """One thread of a shelf; a POST is its next step."""
    row = shelf.thread(number)
    if KINDS[row.kind].page and request.method == "GET":
        return redirect(page_of(KINDS[row.kind], shelf.code, number))
    asked = shelf.asked(KINDS[row.kind], False)
    form = StepForm(KINDS[row.kind], row.book, request.POST or None, row, asked)
    if request.method == "POST":
        if not shelf.writes(KINDS[row.kind]):
            raise Http404
        if form.is_valid():
            answer = written(request, shelf, form)
            if answer is not None:
                return answer
    return page(request, shelf, row, form, status=400 if request.method == "POST" else 200)


def page(
    request: HttpRequest, shelf: Shelf, row: Thread, form: StepForm, read: dict[str, str] | None = None,
    error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    made, rows = KINDS[row.kind], list(Step.objects.filter(thread=row).select_related("by"))
    now, held = fold(steps.history(rows)), steps.at(row, today(), rows) or row
    last = max((one for one in rows if one.way), key=lambda one: (one.day, one.pk), default=None)
    counting = [number for number in now.order if number not in now.replaced]
    beside = unseen.seen(steps.threads(shelf.books))
    context = {
        "person": shelf.person, "shelf": shelf, "thread": row, "kind": made, "name": telling.line_of(row),
        "state": telling.state_of(row),
        "lines": telling.lines(made, held.values, row.book_id), "told": telling.told(row, rows, counting), "form": form,
        "rivals": [(made.by_name[name].label if name in made.by_name else _("Where it stands"),
                    [telling.answer(made.by_name[name], one, row.book_id) if name in made.by_name
                     else telling.label_of(made, one) for one in values]) for name, values in row.rivals.items()],
        "parts": [(one, telling.line_of(one), telling.state_of(one)) for one in beside
                  if one.about == row.number],
        "whole": next((one for one in beside if one.number == row.about), None), "within": shelf.within(made),
        "writes": shelf.writes(made), "reasons": Reveal.Reason.choices, "read": read or {}, "error": error,
        "sealed": any(one.words for one in rows), "unsaid": row.kind == STANDING.key and unsaid(held, last),
        "claimed": claimed(shelf, row),
    }  # fmt: skip
    return render(request, "cbr/thread.html", context, status=status)


def claimed(shelf: Shelf, row: Thread) -> dict[str, Any] | None:
    """Of a need that leads to a right: the claims for it, and where one is begun; nothing for everything else."""
    right = str(row.values.get("right") or "") if row.kind == NEED.key else ""
    if not right:
        return None
    rows = entitled.claims(shelf.books, right)
    runs = any(KINDS[one.kind].running(one.state) for one in rows)
    return {
        "rows": [(one, telling.line_of(one), telling.state_of(one)) for one in rows], "right": right,
        "want": reverse(entitled.want(), args=[shelf.code]) if entitled.want() and not runs else "",
        "number": steps.new_number(),
    }  # fmt: skip


def words(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """Read what was said beside the steps of a thread: a look like any other, with a reason."""
    found = about(person)
    shelf = of_case(request, found)
    row, reason = shelf.thread(thread), request.POST.get("reason", "")
    form = StepForm(KINDS[row.kind], row.book, None, row)
    if reason not in Reveal.Reason.values:
        return page(request, shelf, row, form, error=_("Choose a reason."), status=400)
    try:
        mine = row.steps.filter(words=True).values_list("number", flat=True)
        read = sealed_words.read_beside(opened(request), found.person, reason, mine)
    except Refused as refusal:
        return not_now(request, found.person, refusal)
    return page(request, shelf, row, form, read)
