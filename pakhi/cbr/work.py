"""What somebody has to do in cases and collectives: threads that have a day, the longest overdue first."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.cbr import firsts
from pakhi.cbr.books import may_write, people_of, reachable
from pakhi.cbr.kinds import KINDS, Kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.telling import line_of, state_of
from pakhi.cbr.unseen import seen
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import assign, merge, standing

AHEAD = 14  # days that are shown before they come
MOST = 400
WAITING = "waiting"  # the state of whatever needs a second person's yes


@dataclass(frozen=True)
class Work:
    """One thing with a day. `person`: the code of whom it is about, empty for a collective's. `line`: what it is."""

    thread: Thread
    person: str
    kind: Kind
    line: str
    state: str
    due: dt.date | None
    book: Book

    @property
    def late(self) -> int:
        """Days by which it is overdue; 0 or less: not yet."""
        return (today() - self.due).days if self.due else 0

    @property
    def address(self) -> str:
        """The page on which it is done. What was never done has a thread that nobody has written yet."""
        if not self.person:
            return reverse("cbr:group_thread", args=[self.book.code, self.thread.number])
        if self.thread.pk and self.thread.kind == "visit":
            return f"{reverse('cbr:visit', args=[self.person])}?visit={self.thread.number}"
        if self.thread.pk:
            return reverse("cbr:thread", args=[self.person, self.thread.number])
        pages = {"risk": "cbr:risk", "assessment": "cbr:assessment"}
        more = [] if self.kind.key in pages else [self.kind.key]
        return reverse(pages.get(self.kind.key, "cbr:begin"), args=[self.person, *more])


def books_of(account: Account, organisation: Organisation | None = None) -> list[Book]:
    """The open cases of the people somebody is there for today; none where they are on leave."""
    codes = merge.all_codes(held.code for held in assign.caseload(account))
    found = Book.objects.filter(kind=Book.Kind.CASE, person__in=codes, state=Book.State.OPEN)
    found = found.filter(organisation=organisation) if organisation else found
    rows = list(found.select_related("organisation"))
    away = {home for home in {one.organisation.code for one in rows} if assign.away(account, home)}
    return [one for one in rows if one.organisation.code not in away]


def of_worker(account: Account, ahead: int = AHEAD) -> list[Work]:
    """What is due for somebody within so many days: about the people they are there for, and what they took on.

    What a colleague took on who is there for her no more comes back to whoever is.
    """
    books = books_of(account)
    found = works(Q(book__in=books) | taken_on(account), ahead)
    mine = [one for one in found if one.thread.owner_id in {None, account.pk} or left_behind(one)]
    return together(mine, never_done(Book.objects.filter(pk__in=[one.pk for one in books]), ahead))


def taken_on(account: Account) -> Q:
    """What somebody took on besides, where they work today: in collectives, in any case that they may open, and where
    a colleague asked them to look. Of whom they are there for no more, nothing.
    """
    held = Membership.objects.current().filter(account=account, role__in=standing.CARERS)
    homes = {one.organisation_id for one in held}
    kept = {one.organisation_id for one in held if one.role in standing.KEEPERS}
    where = ~Q(book__kind=Book.Kind.CASE) | Q(book__organisation__in=kept) | Q(kind="mention")
    return Q(owner=account, book__state=Book.State.OPEN, book__organisation__in=homes) & where


def left_behind(one: Work) -> bool:
    """Whether a colleague's work about somebody waits for nobody: they may not open her case any more."""
    person, owner = merge.answer(one.person) if one.person else None, one.thread.owner
    return one.kind.key != "mention" and person is not None and owner is not None and not may_write(owner, person)


def of_organisation(organisation: Organisation, ahead: int = 0) -> list[Work]:
    """What is due in all open cases and collectives of an organisation."""
    found = works(Q(book__organisation=organisation, book__state=Book.State.OPEN), ahead)
    return together(found, never_done(Book.objects.filter(organisation=organisation), ahead))


def never_done(books: QuerySet[Book], ahead: int) -> list[Work]:
    """What is done first in a case and was never done (firsts.py), as work."""
    return [
        Work(Thread(book=book, kind=key, number=key, due=due), code, KINDS[key], _("the first one"), "", due, book)
        for book, code, key, due in firsts.undone(books, ahead)
    ]


