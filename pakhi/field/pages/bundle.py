"""A file from a phone: chosen here, with a result for each record; and what ended phones have left, for a decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pakhi.field import bundle as files
from pakhi.field import ended
from pakhi.field.access import number_of
from pakhi.field.bundle import Line, Report, What
from pakhi.field.models import Arrival
from pakhi.field.pages.inbox import titles
from pakhi.field.pages.place import homes
from pakhi.field.pages.reader import kept, me
from pakhi.field.refusals import SENTENCES
from pakhi.network.models import Organisation
from pakhi.vault import doors
from pakhi.vault.keys import Refused
from pakhi.vault.uploads import too_large

SHOWN = 200  # lines of a list
SAID: dict[str, str | Promise] = {
    What.KEPT: gettext_lazy("Taken in."),
    What.HERE: gettext_lazy("It was here already."),
    What.ENDED: gettext_lazy("Kept. Its phone was ended: a supervisor or manager decides about it."),
    What.CONFLICT: gettext_lazy("Kept, beside another record of the same number. A supervisor compares the two."),
}
REFUSED: dict[str, str | Promise] = {
    "damaged": gettext_lazy("Not taken in: it was cut off or changed on the way. It is still on its phone."),
    "gone": gettext_lazy(
        "Not taken in: it was locked so long ago that nobody opens it any more. Fill it in anew if you can."
    ),
    "stranger": gettext_lazy("Not taken in: the phone that wrote it is none of this organisation. It is still there."),
    "large": gettext_lazy("Not taken in: it is larger than 10 MB. It is still on its phone."),
    "key": gettext_lazy("Not taken in now: it could not be written down. Choose the file again later."),
}


@dataclass(frozen=True)
class Row:
    """A record of the file as it is shown: form and worker only to who sent it and to keepers."""

    place: int
    title: str
    worker: str
    said: str | Promise
    bad: bool
    link: int = 0


def bundle(request: HttpRequest) -> HttpResponse:
    """The page. By POST a file is taken in, or what an ended phone left is accepted."""
    if request.method != "POST":
        return page(request)
    return accept(request) if request.POST.get("action") == "accept" else take(request)


def take(request: HttpRequest) -> HttpResponse:
    """Each record of a file through the inbox, as if its phone had sent it."""
    if too_large(request):
        return page(request, _("The file is larger than 25 MB. Make it anew on the phone: it makes several of it."))
    sent = request.FILES.get("file")
    content = sent.read() if sent else b""
    if not content:
        return page(request, _("Choose the file first."))
    if not files.is_one(content):
        return page(request, _("This is not a file that the app has made. Nothing was changed."))
    home = files.whose(content, homes(request))
    if home is None:
        return page(
            request, _("This file is for another organisation, or was changed on the way. It opens only there.")
        )
    return page(request, report=files.take(content, home, me(request)), home=home)


def accept(request: HttpRequest) -> HttpResponse:
    """What was ticked is taken in, each by itself; what cannot be says why and stays."""
    chosen = {number_of(one) for one in request.POST.getlist("arrival")[: ended.MOST]}
    rows = [one for one in ended.waiting(kept(request)) if one.pk in chosen]
    reason, mine = request.POST.get("reason", ""), doors.opened(request)
    if not rows or reason not in ended.Reason.values:
        return page(request, _("Choose which records, and why you accept them."), ticked=chosen)
    done, refused = list[Arrival](), list[str]()
    for one in Arrival.objects.select_related("organisation", "account", "device").filter(pk__in=[x.pk for x in rows]):
        try:
            done.append(ended.accept(mine, one, reason))
        except Refused as refusal:
            refused.append(str(refusal))
    if not done:
        return page(request, refused[0], ticked=chosen)
    tell(request, done, refused)
    return redirect("field:bundle")


def tell(request: HttpRequest, done: list[Arrival], refused: list[str]) -> None:
    """What became of each that was accepted."""
    taken = sum(one.state != Arrival.State.QUARANTINE for one in done)
    if taken:
        messages.success(
            request, ngettext("%(n)s record was taken in.", "%(n)s records were taken in.", taken) % {"n": taken}
        )
    if rest := len(done) - taken:
        waits = ngettext(
            "%(n)s record was accepted and waits in the inbox, with its reason.",
            "%(n)s records were accepted and wait in the inbox, each with its reason.", rest,
        )  # fmt: skip
        messages.warning(request, waits % {"n": rest})
    for sentence in sorted(set(refused)):
        messages.warning(request, sentence)


def page(
    request: HttpRequest, error: str = "", report: Report | None = None, home: Organisation | None = None,
    ticked: set[int] | None = None,
) -> HttpResponse:  # fmt: skip
    """The form, what became of a file, and what waits for this reader's decision."""
    keeps = kept(request)
    called = titles(keeps)
    lines = rows(request, report, home) if report and home else []
    context = {
        "error": error, "report": report, "lines": lines[:SHOWN], "more": max(0, len(lines) - SHOWN), "home": home,
        "counts": counts(report) if report else [], "keeper": bool(keeps), "reasons": ended.Reason.choices,
        "waits": [
            (one, called.get(one.form_id) or one.form_id, ended.may_decide(me(request), one))
            for one in ended.waiting(keeps)[:SHOWN]
        ],
        "ticked": ticked or set(), "reason": request.POST.get("reason", ""), "several": len(homes(request)) > 1,
    }  # fmt: skip
    return render(request, "field/bundle.html", context, status=409 if error else 200)


def counts(report: Report) -> list[tuple[str, int]]:
    """What became of a file in three figures."""
    return [
        (_("kept"), report.count(What.KEPT, What.WAITS, What.ENDED, What.CONFLICT)),
        (_("were here already"), report.count(What.HERE)), (_("not taken in"), report.count(What.REFUSED)),
    ]  # fmt: skip


def rows(request: HttpRequest, report: Report, home: Organisation) -> list[Row]:
    """The records of a file, what was not taken in first."""
    keeper, called = home in kept(request), titles([home])
    order = (What.REFUSED, What.CONFLICT, What.ENDED, What.WAITS, What.KEPT, What.HERE)
    return [row(request, line, keeper, called) for line in sorted(report.lines, key=lambda one: order.index(one.what))]


def row(request: HttpRequest, line: Line, keeper: bool, called: dict[str, str]) -> Row:
    arrival = line.arrival
    if arrival is None:
        return Row(line.place, "", "", REFUSED[line.why], bad=True)
    known = keeper or arrival.account_id == me(request).pk
    title = called.get(arrival.form_id, arrival.form_id) if known else ""
    worker = arrival.account.name if known and arrival.account else ""
    waits, link = line.what == What.WAITS, arrival.pk if keeper and line.what != What.HERE else 0
    open_here = link if arrival.state == Arrival.State.QUARANTINE else 0
    return Row(line.place, title, worker, waiting(arrival) if waits else SAID[line.what], False, open_here)


def waiting(arrival: Arrival) -> str:
    """A kept record that is not taken in yet, and why."""
    why = SENTENCES.get(arrival.why) or arrival.get_state_display()
    return _("Kept, and waits in the inbox. %(why)s") % {"why": why}
