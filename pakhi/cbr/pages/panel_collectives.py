"""Panel of the case page: the groups she belongs to, who supports her, and whom she supports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr.collectives_words import Membership
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.pages.reader import About
from pakhi.cbr.telling import answer, state_of
from pakhi.cbr.unseen import seen
from pakhi.vault import listings, merge


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """Her memberships and peer support, by code."""
    records = merge.together(found.person)
    codes = [*(one.code for one in records), *listings.codes_of(records)]
    here = Thread.objects.filter(
        book__organisation__code=found.person.organisation, book__kind=Book.Kind.GROUP
    ).select_related("book")  # fmt: skip
    rows = seen(here.filter(kind__in=("member", "peer_support"), values__person__in=codes).order_by("-since", "-id"))
    mine = [one for one in rows if one.kind == "member" and one.state]
    numbers = [one.number for one in mine]
    gives = seen(here.filter(kind="peer_support", values__supporter__in=numbers)) if numbers else []
    given = [one for one in rows if one.kind == "peer_support" and KINDS["peer_support"].running(one.state)]
    books = {one.book_id for one in [*mine, *given]}
    labels = dict(Thread.objects.filter(book__in=books, kind="group").values_list("book", "values__label"))
    return {
        "groups": [(one, labels.get(one.book_id) or one.book.code, role(one), state_of(one)) for one in mine],
        "supported": [(one, labels.get(one.book_id) or one.book.code, supporter(one)) for one in given],
        "supports": sum(1 for one in gives if KINDS["peer_support"].running(one.state)),
        "in": any(one.state == Membership.IN for one in mine),
    }  # fmt: skip


def role(member: Thread) -> str:
    return answer(KINDS["member"].by_name["role"], member.values.get("role", ""))


def supporter(support: Thread) -> str:
    """The code of the leader who is there for her."""
    member = Thread.objects.filter(book=support.book_id, number=support.values.get("supporter", "")).first()
    return str(member.values.get("person", "")) if member else ""
