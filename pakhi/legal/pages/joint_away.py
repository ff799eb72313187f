"""Shared cases in the other organisation: the list, the answer, tasks, papers to open and to send."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr.pages.reader import me
from pakhi.legal import joint as room
from pakhi.legal import joint_lists, joint_work
from pakhi.legal.joint_words import Ended, Goes, Side
from pakhi.legal.models import RUNNING, JointFile
from pakhi.legal.pages.joint_home import Act, ask, say
from pakhi.legal.pages.joint_shown import TaskForm, With, listed, shown
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import doors
from pakhi.vault.keys import Refused
from pakhi.vault.pages.notes import chosen, streamed
from pakhi.vault.standing import CARERS, KEEPERS

LATELY = dt.timedelta(days=92)  # for so long the list says that something has ended


def shared(request: HttpRequest) -> HttpResponse:
    """What others share with us, and what we share with others, as far as the reader works on it."""
    mine = me(request)
    context = {
        "theirs": lately(joint_lists.theirs(mine), Side.AWAY), "ours": lately(joint_lists.ours(mine), Side.HOME),
        "decides": any(held.role in KEEPERS for held in request.memberships),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "legal/shared.html", context)


def lately(rows: QuerySet[JointFile], side: str) -> list[With]:
    """What runs, and what has ended or was declined not long ago; what is to be answered or done first."""
    ended = Q(ended_on__gt=today() - LATELY) | Q(ended_on=None, answered_on__gt=today() - LATELY)
    found = [listed(one, side) for one in rows.filter(Q(state__in=RUNNING) | ended)]
    return sorted(found, key=lambda one: (not one.file.running, not one.open))


def the_file(request: HttpRequest, code: str) -> JointFile:
    """The file of a code; the gate has let this reader through. For who is kept apart from her there is none."""
    rows = JointFile.objects.select_related("thread__book__organisation", "home", "away", "worker")
    found = rows.filter(code=code).first()
    if found is None or room.shut(found, me(request)):
        raise Http404
    return found


def joint(request: HttpRequest, joint: str) -> HttpResponse:
    """Read it; a POST writes (`act`)."""
    file, form = the_file(request, joint), None
    if request.method != "POST":
        return page(request, file)
    form = TaskForm(file, request.POST if request.POST.get("act") == "task" else None)
    act = HERE.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Refused(_("Nothing was written. Open the page again, and try once more."))
        done = act(request, file, form, Side.AWAY)
    except Refused as refusal:
        return page(request, file, form, str(refusal))
    if not done:
        return page(request, file, form)
    messages.success(request, done)
    return redirect("legal:joint", file.code)


def page(request: HttpRequest, file: JointFile, form: TaskForm | None = None, error: str = "") -> HttpResponse:
    """The page of one shared case; of one that has ended, that it has."""
    context = shown(file, Side.AWAY, form, error)
    decides = any(held.role in KEEPERS for held in request.memberships)  # type: ignore[attr-defined]  # the gate sets it
    context |= {
        "decides": decides, "typed": request.POST, "declining": [(one.value, one.label) for one in room.DECLINING],
        "people": people(file) if decides and context["accepted"] else [],
    }  # fmt: skip
    status = 409 if error else 400 if form is not None and form.errors else 200
    return render(request, "legal/joint.html", context, status=status)


def people(file: JointFile) -> list[Account]:
    """Who of the other organisation could work on it, by name."""
    there = Membership.objects.current().filter(organisation=file.away, role__in=CARERS)
    found = Account.objects.filter(pk__in=there.values("account"), is_active=True).order_by("name", "pk")
    return [one for one in found if not room.shut(file, one)]


def send(request: HttpRequest, file: JointFile, _form: TaskForm, _side: str) -> str:
    """A paper for her record."""
    kind, tap = request.POST.get("kind", ""), request.POST.get("tap", "")
    if kind not in Goes.values:
        raise Refused(_("Say which paper it is."))
    joint_work.send(file, chosen(request), kind, tap, me(request))
    return _("It is sealed in her record at her home. Nobody here can open it any more.")


HERE: dict[str, Act] = {"task": ask, "say": say, "paper": send}


def answer(request: HttpRequest, joint: str) -> HttpResponse:
    """We work on it or not; who does; that we stop. For those who decide."""
    file, by, sent = the_file(request, joint), me(request), request.POST
    try:
        done = answered(file, by, sent.get("act", ""), sent.get("reason", ""), sent.get("worker", ""))
    except Refused as refusal:
        return page(request, file, error=str(refusal))
    messages.success(request, done)
    return redirect("legal:joint", file.code)


def answered(file: JointFile, by: Account, act: str, reason: str, worker: str) -> str:
    """Do one of these, and say what was done. Raises Refused."""
    if act == "accept":
        room.accept(file, by)
        return _("You work on it together now. Say who of you does.")
    if act == "decline":
        room.decline(file, by, reason)
        return _("It is declined, and they see the reason.")
    if act == "worker":
        named = next((one for one in people(file) if str(one.pk) == worker), None)
        if worker and named is None:
            raise Refused(_("Choose somebody who works with people in your organisation."))
        room.name_worker(file, named, by)
        return _("Written.")
    if act == "end" and room.alive(file):
        room.end(file, Ended.AWAY, by)
        return _("It has ended. The copies of her papers are destroyed.")
    raise Refused(_("Nothing was written. Open the page again, and try once more."))


def open_(request: HttpRequest, joint: str, paper: str) -> HttpResponse | StreamingHttpResponse:
    """One paper that was given to us, as the answer itself."""
    file, unlocked = the_file(request, joint), doors.opened(request)
    try:
        content, kind = joint_work.open_paper(file, unlocked, paper, request.POST.get("reason", ""))
    except Refused as refusal:
        return page(request, file, error=str(refusal))
    return streamed(content, kind, sound=False)
