"""The inbox: how much arrived, what waits and why, and one record that waits, opened only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.field import forgotten, mending
from pakhi.field.access import number_of
from pakhi.field.models import Arrival, Version
from pakhi.field.pages.reader import kept
from pakhi.field.refusals import SENTENCES
from pakhi.network.models import Organisation
from pakhi.vault import doors, scope
from pakhi.vault.keys import Refused

State = Arrival.State
MOST = 200  # rows of one list


@dataclass(frozen=True)
class Row:
    """A record that waits, without anything of what is in it."""

    arrival: Arrival
    title: str
    why: str | Promise
    missing: int = 0


def inbox(request: HttpRequest) -> HttpResponse:
    """Counts, and what waits. A press tries all of it again: what it waited for may be here by now."""
    homes = kept(request)
    mine = Arrival.objects.filter(organisation__in=homes).exclude(person__in=scope.hidden_codes())
    if request.method == "POST":
        waits = (
            mine.filter(state=State.QUARANTINE)
            .exclude(why__in=mending.DECIDED)
            .select_related("organisation", "account", "device")
        )
        went_in, left = mending.all_again(doors.opened(request), waits.order_by("pk")[:MOST])
        messages.success(request, tried(went_in, left))
        return redirect("field:inbox")
    counted = dict(mine.values_list("state").annotate(Count("pk")))
    context = {
        "figures": [(label, counted.get(state, 0)) for state, label in State.choices if show(state, counted)],
        "arrived": sum(counted.values()), "most": MOST, "several": len(homes) > 1,
        "quarantine": (quarantine := rows(mine.filter(state=State.QUARANTINE), homes)),
        "triable": any(mending.may_go_in(row.arrival) for row in quarantine),
        "waiting": rows(mine.filter(state=State.WAITING), homes),
    }  # fmt: skip
    return render(request, "field/inbox.html", context)


def tried(went_in: int, left: int) -> str:
    """What has become of everything that was tried."""
    if not went_in:
        return _("Nothing could be taken in. Everything is kept as it was.")
    done = ngettext("%(n)s record is taken in.", "%(n)s records are taken in.", went_in) % {"n": went_in}
    still = ngettext("%(n)s still waits.", "%(n)s still wait.", left) % {"n": left}
    return f"{done} {still}" if left else done


def show(state: str, counted: dict[str, int]) -> bool:
    """Mended and replaced ones are told of where there are any; the other states always."""
    return state not in {State.MENDED, State.REPLACED} or bool(counted.get(state))


def rows(found: QuerySet[Arrival], homes: Iterable[Organisation]) -> list[Row]:
    """Arrivals as they are listed, the oldest first."""
    called = titles(homes)
    listed = found.select_related("account", "device", "organisation").defer("sealed", "digest")
    missing = Count("attachments", filter=Q(attachments__token=""))
    return [row(one, called, one.missing) for one in listed.annotate(missing=missing).order_by("pk")[:MOST]]


def row(arrival: Arrival, called: dict[str, str], missing: int = 0) -> Row:
    return Row(arrival, called.get(arrival.form_id) or arrival.form_id, SENTENCES.get(arrival.why, ""), missing)


def titles(homes: Iterable[Organisation]) -> dict[str, str]:
    """What the forms that were given out are called, by their id; the newest version names a form."""
    mine = Q(form__organisation__in=list(homes)) | Q(form__organisation=None)
    given = Version.objects.filter(mine).exclude(state=Version.State.DRAFT).order_by("pk")
    return {one.form.form_id: one.called() for one in given.select_related("form").defer("source", "xform")}


def arrival(request: HttpRequest, arrival: str) -> HttpResponse:
    """One record. Opened, tried again, set aside, or kept before another, each by a press."""
    one = Arrival.objects.select_related("organisation", "account", "device").get(pk=number_of(arrival))
    if request.method != "POST":
        return page(request, one)
    mine, action = doors.opened(request), request.POST.get("action", "")
    try:
        if action == "look":
            return page(request, one, opened=mending.look(mine, one))
        if action == "again":
            return done(request, one, mending.again(mine, one))
        if action == "aside":
            mending.set_aside(mine, one)
            return done(request, one, one)
        if action == "keep":
            return done(request, one, mending.keep_one(mine, one, number_of(request.POST.get("keep", ""))))
    except Refused as refusal:
        return page(request, one, str(refusal))
    return page(request, one, _("Choose what to do."))


def page(
    request: HttpRequest, one: Arrival, error: str = "", opened: list[mending.Opened] | None = None
) -> HttpResponse:
    """The page of a record: codes and the sentence; its answers only in the answer to a look."""
    context = {
        "row": row(one, titles([one.organisation])), "opened": opened, "error": error, "others": mending.beside(one),
        "waits": one.state in mending.OPEN, "files": one.attachments.order_by("name").defer("head"),
        "closed": forgotten.closed(one),
    }  # fmt: skip
    return render(request, "field/arrival.html", context, status=409 if error else 200)


def done(request: HttpRequest, one: Arrival, changed: Arrival) -> HttpResponse:
    """Back to the list with a word; what could not be taken in stays on its page with the new reason."""
    if changed.state == State.QUARANTINE:
        return page(request, one, _("It could still not be taken in. It is kept as it was."))
    messages.success(request, told()[changed.state])
    return redirect("field:inbox")


def told() -> dict[str, str]:
    return {
        State.TAKEN: _("It is taken in."),
        State.WAITING: _("It waits for its files now, and is taken in when they have come."),
        State.REPLACED: _("It is kept. A corrected record of it is here already and stands in its place."),
        State.MENDED: _("It was mended and sent again already. It stays as it is."),
        State.ASIDE: _("It is set aside. It stays here, locked, and nobody takes it in."),
    }
