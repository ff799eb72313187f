"""A shared case at her home: asking another organisation, tasks, papers that go, and the end."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import telling
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.pages.reader import about, me
from pakhi.legal import joint, joint_work
from pakhi.legal.joint_words import Ended, Side
from pakhi.legal.models import JointFile
from pakhi.legal.pages.court import the_whole
from pakhi.legal.pages.joint_shown import TaskForm, shown
from pakhi.legal.pages.step import writer
from pakhi.vault import doors, merge
from pakhi.vault import joint as sealed
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person, SealedFile
from pakhi.vault.pages.notes import Kept


def offer(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """Choose an organisation to which she agreed, and ask it."""
    found, error = writer(request, person), ""
    whole = the_whole(found, thread)
    partners = sealed.partners(found.person)
    if request.method == "POST":
        away = next((one for one in partners if one.code == request.POST.get("to")), None)
        try:
            if away is None:
                raise Refused(_("Choose an organisation."))
            made = joint.offer(found.person, whole, away, me(request))
            messages.success(request, _("They are asked. Until they answer they see nothing but that there is a case."))
            return redirect("legal:shared_home", found.person.code, whole.number, made.code)
        except Refused as refusal:
            error = str(refusal)
    context = {
        "person": found.person, "whole": whole, "name": telling.line_of(whole), "kind": KINDS[whole.kind],
        "partners": partners, "error": error, "to": request.POST.get("to", ""),
    }  # fmt: skip
    return render(request, "legal/share.html", context, status=409 if error else 200)


def home(request: HttpRequest, person: str, thread: str, shared: str) -> HttpResponse:
    """Read it; a POST writes (`act`)."""
    found = about(person)
    whole = the_whole(found, thread)
    rows = JointFile.objects.select_related("thread__book__organisation", "home", "away")
    file = rows.filter(thread=whole, code=shared).first()
    if file is None:
        raise Http404
    form, error = None, ""
    if request.method == "POST":
        form = TaskForm(file, request.POST if request.POST.get("act") == "task" else None)
        try:
            done = written(request, file, form)
            if done:
                messages.success(request, done)
                return redirect("legal:shared_home", found.person.code, whole.number, file.code)
        except Refused as refusal:
            error = str(refusal)
    context = shown(file, Side.HOME, form, error) | {
        "person": found.person, "whole": whole, "hers": papers(found.person), "typed": request.POST,
    }  # fmt: skip
    return render(request, "legal/joint.html", context, status=409 if error else 400 if form and form.errors else 200)


def written(request: HttpRequest, file: JointFile, form: TaskForm) -> str:
    """Write what was sent, and say what was done; nothing where the form has to be looked at again. Raises Refused."""
    act = HERE.get(request.POST.get("act", ""))
    if act is None:
        raise Refused(_("Nothing was written. Open the page again, and try once more."))
    return act(request, file, form, Side.HOME)


def ask(request: HttpRequest, file: JointFile, form: TaskForm, side: str) -> str:
    """A task, from either side."""
    if not form.is_valid():
        return ""
    said = form.cleaned_data
    joint_work.ask(file, side, me(request), said["what"], said["doer"], said["due"], said["tap"])
    return _("Written. Both see it.")


def say(request: HttpRequest, file: JointFile, _form: TaskForm, side: str) -> str:
    """What became of a task, from either side."""
    sent = request.POST
    why = sent.get("why", "") if sent.get("became") == "cannot" else ""
    joint_work.say(file, side, me(request), sent.get("task", ""), sent.get("became", ""), why)
    return _("Written. Both see it.")


def give(request: HttpRequest, file: JointFile, _form: TaskForm, _side: str) -> str:
    """A copy of a paper of hers."""
    sent = request.POST
    paper = next(
        (one.row for one in papers(about(file.thread.book.person).person) if one.row.token == sent.get("paper")), None
    )
    if paper is None:
        raise Refused(_("Choose a paper of hers."))
    joint_work.give(file, doors.opened(request), paper, sent.get("kind", ""), sent.get("tap", ""))
    return _(
        "They can open a copy now. What the file is called here did not go along; what is written inside it did, also "
        "a title or an author."
    )


def take_back(request: HttpRequest, file: JointFile, _form: TaskForm, _side: str) -> str:
    joint_work.take_back(file, request.POST.get("given", ""), me(request))
    return _("The copy is destroyed. What somebody there has read, nobody can take back.")


def end(request: HttpRequest, file: JointFile, _form: TaskForm, _side: str) -> str:
    joint.end(file, Ended.HOME, me(request))
    return _("It has ended. They see nothing of it any more, and the copies are destroyed.")


Act = Callable[[HttpRequest, JointFile, TaskForm, str], str]
HERE: dict[str, Act] = {"task": ask, "say": say, "paper": give, "take_back": take_back, "end": end}


def papers(person: Person) -> list[Kept]:
    """Papers of hers of which a copy may go, the newest first; what they are called stays sealed."""
    rows = SealedFile.objects.filter(person__in=merge.together(person), kind__in=sealed.GOES)
    return [Kept(row) for row in rows.select_related("person__key").order_by("-id")]
