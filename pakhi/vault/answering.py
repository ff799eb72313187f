"""Her yes together with the papers and recordings that show it: all of it is kept, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.core.files.base import File
from django.db import transaction

from pakhi.network.models import Account
from pakhi.vault import consent, files
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Person, SealedFile

KINDS = {"proof": SealedFile.Kind.PROOF, "cwc": SealedFile.Kind.COURT}


class BadFile(Refused):
    """A file that cannot be kept; `field` says which of an answer's it is: proof or cwc."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def say_yes(
    person: Person, purpose: str, answer: consent.Answer, by: Account, sent: Mapping[str, File[bytes] | None],
    recipient: str = "", scope: Iterable[str] = (), until: dt.date | None = None, record: str = "",
) -> Consent:  # fmt: skip
    """Seal what was sent (under `proof` and `cwc`) and keep the consent with it. Raises BadFile or consent.Faulty.

    A refusal leaves no file behind.
    """
    tokens: dict[str, str] = {}
    try:
        with transaction.atomic(using="vault"):
            for field, file in sent.items():
                if file is not None:
                    tokens[field] = sealed(person, field, file, by).token
            return consent.give(person, purpose, replace(answer, **tokens), by, recipient, scope, until, record)  # type: ignore[arg-type]  # tokens are texts
    except BaseException:
        for token in tokens.values():
            files.remove(token)
        raise


def sealed(person: Person, field: str, file: File[bytes], by: Account) -> SealedFile:
    """One file of an answer. Raises BadFile."""
    try:
        return files.keep_file(person, file, file.name or "", KINDS[field], by)
    except Refused as refusal:
        raise BadFile(field, str(refusal)) from None
