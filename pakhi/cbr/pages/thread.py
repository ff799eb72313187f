"""One thread of a case: what holds now, how it came to that, and the next step."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import sealed_words, steps, telling
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.lib.history import fold
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused
from pakhi.vault.models import Reveal
from pakhi.vault.pages.reaching import not_now


def begin(request: HttpRequest, person: str, kind: str) -> HttpResponse:
    """Open a thread of some kind."""
    found, made = about(person), KINDS.get(kind)
    if made is None or made.of != "case" or made.quiet or not writes(request, found.person):
        raise Http404
    start = {name: request.GET[name] for name in made.by_name if name in request.GET}
    form = StepForm(made, found.book, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        answer = written(request, found, form, request.POST.get("about", ""))
        if answer is not None:
            return answer
    bad = 400 if request.method == "POST" else 200
    context = {"person": found.person, "kind": made, "form": form, "part_of": request.GET.get("about", "")}
    return render(request, "cbr/begin.html", context, status=bad)


def written(request: HttpRequest, found: About, form: StepForm, part_of: str = "") -> HttpResponse | None:
    """Write what was typed; nothing where it does not fit, which then stands in the form."""
    try:
        step = steps.write(found.book, form.said(part_of), me(request))
    except Faulty as fault:
        form.show(fault)
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Written."))
    return redirect("cbr:thread", found.person.code, step.thread.number)


def the_thread(found: About, number: str) -> Thread:
    """A thread of this case. Raises Http404."""
    thread = Thread.objects.filter(book__in=found.books, number=number).first()
    if thread is None or thread.kind not in KINDS:
        raise Http404
    return thread


def thread(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """One thread; a POST is its next step."""
    found = about(person)
    row = the_thread(found, thread)
    form = StepForm(KINDS[row.kind], row.book, request.POST or None, row)
    if request.method == "POST":
        if not writes(request, found.person):
            raise Http404
        if form.is_valid():
            answer = written(request, found, form)
            if answer is not None:
                return answer
    return page(request, found, row, form, status=400 if request.method == "POST" else 200)


def page(
    request: HttpRequest, found: About, row: Thread, form: StepForm, read: dict[str, str] | None = None,
    error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    made, rows = KINDS[row.kind], list(Step.objects.filter(thread=row).select_related("by"))
    now = fold(steps.history(rows))
    counting = [number for number in now.order if number not in now.replaced]
    context = {
        "person": found.person, "thread": row, "kind": made, "name": telling.line_of(row),
        "state": telling.state_of(row),
        "lines": telling.lines(made, row.values), "told": telling.told(row, rows, counting), "form": form,
        "rivals": [(made.by_name[name].label if name in made.by_name else _("Where it stands"),
                    [telling.answer(made.by_name[name], one) if name in made.by_name else telling.label_of(made, one)
                     for one in values]) for name, values in row.rivals.items()],
        "parts": [(one, telling.line_of(one), telling.state_of(one)) for one in steps.threads(found.books)
                  if one.about == row.number],
        "whole": next((one for one in steps.threads(found.books) if one.number == row.about), None),
        "writes": writes(request, found.person), "reasons": Reveal.Reason.choices, "read": read or {}, "error": error,
        "sealed": any(one.words for one in rows),
    }  # fmt: skip
    return render(request, "cbr/thread.html", context, status=status)


def words(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """Read what was said beside the steps of a thread: a look like any other, with a reason."""
    found = about(person)
    row, reason = the_thread(found, thread), request.POST.get("reason", "")
    form = StepForm(KINDS[row.kind], row.book, None, row)
    if reason not in Reveal.Reason.values:
        return page(request, found, row, form, error=_("Choose a reason."), status=400)
    try:
        read = sealed_words.read(opened(request), found.person, reason)
    except Refused as refusal:
        return not_now(request, found.person, refusal)
    mine = set(row.steps.values_list("number", flat=True))
    return page(request, found, row, form, {number: text for number, text in read.items() if number in mine})
