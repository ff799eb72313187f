"""The collectives of an organisation, or of a network's organisations; and how a new one begins."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import collectives, collectives_list
from pakhi.cbr.asking import StepForm
from pakhi.cbr.collectives_words import Stage, Task
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book
from pakhi.cbr.pages.reader import me
from pakhi.network.access import sheet
from pakhi.network.models import Membership, Organisation
from pakhi.network.models.account import Role
from pakhi.vault.keys import Refused


def groups(request: HttpRequest) -> HttpResponse:
    """All groups that the reader may see, by organisation."""
    homes = sorted(reached(request), key=lambda one: (one.name, one.pk))
    place = {one.pk: at for at, one in enumerate(homes)}
    books = sorted(collectives.books_of(homes), key=lambda book: place[book.organisation_id])
    rows = collectives_list.rows(books)
    sections = [(home, list(held)) for home, held in groupby(rows, key=lambda row: row.book.organisation)]
    context = {
        "sections": sections, "ladder": Stage.choices, "tasks": len(Task), "starts": bool(starters(request)),
        "figures": figures(rows), "several": len(homes) > 1, "over": reads_over(request),
    }  # fmt: skip
    return render(request, "cbr/groups.html", context)


def figures(rows: list[collectives_list.Row]) -> list[tuple[str, int]]:
    """What the list says at a glance."""
    here = [row for row in rows if row.book.state == Book.State.OPEN]
    return [
        (_("Groups"), len(here)), (_("Members"), sum(row.many for row in here)),
        (_("Meetings not written yet"), sum(row.missed for row in here)),
        (_("Decisions overdue"), sum(len(row.overdue) for row in here)),
    ]  # fmt: skip


def allowed(request: HttpRequest) -> list[Membership]:
    """The memberships by which the gate let the reader through."""
    found: list[Membership] = request.memberships  # type: ignore[attr-defined]
    return found


def reached(request: HttpRequest) -> set[Organisation]:
    """The organisations whose groups the reader sees: their own, and for a coordinator those of the network."""
    out = set[Organisation]()
    for held in allowed(request):
        out |= set(held.organisation.members()) if held.role == Role.COORDINATOR else {held.organisation}
    return out


def reads_over(request: HttpRequest) -> bool:
    """Whether the reader may open the page of all groups over time."""
    row = sheet().row("cbr:groups_over", "GET")
    return row is not None and any(row.cells[held.role] != "no" for held in allowed(request))


def starters(request: HttpRequest) -> list[Organisation]:
    """Where the reader may begin a group."""
    row = sheet().row("cbr:group_new", "POST")
    homes = {held.organisation for held in allowed(request) if row and row.cells[held.role] != "no"}
    return sorted(homes, key=lambda one: (one.name, one.pk))


def new(request: HttpRequest) -> HttpResponse:
    """Begin a group."""
    homes = starters(request)
    home = next((one for one in homes if one.code == request.GET.get("at")), homes[0] if homes else None)
    if home is None:
        raise Http404
    book = Book(organisation=home, kind=Book.Kind.GROUP, opened_by=me(request))
    form = StepForm(collectives.GROUP, book, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = begun(request, home, form)
        if answer is not None:
            return answer
    context = {"form": form, "homes": homes if len(homes) > 1 else [], "home": home}
    return render(request, "cbr/group_new.html", context, status=400 if request.method == "POST" else 200)


def begun(request: HttpRequest, home: Organisation, form: StepForm) -> HttpResponse | None:
    """Begin it; nothing where something does not fit, which then stands in the form."""
    said = form.said()
    try:
        book = collectives.start(home, said.values, me(request), day=said.day, number=said.number)
    except Faulty as fault:
        form.show(fault)
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("The group has its page. Now write who belongs to it, and its first meeting."))
    return redirect("cbr:group", book.code)
