"""Tasks and papers of a shared case: each side asks, each says what became of its own, papers go sealed."""

from __future__ import annotations

import datetime as dt
import re

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.cbr import books
from pakhi.legal import joint
from pakhi.legal.joint_words import PARTS, Answer, Cannot, Goes, JointState, Side, What
from pakhi.legal.models import JointFile, JointPaper, JointTask
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import joint as sealed
from pakhi.vault import merge, scope, standing
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import SealedFile

NUMBER = re.compile(r"[0-9A-Za-z-]{1,40}")  # it stands in the addresses of both
FAR = dt.timedelta(days=730)


def may(file: JointFile, side: str, by: Account) -> bool:
    """Whether somebody works on it on this side: hers by her record, the other's by role or by name."""
    if side == Side.AWAY:
        roles = standing.roles(by, file.away.code)
        return bool(roles & standing.KEEPERS) or bool(roles & standing.CARERS and joint.works_on(by, file.code))
    with scope.widened(file.home.code):
        person = merge.answer(file.thread.book.person)
        return person is not None and books.may_write(by, person)


def need(file: JointFile, side: str, by: Account) -> None:
    """Raises Refused unless both work on it, she agrees now, and this is one of those who do it."""
    if not joint.alive(file) or file.state != JointState.ACCEPTED:
        raise Refused(_("This case is not shared any more."))
    if not may(file, side, by):
        raise Refused(_("Somebody else works on this."))


def ask(file: JointFile, side: str, by: Account, what: str, doer: str, due: dt.date, number: str) -> JointTask:
    """Write down what one of the two does by a day; twice is once. Raises Refused."""
    need(file, side, by)
    need_number(number)
    if what not in What.values or doer not in Side.values:
        raise Refused(_("Say what is to be done, and by whom."))
    if not today() <= due <= today() + FAR:
        raise Refused(_("Choose a day from today on, at most two years ahead."))
    said = {"what": what, "doer": doer, "due": due, "asked": side, "by": by}
    return JointTask.objects.get_or_create(joint=file, number=number, defaults=said)[0]


def need_number(number: str) -> None:
    """Raises Refused for what no page of ours has made."""
    if not NUMBER.fullmatch(number):
        raise again()


def again() -> Refused:
    return Refused(_("Nothing was written. Open the page again, and try once more."))


def say(file: JointFile, side: str, by: Account, number: str, state: str, why: str = "") -> None:
    """What became of a task: by who does it; who asked may say that it is not needed. Raises Refused."""
    need(file, side, by)
    with transaction.atomic():
        task = JointTask.objects.select_for_update().filter(joint=file, number=number).first()
        if task is None or state not in Answer.values or (state == Answer.CANNOT) != (why in Cannot.values):
            raise Refused(_("Say what became of it; if it cannot be done, say why."))
        if side != task.doer and not (side == task.asked and why == Cannot.NOT_NEEDED):
            raise Refused(_("The other organisation does this, and says what became of it."))
        task.state, task.why, task.answered_by, task.answered_on = state, why, by, today()
        task.save(update_fields=["state", "why", "answered_by", "answered_on"])


def give(file: JointFile, unlocked: Unlocked, paper: SealedFile, kind: str, number: str) -> None:
    """A copy of a paper of hers for the other organisation; twice is once. Raises Refused."""
    need(file, Side.HOME, unlocked.account)
    need_number(number)
    if kind not in Goes.values:
        raise Refused(_("Say which paper it is."))
    with transaction.atomic():
        JointFile.objects.select_for_update().get(pk=file.pk)  # so that none is taken back meanwhile
        went = JointPaper.objects.filter(joint=file, number=number).first()
        if went is not None and (went.taken_back or went.kind != kind or went.side != Side.HOME):
            raise again()
        sealed.give(unlocked, file.code, paper, number, PARTS.get(kind, ()))
        said = {"kind": kind, "side": Side.HOME, "by": unlocked.account}
        JointPaper.objects.get_or_create(joint=file, number=number, defaults=said)


def send(file: JointFile, upload: UploadedFile[bytes], kind: str, number: str, by: Account) -> None:
    """A paper from the other organisation into her record; twice is once. Raises Refused."""
    need(file, Side.AWAY, by)
    need_number(number)
    if kind not in Goes.values:
        raise Refused(_("Say which paper it is."))
    with transaction.atomic():
        JointFile.objects.select_for_update().get(pk=file.pk)
        went = JointPaper.objects.filter(joint=file, number=number).first()
        if went is not None and (went.kind != kind or went.side != Side.AWAY):
            raise again()
        if went is None:
            sealed.send(file.code, upload, by)
            JointPaper.objects.create(joint=file, number=number, kind=kind, side=Side.AWAY, by=by)


def take_back(file: JointFile, number: str, by: Account) -> None:
    """The other organisation opens this paper no more. Raises Refused."""
    need(file, Side.HOME, by)
    with transaction.atomic():
        JointFile.objects.select_for_update().get(pk=file.pk)
        JointPaper.objects.filter(joint=file, number=number, side=Side.HOME).update(taken_back=True)
        sealed.take_back(file.code, number, by)


def open_paper(file: JointFile, unlocked: Unlocked, number: str, reason: str) -> sealed.Opened:
    """A paper that was given, for the other organisation. Raises Refused, with a line in its log."""
    try:
        need(file, Side.AWAY, unlocked.account)
        paper = file.papers.filter(number=number, side=Side.HOME, taken_back=False).first()
        if paper is None:
            raise Refused(_("This paper is not there any more."))
    except Refused as refusal:
        sealed.refused(unlocked.account, file.away.code, file.code, refusal)
        raise
    return sealed.open_copy(unlocked, file.code, number, reason, PARTS.get(paper.kind, ()))
