"""Whose records are meant: every question to the vault names an organisation, or it is not answered.

`with bound("A2BC3D"):` names it. Without that, the managers of the vault raise; inside, they see this organisation's
rows and no other's. PostgreSQL is told the same and holds to it by itself (migration 0002), as a second lock.

`with read_by(find):` says of whom the reader shall never know (apart.py): for them these people are not there at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

Codes = frozenset[str]
EVERY = "*"
_codes: ContextVar[Callable[[], Codes] | None] = ContextVar("pakhi_organisation", default=None)
Hidden = Mapping[int, str]  # row of a record -> its code
NONE: Hidden = {}
_hidden: ContextVar[Callable[[], Hidden] | None] = ContextVar("pakhi_hidden", default=None)
M = TypeVar("M", bound=models.Model)


class NotBound(RuntimeError):
    """Somebody asked the vault without saying whose records are meant. A fault of the program, never of a person."""


def codes() -> Codes:
    """The organisations that are bound, `{EVERY}` for all. Raises NotBound."""
    find = _codes.get()
    if find is None:
        raise NotBound("No organisation is bound: say `with bound(code):` around what asks the vault.")
    return find()


@contextmanager
def bound(*organisations: str) -> Iterator[None]:
    """Records of these organisations (by code) are meant until the end of the block, and of no other."""
    if not organisations or any(not code or EVERY in code or "," in code for code in organisations):
        raise NotBound("Bind one organisation or several, by their codes.")
    with when_asked(lambda: frozenset(organisations)):
        yield


@contextmanager
def widened(*organisations: str) -> Iterator[None]:
    """These organisations besides those that are bound: for what passes between two, such as a hand-over."""
    known = codes()
    with bound(*(known | set(organisations))) if known != {EVERY} else everywhere():
        yield


@contextmanager
def everywhere() -> Iterator[None]:
    """The whole installation is meant: destruction when its time has come, and a worker's own key.

    A test names every place that may say this.
    """
    with when_asked(lambda: frozenset({EVERY})):
        yield


@contextmanager
def when_asked(find: Callable[[], Codes]) -> Iterator[None]:
    """Like `bound`, for organisations that are looked up only when the vault is really asked."""
    token = _codes.set(find)
    try:
        yield
    finally:
        _codes.reset(token)


def hidden() -> Hidden:
    """The records that are not there for whoever reads; nearly always none."""
    find = _hidden.get()
    return find() if find is not None else NONE


def hidden_codes() -> set[str]:
    """Their codes: rows in other rooms name a person by code."""
    return set(hidden().values())


@contextmanager
def read_by(find: Callable[[], Hidden]) -> Iterator[None]:
    """Somebody reads: what `find` gives is not there for them until the end of the block. Asked when it is needed."""
    token = _hidden.set(find)
    try:
        yield
    finally:
        _hidden.reset(token)


@contextmanager
def whole() -> Iterator[None]:
    """Nobody is hidden, whoever reads: for what must reach every record, and shows none. Also a decorator."""
    with read_by(lambda: NONE):
        yield


class Scoped(models.Manager[M]):
    """Sees the rows of the organisations that are bound. `path` leads from the row to its organisation's code.

    `person` leads to the record that a row is about; rows about who is hidden from the reader are not seen.
    """

    path = "organisation"
    person: tuple[str, ...] = ()

    def within(self, organisations: Codes) -> models.Q:
        return models.Q(**{f"{self.path}__in": organisations})

    def get_queryset(self) -> models.QuerySet[M]:
        found, organisations = super().get_queryset(), codes()
        if EVERY in organisations:
            return found
        found = found.filter(self.within(organisations))
        shut = list(hidden()) if self.person else []
        for name in self.person if shut else ():
            found = found.exclude(**{f"{name}__in": shut})
        return found


class People(Scoped[M]):
    """The records themselves."""

    person = ("pk",)


class OfPerson(Scoped[M]):
    path = "person__organisation"
    person = ("person",)


class OfListed(Scoped[M]):
    """A name in a list is about the record that it lies in, and about hers."""

    path = "person__organisation"
    person = ("person", "of")


class Indexed(Scoped[M]):
    person = ("person",)


class OfKey(Scoped[M]):
    path = "key__organisation"


class OfConsent(Scoped[M]):
    path = "consent__person__organisation"


class OfMerge(Scoped[M]):
    path = "kept__organisation"
    person = ("kept", "merged")


class OfTwoSides(Scoped[M]):
    """A hand-over is seen from both sides."""

    person = ("person",)

    def within(self, organisations: Codes) -> models.Q:
        return models.Q(origin__in=organisations) | models.Q(to__in=organisations)


class OfJoint(Scoped[M]):
    """A copy for another organisation is seen from both sides."""

    def within(self, organisations: Codes) -> models.Q:
        return models.Q(joint__origin__in=organisations) | models.Q(joint__to__in=organisations)


class OfTwoCodes(Scoped[M]):
    """A row that names two people by their codes belongs where the first of them does."""

    def within(self, organisations: Codes) -> models.Q:
        from pakhi.vault.models import Person

        return models.Q(one__in=Person.objects.values("code"))


def check_owner(sender: type[models.Model], instance: models.Model, raw: bool = False, **_: Any) -> None:
    """Before a row is saved: it belongs to an organisation that is bound. Raises NotBound."""
    if sender._meta.app_label != "vault" or not isinstance(sender._meta.default_manager, Scoped) or raw:
        return
    owner = getattr(instance, "organisation", None)
    if isinstance(owner, str) and not codes() & {owner, EVERY}:
        raise NotBound("This row belongs to an organisation that is not bound.")


def setting() -> str:
    """What PostgreSQL is told: codes with commas, `*` for all, nothing while none is bound (then it shows no row)."""
    try:
        return ",".join(sorted(codes()))
    except NotBound:
        return ""


def tell(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around every statement to the vault on PostgreSQL: it runs under the binding of the moment.

    Outside a transaction it is told only when it changed. Inside one it is told every time, since a roll-back would
    take back what was told, unnoticed.
    """
    from pakhi.lib.plans import Planned  # needs PostgreSQL's library, which SQLite does without

    connection: BaseDatabaseWrapper = context["connection"]
    if connection.connection.info.transaction_status.name == "INERROR":
        return execute(sql, params, many, context)  # nothing but the roll-back is possible now
    wanted = setting()
    if connection.in_atomic_block or getattr(connection, "pakhi_told", None) != wanted:
        with Planned(connection.connection) as cursor:
            cursor.execute("SELECT set_config('pakhi.organisation', %s, false)", [wanted])
        connection.pakhi_told = None if connection.in_atomic_block else wanted  # type: ignore[attr-defined]
    return execute(sql, params, many, context)


def listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A new connection to the vault on PostgreSQL."""
    if connection.alias == "vault" and connection.vendor == "postgresql":
        connection.pakhi_told = None  # type: ignore[attr-defined]
        if tell not in connection.execute_wrappers:
            connection.execute_wrappers.append(tell)
