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
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction

from pakhi.field import extras, publish, records
from pakhi.field.handlers import HANDLERS, Refusal, Sent, Taken
from pakhi.field.models import Arrival, Attachment, Device
from pakhi.field.records import Record, Unreadable
from pakhi.lib import envelope, pieces, seal
from pakhi.vault import files, keys, scope
from pakhi.vault.models import OrganisationKey

State = Arrival.State
FILES = {"photo", "image", "audio", "video", "file", "background-audio"}
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


def receive(device: Device, content: bytes, sent: Mapping[str, bytes]) -> Outcome:
    """Keep one record with the files that came with it, then take it in. Safe to repeat at any point.

    `sent`: files by the name that the record gives them. Never raises for what is in the record.
    """
    organisation = device.organisation
    with scope.bound(organisation.code):
        key = keys.current(organisation)
        if key is None or not keys.ready(organisation):
            return Outcome(Result.NOT_READY)
        record, problem = understood(content)
        arrival = keep(device, key, content, record, problem, sent)
        if arrival.state == State.WAITING and record is not None:
            take_in(arrival, record, sent)
    return Outcome(Result.CONFLICT if arrival.why == "conflict" else Result.TAKEN, arrival)


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
    sent: Mapping[str, bytes],
) -> Arrival:  # fmt: skip
    """The row of this content, old or new, with its files; durable when this returns."""
    digest = mark(content)
    instance = record.instance if record else f"unreadable:{digest.hex()}"
    for _attempt in range(2):
        try:
            with transaction.atomic(using="vault"), transaction.atomic():
                key = keys.current(device.organisation, still=True) or key  # it is not retired before this is kept
                mine = Arrival.objects.filter(organisation=device.organisation, instance=instance)
                found = mine.select_for_update().filter(digest=digest).first()
                if found is None:
                    first = not mine.exists()
                    found = Arrival.objects.create(
                        organisation=device.organisation, instance=instance, digest=digest, account=device.account,
                        form_id=record.form_id[:80] if record else "", version=record.version[:60] if record else "",
                        device=device, sealed=envelope.seal_for(bytes(key.public), content, about(instance)),
                        key=key.generation, **standing(problem, first),
                    )  # fmt: skip
                    expect(found, record)
                attach(found, sent)
            return found
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


def expect(arrival: Arrival, record: Record | None) -> None:
    """A row for each file that the record names, so that it waits until they have come."""
    version = publish.known(arrival.organisation, arrival.form_id, arrival.version) if record else None
    asked = {question["name"] for question in version.questions if question["type"] in FILES} if version else set()
    named = {one.value for one in record.answers if one.name in asked} if record else set()
    rows = [Attachment(arrival=arrival, name=name[:200]) for name in sorted(named)]
    Attachment.objects.bulk_create(rows, ignore_conflicts=True)  # tried again: some are there


def attach(arrival: Arrival, sent: Mapping[str, bytes]) -> None:
    """Seal the files that came, each once, to the key of their record; one that nobody named is kept as well."""
    key = OrganisationKey.objects.get(organisation=arrival.organisation.code, generation=arrival.key)
    there = {row.name: row for row in arrival.attachments.all()}
    for name, content in sent.items():
        row = there.get(name[:200]) or Attachment(arrival=arrival, name=name[:200])
        if not row.token:
            row.token, row.size, row.head = sealed_file(bytes(key.public), content)
            row.save()


def sealed_file(public: bytes, content: bytes) -> tuple[str, int, bytes]:
    """Write a file sealed to a public key; its token, size and head."""
    token, secret = secrets.token_hex(16), seal.new_key()
    head = json.dumps({"key": base64.b64encode(secret).decode(), "size": len(content)}).encode()
    files.write(token, pieces.seal_pieces(secret, io.BytesIO(content), len(content), f"arrived|{token}"))
    return token, len(content), envelope.seal_for(public, head, f"arrived head|{token}")


def take_in(arrival: Arrival, record: Record, sent: Mapping[str, bytes]) -> Arrival:
    """Let the form's room take the record in, once all its files are here. What is refused goes into quarantine."""
    if arrival.attachments.filter(token="").exists():
        return arrival  # its other parts are on the way
    try:
        taken = handled(arrival, record, sent)
        with transaction.atomic():
            extras.keep(arrival, record)
            settle(arrival, State.TAKEN, person=taken.person)
    except Refusal as refusal:
        settle(arrival, State.QUARANTINE, why=refusal.why, what=refusal.what)
    except Exception:
        log.exception("A record could not be taken in.")
        settle(arrival, State.QUARANTINE, why="fault")
    return arrival


def handled(arrival: Arrival, record: Record, sent: Mapping[str, bytes]) -> Taken:
    """What the form's handler says; a form of the organisation's own has none, its coded answers are kept."""
    version = publish.known(arrival.organisation, record.form_id, record.version)
    if version is None:
        forms = publish.forms_of(arrival.organisation, record.form_id)
        raise Refusal("unknown_version" if forms.exists() else "unknown_form")
    handler = HANDLERS.get(record.form_id) if version.form.organisation_id is None else None
    if handler is None:
        return Taken()
    if arrival.account is None:
        raise Refusal("person")
    return handler(Sent(record, arrival.organisation, arrival.account, dict(sent)))


def settle(arrival: Arrival, state: str, why: str = "", what: str = "", person: str = "") -> None:
    arrival.state, arrival.why, arrival.what = state, why, what[:120]
    arrival.person = person or arrival.person
    arrival.save(update_fields=["state", "why", "what", "person"])
