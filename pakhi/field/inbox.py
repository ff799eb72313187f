"""What a phone sends is kept, sealed and durable, before it is acknowledged; then its room takes it in.

The same record again is the same row. Other content under the same number is a conflict, kept beside it. What cannot
be read or taken in waits in quarantine with a sentence: nothing that was sent is ever dropped.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import logging
import secrets
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction

from pakhi.field import edits, entities, extras, hidden, publish, records, straight, theirs, whose
from pakhi.field.handlers import HANDLERS, Refusal, Sent, Taken
from pakhi.field.models import Arrival, Attachment, Device, Version
from pakhi.field.records import Record, Unreadable
from pakhi.field.straight import FILES as FILES
from pakhi.field.straight import one_at_a_time
from pakhi.lib import envelope, pieces, seal
from pakhi.vault import files, keys, scope
from pakhi.vault.models import OrganisationKey

State = Arrival.State
AWAY = (OperationalError, OSError)  # a full disk, a locked file, a database that does not answer
log = logging.getLogger(__name__)


class Result(StrEnum):
    """What the phone is told."""

    TAKEN = "taken"  # 201: it is here
    CONFLICT = "conflict"  # 409: another content is here under this number; both are kept
    NOT_READY = "not_ready"  # 503: nothing was kept; keep it and send it again


@dataclass(frozen=True)
class Outcome:
    result: Result
    arrival: Arrival | None = None


def receive(device: Device, content: bytes, sent: Mapping[str, bytes], ended: bool = False) -> Outcome:
    """Keep one record with the files that came with it, then take it in. Safe to repeat at any point.

    `sent`: files by the name that the record gives them; `ended`: from a phone that was, so it waits for a decision.
    Never raises for what is in the record, nor when the disk is full or the database away: then the phone keeps the
    record and comes again.
    """
    try:
        return received(device, content, sent, ended)
    except AWAY as problem:
        log.error("A record could not be kept (%s): the phone keeps it.", type(problem).__name__)
        return Outcome(Result.NOT_READY)


def received(device: Device, content: bytes, sent: Mapping[str, bytes], ended: bool) -> Outcome:
    """The same, where everything can be written."""
    organisation = device.organisation
    with scope.bound(organisation.code), scope.read_by(hidden.of(device)):
        record, problem = understood(content)
        problem = problem or (Unreadable("ended") if ended else None)
        if record and not problem and not sent and (kept := straight_in(device, content, record)):
            return Outcome(Result.TAKEN, kept)
        key = keys.ready_key(organisation)
        if key is None:
            return Outcome(Result.NOT_READY)
        version = publish.known(organisation, record.form_id, record.version) if record else None
        with one_at_a_time():
            arrival, whole = keep(device, key, content, record, problem, version, sent)
            if whole and arrival.state == State.WAITING and record is not None:
                take_in(arrival, record, version, sent)
    return Outcome(Result.CONFLICT if arrival.why == "conflict" else Result.TAKEN, arrival)


def straight_in(device: Device, content: bytes, record: Record) -> Arrival | None:
    """An ordinary record that nothing stands beside, on the disk and taken in; None: it takes the long way."""
    codes, key = straight.codes(device, record), straight.key_of(device.organisation)
    if codes is None or key is None:
        return None
    sealed = envelope.seal_for(bytes(key.public), content, about(record.instance))
    arrival = straight.arrival_of(device, record, key.generation, mark(content), sealed)
    return arrival if straight.deliver(straight.Letter(arrival, codes, straight.told(key))) else None


def understood(content: bytes) -> tuple[Record | None, Unreadable | None]:
    try:
        return records.read(content), None
    except Unreadable as problem:
        return None, problem


def mark(content: bytes) -> bytes:
    """The keyed hash by which the same content is known again (32 bytes)."""
    return hmac.new(f"arrival|{settings.SECRET_KEY}".encode(), content, hashlib.sha256).digest()


def keep(
    device: Device, key: OrganisationKey, content: bytes, record: Record | None, problem: Unreadable | None,
    version: Version | None, sent: Mapping[str, bytes],
) -> tuple[Arrival, bool]:  # fmt: skip
    """The row of this content, old or new, with its files; durable when this returns. And whether all of them came."""
    digest = mark(content)
    instance = record.instance if record else f"unreadable:{digest.hex()}"
    for _attempt in range(2):
        try:
            with transaction.atomic(using="vault"), transaction.atomic():
                key = keys.current(device.organisation, still=True) or key  # it is not retired before this is kept
                edits.alone(device.organisation_id, instance, record.deprecated if record else "")
                mine = Arrival.objects.filter(organisation=device.organisation, instance=instance)
                rows = {bytes(row.digest): row for row in mine.select_for_update()}
                found = rows.get(digest)
                if found is None:
                    found = Arrival.objects.create(
                        organisation=device.organisation, instance=instance, digest=digest, account=device.account,
                        form_id=record.form_id[:80] if record else "", version=record.version[:60] if record else "",
                        replaces=record.deprecated[:120] if record else "",
                        device=device, sealed=envelope.seal_for(bytes(key.public), content, about(instance)),
                        key=key.generation, person=whose.told(record), **standing(problem, not rows),
                    )  # fmt: skip
                    named = expect(found, record, version)
                elif not bytes(found.sealed):  # destroyed with her record: nothing of it comes back
                    return found, False
                else:
                    named = list(found.attachments.all())
                whole = attach(found, named, sent, key)
            return found, whole
        except IntegrityError:  # another request kept the same record at this moment
            continue
    raise RuntimeError("The inbox could not keep a record.")


def standing(problem: Unreadable | None, first: bool) -> dict[str, str]:
    """In which state something new begins."""
    if problem is not None:
        return {"state": State.QUARANTINE, "why": problem.why, "what": problem.what[:120]}
    return {} if first else {"state": State.QUARANTINE, "why": "conflict"}


def about(instance: str) -> str:
    """What a sealed record is tied to."""
    return f"arrival|{instance}"


def expect(
    arrival: Arrival, record: Record | None, version: Version | None, known: Container[str] = ()
) -> list[Attachment]:
    """A row for each file that the record names, but those `known`, so that it waits until they have come."""
    cut = sorted(name for name in files_of(record, version) if name not in known)
    return Attachment.objects.bulk_create(Attachment(arrival=arrival, name=name) for name in cut) if cut else []


def files_of(record: Record | None, version: Version | None) -> set[str]:
    """The names of the files that a record speaks of, as they are kept."""
    types = extras.types_of(version) if version else {}
    return {one.value[:200] for one in record.answers if types.get(one.path) in FILES} if record else set()


def attach(arrival: Arrival, named: Iterable[Attachment], sent: Mapping[str, bytes], key: OrganisationKey) -> bool:
    """Seal the files that came, each once, to the key of their record; one that nobody named is kept as well.

    Gives whether all that it names are here.
    """
    if sent and arrival.key != key.generation:
        key = OrganisationKey.objects.get(organisation=arrival.organisation.code, generation=arrival.key)
    there = {row.name: row for row in named}
    for name, content in sent.items():
        row = there.setdefault(name[:200], Attachment(arrival=arrival, name=name[:200]))
        if not row.token:
            row.token, row.size, row.head = sealed_file(bytes(key.public), content)
            row.save()
    return all(row.token for row in there.values())


def sealed_file(public: bytes, content: bytes) -> tuple[str, int, bytes]:
    """Write a file sealed to a public key; its token, size and head."""
    token, secret = secrets.token_hex(16), seal.new_key()
    head = json.dumps({"key": base64.b64encode(secret).decode(), "size": len(content)}).encode()
    files.write(token, pieces.seal_pieces(secret, io.BytesIO(content), len(content), f"arrived|{token}"))
    return token, len(content), envelope.seal_for(public, head, f"arrived head|{token}")


def take_in(arrival: Arrival, record: Record, version: Version | None, sent: Mapping[str, bytes]) -> Arrival:
    """Let the form's room take in a record that is whole. What is refused goes into quarantine."""
    try:
        edits.refuse(arrival)
        taken = handled(arrival, record, version, sent)
        with transaction.atomic():
            edits.hold(arrival)
            old = edits.is_replaced(arrival)
            arrival.person = ""  # its room says whom it is about, or that it is about nobody
            settle(arrival, State.REPLACED if old else State.TAKEN, person=taken.person)
            if not old:
                extras.keep(arrival, record, version)
            entities.take_in(arrival, record)
            edits.replace(arrival)
    except Refusal as refusal:
        settle(arrival, State.QUARANTINE, why=refusal.why, what=refusal.what)
    except AWAY:
        raise
    except Exception:
        log.exception("A record could not be taken in.")
        settle(arrival, State.QUARANTINE, why="fault")
    return arrival


def handled(arrival: Arrival, record: Record, version: Version | None, sent: Mapping[str, bytes]) -> Taken:
    """What the form's handler says; a form of the organisation's own has none, its coded answers are kept."""
    if version is None:
        forms = publish.forms_of(arrival.organisation, record.form_id)
        raise Refusal("unknown_version" if forms.exists() else "unknown_form")
    theirs.check(arrival.account, arrival.organisation, version)
    handler = HANDLERS.get(record.form_id) if version.form.organisation_id is None else None
    if handler is None or edits.is_replaced(arrival):
        return Taken()
    if arrival.account is None:
        raise Refusal("person")
    if files_of(record, version) - {name[:200] for name in sent}:  # what came before is sealed; the desk opens it
        raise Refusal("parts")
    return handler(Sent(record, arrival.organisation, arrival.account, dict(sent), arrival))


def settle(arrival: Arrival, state: str, why: str = "", what: str = "", person: str = "") -> None:
    arrival.state, arrival.why, arrival.what = state, why, what[:120]
    arrival.person = person or arrival.person
    arrival.save(update_fields=["state", "why", "what", "person"])
