"""Two organisations on one case: offered by her home, accepted by the other, as long as she agrees and no day longer.

The other organisation sees a code, tasks and papers, and in which districts the police are; nothing else of her case.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pakhi.cbr import her_yes
from pakhi.cbr.models import Book, Thread
from pakhi.legal.joint_words import Ended, JointState, Side
from pakhi.legal.models import RUNNING, JointFile, joint_code
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import apart, assign, heard, merge, scope, standing
from pakhi.vault import joint as sealed
from pakhi.vault.keys import Refused
from pakhi.vault.models import Handover, Person

LOG = logging.getLogger(__name__)
Reason = Handover.Reason
DECLINING = (Reason.FAR, Reason.FULL, Reason.SAFETY, Reason.SERVICE)


def holds(file: JointFile) -> bool:
    """Whether she agrees now that these two share this case, and it is still a case. Never keep the answer."""
    home, person = file.home.code, file.thread.book.person
    return wanted(file.thread, home, file.away.code) and sealed.belongs(file.code, person, home)


def wanted(whole: Thread, home: str, away: str) -> bool:
    """Whether it is still a case, and she agrees that `away` is shown what the police and the court have of it."""
    book = whole.book
    if book.state != Book.State.OPEN or not whole.state:
        return False
    with scope.widened(home):
        return her_yes.ended(book) is None and sealed.agreed(book.person, home, away)


@scope.whole()  # who may not see her does not end what she agreed to
def alive(file: JointFile) -> bool:
    """Whether something of it may be shown or written now; what does not hold any more is ended with that."""
    if file.running and not holds(file):
        end(file, Ended.HER)
    return file.running


def offer(person: Person, whole: Thread, away: Organisation, by: Account) -> JointFile:
    """Ask another organisation to work on a case with hers; asked twice, it is one. Raises Refused."""
    with transaction.atomic():
        now = Thread.objects.select_for_update().get(pk=whole.pk)
        there = JointFile.objects.filter(thread=whole, away=away, state__in=RUNNING).first()
        if there is not None:
            return there
        if not wanted(now, person.organisation, away.code):
            raise Refused(_("She has not agreed that this is shown to this organisation. Ask her first."))
        code = joint_code()
        sealed.lay(code, person, away, by)
        try:
            home = Organisation.objects.get(code=person.organisation)
            made = JointFile.objects.create(code=code, thread=whole, home=home, away=away, offered_by=by)
        except BaseException:
            sealed.end(code, person.organisation, away.code, by)
            raise
    return made


def accept(file: JointFile, by: Account) -> None:
    """The other organisation works on it, too. Her consent is looked at once more. Raises Refused."""
    answer(file, by, JointState.ACCEPTED)


def decline(file: JointFile, by: Account, reason: str) -> None:
    """The other organisation does not, for a reason; what was laid ready is destroyed. Raises Refused."""
    if reason not in DECLINING:
        raise Refused(_("Choose a reason."))
    answer(file, by, JointState.DECLINED, reason)


def answer(file: JointFile, by: Account, state: JointState, reason: str = "") -> None:
    """Keep the answer of a supervisor or manager who works for the other organisation alone. Raises Refused."""
    standing.need_keeper(by, file.away.code)
    if standing.roles(by, file.home.code) & standing.CARERS:
        raise Refused(_("You work for both organisations. Somebody who works for the other one alone answers."))
    if not alive(file):
        raise Refused(_("This offer is not open any more."))
    with transaction.atomic():
        now = JointFile.objects.select_for_update().get(pk=file.pk)
        if now.state != JointState.OFFERED:
            raise Refused(_("This offer is not open any more."))
        sealed.note(file.code, by, state.value)
        if state == JointState.DECLINED:
            sealed.end(file.code, file.home.code, file.away.code)
        now.state, now.reason, now.answered_by, now.answered_on = state, reason, by, today()
        now.save(update_fields=["state", "reason", "answered_by", "answered_on"])
    file.refresh_from_db()


def name_worker(file: JointFile, worker: Account | None, by: Account) -> None:
    """Who of the other organisation works on it. Raises Refused."""
    standing.need_keeper(by, file.away.code)
    if not alive(file) or file.state != JointState.ACCEPTED:
        raise Refused(_("This case is not shared any more."))
    if worker is not None and (not standing.roles(worker, file.away.code) & standing.CARERS or shut(file, worker)):
        raise Refused(_("Choose somebody who works with people in your organisation."))
    with transaction.atomic():
        JointFile.objects.filter(pk=file.pk, state__in=RUNNING).update(worker=worker)
        sealed.note(file.code, by, "named", **({"account": worker.pk} if worker is not None else {}))
    file.refresh_from_db()


def works_on(account: Account, code: str) -> bool:
    """Whether somebody was named for it and is there today: for the gate, with the membership that it asks for."""
    found = JointFile.objects.filter(code=code, worker=account).select_related("thread__book", "home", "away").first()
    return found is not None and not assign.away(account, found.away.code) and not shut(found, account)


def shut(file: JointFile, account: Account) -> bool:
    """Whether she wants to be kept apart from somebody, who then has no such file in the other organisation either."""
    return file.thread.book.person in shut_at([file.home.code], account)


def shut_at(homes: Iterable[str], account: Account) -> set[str]:
    """The codes of who, at these organisations, wants to be kept apart from somebody, wherever that one works."""
    found: set[str] = set()
    for home in homes:
        with scope.bound(home):
            found |= set(apart.hidden_from(account).values())
    return found


def end(file: JointFile, why: Ended, by: Account | None = None) -> None:
    """It is over: the copies in the vault first, then this row says so. Safe to repeat."""
    sealed.end(file.code, file.home.code, file.away.code, by, theirs=why == Ended.AWAY)
    JointFile.objects.filter(pk=file.pk, state__in=RUNNING).update(
        state=JointState.ENDED, reason=why, ended_by=by, ended_on=today(), worker=None
    )
    file.refresh_from_db()


@scope.whole()
def look(code: str) -> None:
    """Look again at what is shared of somebody: she took something back, or her record was closed."""
    person = merge.answer(code)
    codes = {one.code for one in merge.together(person)} if person is not None else set()
    for file in running().filter(thread__book__person__in={*codes, code}):
        look_at(file)


def again() -> int:
    """Look again at everything that is shared, and give how much it is: what is not told, or runs out, ends too."""
    found = list(running())
    for file in found:
        look_at(file)
    sweep()
    return len(found)


def look_at(file: JointFile) -> None:
    """Look again at one; what goes wrong with it does not keep the others."""
    try:
        with scope.bound(file.home.code, file.away.code):
            if alive(file):
                part(file)
    except Exception as problem:  # the next night tries again
        LOG.error("A shared case could not be looked at again: %s", type(problem).__name__)


def part(file: JointFile) -> None:
    """Papers of somebody whose record was merged with hers by mistake go no more once the merge is undone."""
    for number in sealed.part(file.code):
        file.papers.filter(number=number, side=Side.HOME).update(taken_back=True)


def sweep() -> None:
    """Destroy what was laid ready, or left behind, when a machine stopped before the case was shared, or ended."""
    used = set(running().values_list("code", flat=True))
    for key in sealed.unused(used):
        try:
            with scope.bound(key.origin, key.to):
                sealed.end(key.code, key.origin, key.to)
        except Exception as problem:  # the next night tries again
            LOG.error("A pair of keys could not be destroyed: %s", type(problem).__name__)


def running() -> QuerySet[JointFile]:
    """All that is offered or accepted, with what `holds` reads, in the order in which it began."""
    rows = JointFile.objects.filter(state__in=RUNNING)
    return rows.select_related("thread__book__organisation", "home", "away").order_by("pk")


if look not in heard.LISTENERS:
    heard.LISTENERS.append(look)
