"""What a page shows of a shared case, to either side; to the other organisation nothing that is not in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pakhi.cbr import telling
from pakhi.cbr.asking import date_input
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Thread
from pakhi.cbr.steps import new_number
from pakhi.legal import joint, joint_lists
from pakhi.legal.course import parts
from pakhi.legal.joint_words import Answer, Cannot, Goes, JointState, Side, What
from pakhi.legal.models import JointFile, JointTask
from pakhi.legal.words import Side as Station
from pakhi.network.models import Office, Place
from pakhi.vault import scope
from pakhi.vault.models import Handover, Reveal


@dataclass(frozen=True)
class Task:
    """A task as a line. `mine`: this side does it; `dropped`: this side asked, and may say that it is not needed."""

    row: JointTask
    doer: str
    mine: bool
    dropped: bool

    @property
    def closed(self) -> bool:
        return self.row.state != Answer.OPEN


@dataclass(frozen=True)
class With:
    """One shared case in a list: with whom, how it stands, and how much this side has to do."""

    file: JointFile
    other: str
    state: str
    open: int


class TaskForm(forms.Form):
    """What is to be done, by whom of the two, and by which day."""

    what = forms.ChoiceField(label="", choices=[])
    doer = forms.ChoiceField(label="", choices=[], widget=forms.RadioSelect)
    due = forms.DateField(label="", widget=date_input())
    tap = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, file: JointFile, data: Any = None) -> None:
        super().__init__(data, initial={"tap": new_number()})
        said: dict[str, tuple[str, list[Any]]] = {
            "what": (_("What is to be done?"), [("", _("Choose")), *What.choices]),
            "doer": (_("Who does it?"), [(Side.HOME.value, file.home.name), (Side.AWAY.value, file.away.name)]),
            "due": (_("By which day?"), []),
        }
        for name, (label, choices) in said.items():
            field: Any = self.fields[name]
            field.label = label
            if choices:
                field.choices = choices


def with_others(whole: Thread) -> list[With]:
    """With whom a case is shared, and was, for the page of the case at her home; the newest first."""
    return [listed(one, Side.HOME) for one in joint_lists.whole(JointFile.objects.filter(thread=whole))]


def listed(file: JointFile, side: str) -> With:
    """One line; what does not hold any more says that it has ended, and nothing else."""
    alive = joint.alive(file)
    mine = file.tasks.filter(doer=side, state=Answer.OPEN).count() if alive else 0
    other = file.away if side == Side.HOME else file.home
    return With(file, other.name, str(JointState(file.state).label), mine)


def shown(file: JointFile, side: str, form: TaskForm | None = None, error: str = "") -> dict[str, Any]:
    """The context of the page. What has ended, or is only offered, has no tasks and papers for the other side."""
    alive = joint.alive(file)
    if alive:
        joint.part(file)
    accepted = alive and file.state == JointState.ACCEPTED
    reads = accepted or side == Side.HOME
    tasks = [task(one, file, side) for one in file.tasks.order_by("due", "pk")] if reads else []
    return {
        "file": file, "side": side, "alive": alive, "accepted": accepted, "error": error,
        "other": file.away.name if side == Side.HOME else file.home.name,
        "label": str(JointState(file.state).label), "kind": str(KINDS[file.thread.kind].label),
        "places": places(file, side, whole=accepted) if alive else [],
        "tasks": [one for one in tasks if not one.closed], "done": [one for one in tasks if one.closed],
        "papers": list(file.papers.order_by("-pk")) if reads else [],
        "form": form or TaskForm(file), "cannot": Cannot.choices, "not_needed": Cannot.NOT_NEEDED, "goes": Goes.choices,
        "reasons": Reveal.Reason.choices, "tap": new_number(), "declined": declined(file),
    }  # fmt: skip


def task(row: JointTask, file: JointFile, side: str) -> Task:
    doer = file.home if row.doer == Side.HOME else file.away
    return Task(row, doer.name, row.doer == side, row.doer != side and row.asked == side)


def declined(file: JointFile) -> str:
    """The reason that the other organisation gave."""
    found = file.state == JointState.DECLINED and file.reason in Handover.Reason.values
    return str(Handover.Reason(file.reason).label) if found else ""


def places(file: JointFile, side: str, whole: bool) -> list[tuple[str, str]]:
    """Where the police are that have the case: (what it is, district and state; the state alone before both agreed).

    The other organisation is not told which of the places she comes from.
    """
    with scope.widened(file.home.code):
        cases = parts(file.thread.book, file.thread.number, "fir")
    rows = [(str(_("Case")), telling.area_of(str(file.thread.values.get("where", ""))))]
    for one in cases:
        office = Office.objects.filter(code=one.values.get("station", "")).select_related("place").first()
        if office is not None and one.values.get("side") in Station.values:
            label = str(Station(one.values["side"]).label) if side == Side.HOME else _("Police station")
            rows.append((label, office.place))
    named = [(name, coarse(place, whole)) for name, place in rows if place is not None]
    return list(dict.fromkeys(one for one in named if one[1]))


def coarse(place: Place, whole: bool) -> str:
    """The district and the state that a place lies in, and nothing nearer."""
    found = [place.within(kind) for kind in ([Place.Kind.DISTRICT] if whole else []) + [Place.Kind.STATE]]
    return ", ".join(one.name() for one in found if one is not None)
