"""Schemes that only an organisation knows: a block's stipend, a trust's bicycles. Its own note, which nobody checked.

Kept in the organisation's own book, as any other thread, so that who wrote it and when can be read.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import house
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, rule, write
from pakhi.cbr.vocabulary import Component, OfficeKind
from pakhi.entitlements import known
from pakhi.network.models import Account, Organisation
from pakhi.vault import standing

BEFORE = "local-"

LOCAL = kind(
    "local_scheme", _("A local scheme"), "map-pin",
    Question("label", "label", _("What it is called here"), begins=True,
             help=_("A short name. No name of a person, and no telephone number.")),
    Question("component", "one", _("What it helps with"), Component, begins=True),
    Question("office_kind", "one", _("What kind of office gives it"), OfficeKind),
    Question("paper", "listed", _("The paper that is asked for"), listed=known.papers),
    Question("least", "number", _("At least, in rupees"), money=True, most=10_000_000),
    Question("most", "number", _("At most, in rupees"), money=True, most=10_000_000),
    Question("until", "day", _("The last day to ask for it")),
    of="house", line=("label",), quiet=True, inside=True,
)  # fmt: skip


@rule("local_scheme")
def written_by_carers(book: Book, said: Said, by: Account, thread: Thread | None) -> None:
    """Whoever keeps the people of the organisation writes its list; its sums go from less to more. Raises Faulty."""
    standing.need_keeper(by, book.organisation.code)
    values = {**(thread.values if thread else {}), **said.values}
    least, most = values.get("least"), values.get("most")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        raise Faulty("most", gettext("This is less than the least."))


def schemes(organisation: Organisation, running: bool | None = True) -> list[Thread]:
    """The local schemes of an organisation."""
    return house.held(organisation, LOCAL.key, running=running)


def add(organisation: Organisation, by: Account, values: Mapping[str, object], number: str = "") -> Thread:
    """Write one down. Raises Faulty and Refused."""
    return write(house.house(organisation, by), Said(LOCAL.key, dict(values), number=number), by).thread


def is_local(series: str) -> bool:
    return series.startswith(BEFORE)


def code(thread: Thread) -> str:
    """A local scheme as a claim names it."""
    return f"{BEFORE}{thread.number}"


def find(organisation: Organisation, series: str) -> Thread | None:
    """One of an organisation's own, by the code in a claim."""
    return next((one for one in schemes(organisation, None) if code(one) == series), None)


def own(organisation: Organisation) -> dict[str, str]:
    """The schemes on an organisation's list, by their codes."""
    return {code(one): label(one) for one in schemes(organisation)}


def label(scheme: Thread) -> str:
    """What a scheme is called there."""
    return str(scheme.values.get("label", ""))


def title(series: str) -> str:
    """A scheme by the code in a claim. Raises KeyError where there is none."""
    books = Book.objects.filter(kind=Book.Kind.HOUSE)
    rows = Thread.objects.filter(book__in=books, kind=LOCAL.key, number=series.removeprefix(BEFORE)).exclude(state="")
    found = rows.order_by("pk").first()
    if found is None:
        raise KeyError(series)
    return label(found)