def together(found: list[Work], more: list[Work]) -> list[Work]:
    """Both, the longest overdue first."""
    return sorted([*found, *more], key=lambda one: one.due or today())


def cut(organisation: Organisation, ahead: int = 0) -> int:
    """How many things that are due `of_organisation` leaves out, because they are too many for one page."""
    found = Thread.objects.filter(
        book__organisation=organisation, book__state=Book.State.OPEN, due__lte=today() + dt.timedelta(days=ahead)
    )
    return max(found.count() - MOST, 0) + firsts.cut(Book.objects.filter(organisation=organisation), ahead)


def works(which: Q, ahead: int) -> list[Work]:
    """Threads that still run and are due within so many days, the longest overdue first."""
    until = today() + dt.timedelta(days=ahead)
    found = Thread.objects.filter(which, due__lte=until).select_related("book__organisation", "owner")
    found = found.order_by("due", "pk")[:MOST]
    return told(one for one in found if one.kind in KINDS and KINDS[one.kind].running(one.state))


def told(threads: Iterable[Thread]) -> list[Work]:
    """Threads as work, in their order; nothing about somebody who is out of reach, or hidden."""
    found = seen(threads)
    here = {book.pk for book in reachable({one.book for one in found})}
    rows = [one for one in found if one.book_id in here]
    people = people_of({one.book for one in rows})
    return [
        Work(one, people[one.book_id], KINDS[one.kind], line_of(one), state_of(one), one.due, one.book) for one in rows
    ]


def approvals(organisation: Organisation, reader: Account) -> list[Work]:
    """What waits for somebody's yes in an organisation, but nothing that the reader wrote last."""
    found = (
        Thread.objects.filter(book__organisation=organisation, state=WAITING)
        .select_related("book__organisation").order_by("since")
    )  # fmt: skip
    rows = [one for one in found[:MOST] if one.kind in KINDS]
    wrote = writers([one.pk for one in rows])
    return told(one for one in rows if wrote.get(one.pk) != reader.pk)


def writers(numbers: Iterable[int]) -> dict[int, int]:
    """Thread -> the account that wrote its last step."""
    rows = Thread.objects.filter(pk__in=list(numbers)).exclude(steps=None)
    return dict(rows.values_list("pk", "steps__by").order_by("steps__id"))


def referrals(organisation: Organisation) -> list[Work]:
    """Whom an organisation has sent on, or has to, and what came of it is not written yet; the longest first."""
    found = Thread.objects.filter(
        book__organisation=organisation, book__state=Book.State.OPEN, kind__in=("referral", "referral_due")
    ).select_related("book")  # fmt: skip
    return told(one for one in found.order_by("since", "pk")[:MOST] if one.state and KINDS[one.kind].running(one.state))


@dataclass(frozen=True)
class Desk:
    """One colleague as a supervisor sees them: how many people, how much is due and overdue, of which kinds."""

    number: int
    people: int
    due: int
    late: int
    kinds: list[tuple[Kind, int]]


def desks(organisation: Organisation, found: Iterable[Work]) -> dict[int, Desk]:
    """Account -> their desk; 0 is the work of people who have no main worker and that nobody took on."""
    mains = assign.mains(organisation.code)
    people = Counter(account for accounts in mains.values() for account in accounts)
    waiting = defaultdict[int, list[Work]](list)
    for one in found:
        waiting[carrier(one, mains)].append(one)
    return {number: desk(number, people[number], waiting[number]) for number in {*people, *waiting}}


def carrier(one: Work, mains: Mapping[str, Collection[int]]) -> int:
    """Whose work it is: who took it on, else her main worker; 0 is nobody's. `mains`: as assign.mains gives them."""
    return one.thread.owner_id or next(iter(sorted(mains.get(one.person, ()))), 0)


def desk(number: int, people: int, waiting: list[Work]) -> Desk:
    late = [one for one in waiting if one.late > 0]
    kinds = Counter(one.thread.kind for one in late)
    return Desk(number, people, len(waiting), len(late), [(KINDS[key], many) for key, many in kinds.most_common()])
