"""The short way of an ordinary record: kept and taken in at once, in one transaction with those that wait beside it.

Ordinary is one by itself, of a form of the organisation's own, without files, entries of lists or a correction, and
the first under its number. Whatever else comes, and whatever goes wrong here, takes the long way (inbox.py), where a
record is kept first; so nothing here has to be sure of anything but of what it has written.
"""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection, connections, transaction

from pakhi.field import edits, extras, publish
from pakhi.field.models import Answer, Arrival, Device
from pakhi.field.records import Record
from pakhi.lib.prepared import Prepared, insert
from pakhi.lib.turns import turn
from pakhi.network.models import Organisation
from pakhi.vault import keys, scope, standing
from pakhi.vault.models import OrganisationKey
from pakhi.vault.standing import CARERS

FILES = {"photo", "image", "audio", "video", "file", "background-audio"}
COLUMNS = tuple(field.attname for field in Arrival._meta.concrete_fields if not field.primary_key)
ANSWER = ("arrival_id", "question", "place", "value")
AT_ONCE = 64  # records in one transaction
PATIENCE = 20.0  # seconds that a record waits for the door, and PostgreSQL for a lock, as SQLite does (databases.py)
log = logging.getLogger(__name__)
HERE = Prepared(  # each half by an index of its own (edits.py); whose rows they are is looked at afterwards
    lambda organisation, instance: Arrival.objects.filter(organisation=organisation, instance=instance)
    .values_list("organisation_id")
    .union(Arrival.objects.filter(replaces=instance).values_list("organisation_id"), all=True),
    organisation=int, instance=str,
)  # fmt: skip


@dataclass(eq=False)
class Letter:
    """A record, sealed, that waits to be written with others. `kept`: it is on the disk; `done`: it was looked at."""

    arrival: Arrival
    answers: list[tuple[str, int, str]]
    key: tuple[int, bytes]
    kept: bool = False
    done: bool = False


def codes(device: Device, record: Record) -> list[tuple[str, int, str]] | None:
    """The coded answers of an ordinary record; None: it takes the long way."""
    roles = device.roles or standing.roles(device.account, device.organisation.code)
    if record.deprecated or record.entities or not CARERS & roles:  # an organisation's forms are for these (theirs.py)
        return None
    version = publish.own(device.organisation, record.form_id, record.version)
    if version is None:
        return None
    try:
        questions = extras.asked(*version)
    except Exception:  # the long way keeps the record, and says at the desk that something is wrong
        log.exception("The questions of a form could not be read.")
        return None
    if any(one.path in questions and questions[one.path].written in FILES for one in record.answers):
        return None
    return extras.codes(record, questions)


def arrival_of(device: Device, record: Record, key: int, digest: bytes, sealed: bytes) -> Arrival:
    """The row of a record that is taken in."""
    return Arrival(
        organisation=device.organisation, instance=record.instance, digest=digest, form_id=record.form_id[:80],
        version=record.version[:60], account=device.account, device=device, sealed=sealed, key=key,
        state=Arrival.State.TAKEN,
    )  # fmt: skip


_waiting: list[Letter] = []
_keys: dict[str, OrganisationKey] = {}
_list, _door = Lock(), Lock()


def deliver(letter: Letter) -> bool:
    """Write it; whether it is on the disk when this returns.

    Each transaction ends with a wait for the disk, and SQLite writes one at a time. Whoever has the turn writes all
    that waits in this process, and the others find theirs done. Nobody waits at the door for ever: who has waited long
    enough takes the long way, which finds its record there if somebody has written it meanwhile.
    """
    with _list:
        _waiting.append(letter)
    inside = False
    try:
        inside = _door.acquire(timeout=PATIENCE)
        while inside and not letter.done:
            with one_at_a_time():
                write(next_ones())
    finally:
        if inside:
            _door.release()
        with _list:  # the turn could not be had: nobody writes it after its phone was told so
            if letter in _waiting:
                _waiting.remove(letter)
    return letter.kept


def next_ones() -> list[Letter]:
    """What waits, in the order in which it came.

    On PostgreSQL of one organisation only: to hold several keys of the vault at once, in any order, would let this and
    a change of keys wait for each other.
    """
    with _list:
        home = _waiting[0].arrival.organisation_id if _waiting else None
        mixed = connection.vendor == "sqlite"
        batch = [one for one in _waiting if mixed or one.arrival.organisation_id == home][:AT_ONCE]
        _waiting[:] = [one for one in _waiting if one not in batch]
    return batch


def one_at_a_time() -> AbstractContextManager[None]:
    """SQLite lets one write at a time: whoever waits here is woken, and does not sleep and try again."""
    return turn(Path(settings.DATA) / "inbox.turn") if connection.vendor == "sqlite" else nullcontext()


def write(batch: list[Letter]) -> None:
    """All of them in one transaction; `kept` says which are on the disk. What fails takes the long way."""
    written: list[Letter] = []
    try:
        with transaction.atomic(using="vault"), transaction.atomic():
            impatient()
            held = {one.pk: held_key(one) for one in {letter.arrival.organisation for letter in batch}}
            written = put([letter for letter in batch if letter.key == held[letter.arrival.organisation_id]])
        for letter in written:
            letter.kept = True
    except Exception as problem:  # whatever it is: nothing was kept, and the long way finds out by itself
        log.warning("Records take the long way (%s).", type(problem).__name__)
    finally:
        for letter in batch:
            letter.done = True


def impatient() -> None:
    """On PostgreSQL no lock is waited for longer than SQLite would wait, until both transactions end."""
    for one in (connection, connections["vault"]):
        if one.vendor == "postgresql":
            one.connection.execute(f"SET LOCAL lock_timeout TO {int(PATIENCE * 1000)}")  # about no row


def key_of(organisation: Organisation) -> OrganisationKey | None:
    """The key to seal to: as it was at the last record, since `write` asks again before it believes that."""
    if organisation.code not in _keys:
        key = keys.ready_key(organisation)
        if key is None:
            return None
        _keys[organisation.code] = key
    return _keys[organisation.code]


def held_key(organisation: Organisation) -> tuple[int, bytes] | None:
    """The key of today, which is not retired before this is kept.

    All that the vault's transaction does here is to hold it: PostgreSQL need not wait for the disk at the end of that.
    """
    vault = connections["vault"]
    with scope.bound(organisation.code):
        if vault.vendor == "postgresql":
            vault.connection.execute("SET LOCAL synchronous_commit TO off")  # about no row: nobody has to be bound
        key = keys.ready_key(organisation, still=True)
    if key is None or told(_keys.get(organisation.code, key)) != told(key):
        _keys.pop(organisation.code, None)
    return told(key) if key else None


def told(key: OrganisationKey) -> tuple[int, bytes]:
    return key.generation, bytes(key.public)


def put(batch: list[Letter]) -> list[Letter]:
    """Write them, inside the transaction. Gives those under whose number nothing was here before them."""
    edits.alone_each((letter.arrival.organisation_id, letter.arrival.instance) for letter in batch)
    return [letter for letter in batch if add(letter.arrival, letter.answers)]


def add(one: Arrival, answers: list[tuple[str, int, str]]) -> bool:
    """The rows of one of them; False: something is here under its number."""
    if (one.organisation_id,) in HERE.rows(organisation=one.organisation_id, instance=one.instance):
        return False
    one.pk = insert(Arrival, COLUMNS, [[getattr(one, name) for name in COLUMNS]])
    one._state.adding = False
    insert(Answer, ANSWER, [[one.pk, *answer] for answer in answers])
    return True
