"""Finding a telephone or a paper again without reading any: a keyed hash of its number, one for each organisation.

There are few telephone numbers, so a bare hash would be a list of them; the key is in DATA/secrets/index, outside
every database. Two organisations' marks of one number differ: nobody sees that both know somebody.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from pakhi.lib import seal
from pakhi.vault import parts
from pakhi.vault.models import BlindIndex, Person, Section

Kind = BlindIndex.Kind
READERS: dict[str, tuple[str, Callable[[Any], set[str]]]] = {
    Section.Field.CONTACTS: (Kind.PHONE, parts.phones),
    Section.Field.PAPERS: (Kind.PAPER, parts.papers),
}


def root() -> bytes:
    """The key of all marks (32 bytes); made on first use, readable by the owner only."""
    path = Path(settings.DATA) / "secrets" / "index"
    try:
        return bytes.fromhex(path.read_text())
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = path.with_name(f"index.{secrets.token_hex(4)}")
    with os.fdopen(os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(whole, path)  # whoever comes second takes the first one's key
    except FileExistsError:
        pass
    finally:
        whole.unlink()
    return bytes.fromhex(path.read_text())


def marks(organisation: str, kind: str, numbers: Iterable[str]) -> set[bytes]:
    """The marks (32 bytes each) by which an organisation (its code) finds these numbers again."""
    key = seal.derive(root(), f"index|{organisation}")
    return {seal.derive(key, f"{kind}|{number}") for number in numbers}


def update(person: Person, sections: Mapping[str, Any]) -> None:
    """Sections were written: where contacts or papers are among them, the marks are those of the new version.

    A version that only adds rows (identity.add) takes no mark away.
    """
    for field, (kind, numbers) in READERS.items():
        if field in sections:
            content = sections[field]
            put(person, kind, numbers(content), keep=isinstance(content, Mapping) and "added" in content)


def put(person: Person, kind: str, numbers: Iterable[str], keep: bool = False) -> None:
    """Exactly these numbers of one kind lead to a person from now on; with `keep`, those that did so before, too."""
    wanted = marks(person.organisation, kind, numbers)
    with transaction.atomic(using="vault"):
        kept = BlindIndex.objects.filter(person=person, kind=kind)
        there = {bytes(row.digest): row.pk for row in kept}
        gone = [] if keep else [pk for digest, pk in there.items() if digest not in wanted]
        BlindIndex.objects.filter(pk__in=gone).delete()
        BlindIndex.objects.bulk_create(
            BlindIndex(person=person, organisation=person.organisation, kind=kind, digest=digest)
            for digest in sorted(wanted - set(there))
        )


def drop(person: Person) -> None:
    """No number leads to this person any more."""
    BlindIndex.objects.filter(person=person).delete()


def holders(organisation: str, kind: str, numbers: Iterable[str]) -> set[str]:
    """Codes of the people of an organisation to whom one of these numbers (as `parts` gives them) leads."""
    rows = BlindIndex.objects.filter(
        organisation=organisation, kind=kind, digest__in=marks(organisation, kind, numbers)
    )
    return set(rows.values_list("person__code", flat=True))
