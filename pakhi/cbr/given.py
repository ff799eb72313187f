"""To whom work can be given: only to who may open the case, for nobody else could do it or say that it is done."""

from __future__ import annotations

from django.utils.translation import gettext

from pakhi.cbr.books import may_write
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import GUARDS, Said
from pakhi.network.models import Account, Membership
from pakhi.vault import merge, standing
from pakhi.vault.keys import Refused


def can(account: Account, book: Book) -> bool:
    """Whether somebody works with people where a book is and, if it is a case, may open it."""
    if not standing.roles(account, book.organisation.code) & standing.CARERS:
        return False
    person = merge.answer(book.person) if book.person else None
    return person is None or may_write(account, person)


def doers(book: Book) -> list[tuple[int, str]]:
    """Who can be given work in a book today, by name."""
    held = Membership.objects.current().filter(organisation=book.organisation, role__in=standing.CARERS)
    rows = Account.objects.filter(pk__in=held.values("account"), is_active=True).order_by("name", "pk")
    return [(one.pk, one.name) for one in rows if can(one, book)]


def need(book: Book, said: Said, thread: Thread | None) -> None:
    """Raises Refused where work is given to somebody who cannot open the case; what is over may name anybody."""
    made = KINDS[said.kind]
    state = str(said.values.get("state") or (thread.state if thread else made.first))
    if made.by_name.get(made.owner) is None or made.by_name[made.owner].asks != "doer" or not made.running(state):
        return
    number, held = said.values.get(made.owner), thread.values.get(made.owner) if thread else None
    number = getattr(number, "pk", number)
    new = str(number).isdigit() and str(number) != str(held)
    asked = Account.objects.filter(pk=int(str(number))).first() if new else None
    if asked is None:
        return
    if not standing.roles(asked, book.organisation.code) & standing.CARERS:
        raise Refused(gettext("Ask somebody who works with people here."))
    if not can(asked, book):
        raise Refused(gettext("Ask somebody who is there for her, or a supervisor: nobody else can open her case."))


GUARDS.append(need)
