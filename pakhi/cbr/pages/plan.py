"""Her care plan on one page: goals by part of life with their actions, what she agreed to, and who approved it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pakhi.cbr import plans, steps, telling
from pakhi.cbr.asking import SENTENCES, StepForm
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, keeps, me, writes
from pakhi.cbr.plan_words import ActionState, GoalState, NotDone, PlanState
from pakhi.cbr.plans import ACTION, GOAL, PLAN
from pakhi.cbr.status import Standing
from pakhi.cbr.steps import Said, new_number, standing_number
from pakhi.cbr.vocabulary import ELEMENTS, Component, YesNo
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused

FRAME = ("horizon", "review", "agreed", "agreed_on", "tongue", "keeper", "words")
NEW_GOAL = ("element", "term", "hers", "need", "by", "owner", "words")
NEW_ACTION = ("what", "doer", "owner", "by", "words")
PICTURES = {
    "health": "hospital", "education": "school", "livelihood": "plant", "legal": "court", "social": "two-people",
}  # fmt: skip
Rivals = list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Part:
    """A goal or an action as the page shows it. `rivals`: question -> what somebody else wrote about it at once."""

    thread: Thread
    line: str
    state: str
    facts: list[str]
    rivals: Rivals
    parts: list[Part]
    number: str

    @property
    def late(self) -> bool:
        """Whether it should have been done by now."""
        return self.open and self.thread.due is not None and self.thread.due < today()

    @property
    def open(self) -> bool:
        return KINDS[self.thread.kind].running(self.thread.state)


@dataclass(frozen=True)
class Field:
    """One part of life with its goals."""

    component: Component
    goals: list[Part]
    picture: str


def rivals_of(thread: Thread) -> Rivals:
    """What two people wrote at once, in words."""
    made, found = KINDS[thread.kind], list[tuple[str, list[str]]]()
    for name, others in thread.rivals.items():
        question = made.by_name.get(name)
        if question is None:
            found.append((_("Where it stands"), [telling.label_of(made, one) for one in others]))
        else:
            found.append((str(question.label), [telling.answer(question, one, thread.book_id) for one in others]))
    return found


def part(thread: Thread, parts: Iterable[Part] = ()) -> Part:
    line, state = telling.line_of(thread), telling.state_of(thread)
    return Part(thread, line, state, facts(thread), rivals_of(thread), list(parts), new_number())


def facts(thread: Thread) -> list[str]:
    """What stands beside the name of a goal."""
    made, values = KINDS[thread.kind], thread.values
    if thread.kind != GOAL.key:
        return []
    found = [telling.answer(made.by_name["term"], values["term"])] if values.get("term") else []
    found.append(_("She chose it herself") if values.get("hers") == YesNo.YES else _("It is not her own choice"))
    if thread.due:
        found.append(_("by %(day)s") % {"day": date_format(thread.due, "j M Y")})
    return found


def fields(found: About) -> list[Field]:
    """The goals of all parts of life, the open ones first, each with its actions by day."""
    rows = steps.threads(found.books, GOAL.key, ACTION.key)
    actions = sorted((one for one in rows if one.kind == ACTION.key), key=lambda one: (one.due is None, one.due or
                                                                                     today(), one.pk))  # fmt: skip
    made = [part(goal, [part(one) for one in actions if one.about == goal.number]) for goal in rows
            if goal.kind == GOAL.key]  # fmt: skip
    made.sort(key=lambda one: (not one.open, one.thread.pk))
    found_here = [Field(component, [one for one in made if one.thread.component == component], PICTURES[component])
                  for component in Component]  # fmt: skip
    return [one for one in found_here if one.goals]


def plan(request: HttpRequest, person: str) -> HttpResponse:
    """The plan; a POST does one thing to it: `act` says which."""
    found = about(person)
    if request.method != "POST":
        return page(request, found, Forms.of(request, found))
    if not writes(request, found.person):
        raise Http404
    return acts(request, found)


class Forms:
    """The forms of the page: the frame of the plan, a goal and an action to add; typed in or fresh."""

    def __init__(self, frame: StepForm, goal: StepForm, action: StepForm) -> None:
        self.frame, self.goal, self.action = frame, goal, action
        for name, form in (("frame", frame), ("goal", goal), ("action", action)):
            form.auto_id = f"{name}_%s"
            form.fields.pop("state", None)

    @classmethod
    def of(cls, request: HttpRequest, found: About, act: str = "") -> Forms:
        """`act`: the form that was sent."""
        sent = {name: request.POST if name == act else None for name in ("frame", "goal", "action")}
        there = plans.plan_of(found.books)
        book = there.book if there else found.book
        return cls(
            StepForm(PLAN, book, sent["frame"], there, FRAME), StepForm(GOAL, book, sent["goal"], asked=NEW_GOAL),
            StepForm(ACTION, book, sent["action"], asked=NEW_ACTION),
        )  # fmt: skip


def acts(request: HttpRequest, found: About) -> HttpResponse:
    """Do what was asked, and come back to the page; what does not fit stands in its form."""
    act = request.POST.get("act", "")
    forms = Forms.of(request, found, act)
    if act not in DOES:
        return page(request, found, forms, _("Nothing was chosen. Choose what is to be done."), 400)
    form = getattr(forms, act, None)
    try:
        if form is None or form.is_valid():
            DOES[act](request, found, forms)
            messages.success(request, _("Written."))
            return redirect("cbr:plan", found.person.code)
    except Faulty as fault:
        if form is not None:
            form.show(fault)
        else:
            return page(request, found, forms, str(SENTENCES.get(fault.why, fault.why)), 400)
    except Refused as refusal:
        return page(request, found, forms, str(refusal), 409)
    return page(request, found, forms, status=400)


def frame(request: HttpRequest, found: About, forms: Forms) -> None:
    """Begin the plan, or change its frame: how long, when to look again, how she agreed."""
    steps.write(forms.frame.book, forms.frame.said(), me(request))


def goal(request: HttpRequest, found: About, forms: Forms) -> None:
    """Add a goal; `after`: the goal that was reached and opened it."""
    said = forms.goal.said()
    said = replace(said, values={**said.values, "component": component_of(str(said.values.get("element", "")))})
    after = request.POST.get("after", "")
    if not after:
        steps.write(forms.goal.book, said, me(request))
        return
    reached, stands = the_part(found, after), request.POST.get("stands", "")
    if stands not in Standing.values:
        raise Faulty("element", str(_("Say where she stands in this part of life now.")))
    plans.next_goal(reached.book, reached, said, stands, me(request))


def component_of(element: str) -> str:
    """The part of life that something belongs to."""
    return next((component for component, held in ELEMENTS.items() if element in held), "")


def action(request: HttpRequest, found: About, forms: Forms) -> None:
    """Add an action to a goal."""
    whole = the_part(found, request.POST.get("about", ""))
    steps.write(whole.book, forms.action.said(whole.number), me(request))


def move(request: HttpRequest, found: About, _forms: Forms) -> None:
    """Say where a goal or an action stands now."""
    row, sent = the_part(found, request.POST.get("thread", "")), request.POST
    values: dict[str, Any] = {"state": sent.get("state", "")}
    if sent.get("why_not"):
        values["why_not"] = sent["why_not"]
    seen = tuple(sent.get("seen", "").split())
    said = Said(row.kind, values, thread=row.number, number=sent.get("number", "")[:40], seen=seen)
    steps.write(row.book, said, me(request))


def decide(request: HttpRequest, found: About, _forms: Forms) -> None:
    """Ask for approval, approve, or send back."""
    state, sent = request.POST.get("state", ""), request.POST
    if state not in {PlanState.WAITING, PlanState.APPROVED, PlanState.BACK}:
        raise Faulty("state")
    number, seen = sent.get("number", "")[:40], tuple(sent.get("seen", "").split())
    newest = plans.last_change(the_plan(found).book)
    if state != PlanState.WAITING and newest is not None and sent.get("last") != newest.number:
        raise Refused(_("The plan was changed since you opened this page. Look at it again, and then decide."))
    plans.decide(the_plan(found).book, state, me(request), sent.get("words", ""), number=number, seen=seen)


DOES: dict[str, Callable[[HttpRequest, About, Forms], None]] = {
    "frame": frame, "goal": goal, "action": action, "move": move, "decide": decide,
}  # fmt: skip


def the_plan(found: About) -> Thread:
    """Her plan. Raises Http404 where there is none."""
    there = plans.plan_of(found.books)
    if there is None:
        raise Http404
    return there


def the_part(found: About, number: str) -> Thread:
    """A goal or an action of hers. Raises Http404."""
    row = Thread.objects.filter(book__in=found.books, number=number, kind__in=(GOAL.key, ACTION.key)).first()
    if row is None:
        raise Http404
    return row


def page(request: HttpRequest, found: About, forms: Forms, error: str = "", status: int = 200) -> HttpResponse:
    there, made, reader = plans.plan_of(found.books), fields(found), me(request)
    wrote = plans.last_writers(found.book, there)
    after = request.POST.get("after", request.GET.get("next", ""))
    goals = [one for field in made for one in field.goals]
    context = {
        "person": found.person, "plan": there, "fields": made, "forms": forms, "error": error, "kind": PLAN,
        "state": telling.state_of(there) if there else "", "writes": writes(request, found.person),
        "facts": telling.lines(PLAN, there.values) if there else [], "rivals": rivals_of(there) if there else [],
        "heads": " ".join(there.heads) if there else "", "number": new_number(),
        "last": getattr(plans.last_change(found.book), "number", ""),
        "agreed": there is not None and plans.agreed_to_this(found.book, there.values),
        "decides": there is not None and keeps(request, found.person) and reader.pk not in wrote, "goals": goals,
        "about": request.POST.get("about", request.GET.get("goal", "")), "goal_states": GoalState.choices,
        "reasons": NotDone.choices, "states": [ActionState.OPEN, ActionState.DONE],
        "after": next((one for one in goals if one.thread.number == after), None), "stands": Standing.choices[1:],
        "plan_number": standing_number(PLAN.key),
    }  # fmt: skip
    return render(request, "cbr/plan.html", context, status=status)


def sheet(request: HttpRequest, person: str) -> HttpResponse:
    """Her plan on paper, in her language, with pictures: no name is on it."""
    found = about(person)
    there, known = the_plan(found), dict(settings.LANGUAGES)
    wanted = [
        request.GET.get("tongue", ""),
        str(there.values.get("tongue", "")),
        translation.get_language() or "",
        "en",
    ]
    tongue = next(one for one in wanted if one in known)
    with translation.override(tongue):
        made = [replace(one, goals=[goal for goal in one.goals if goal.open]) for one in fields(found)]
        context = {
            "person": found.person, "plan": there, "fields": [one for one in made if one.goals], "tongue": tongue,
            "all": settings.LANGUAGES, "today": today(),
        }  # fmt: skip
    return render(request, "cbr/plan_sheet.html", context)
