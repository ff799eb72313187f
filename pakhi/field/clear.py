"""What may lie in clear on a phone: ODK Collect locks nothing, so names go there only by an organisation's decision."""

from __future__ import annotations

from django.db import transaction

from pakhi.field.models import ClearNames, Device, Version
from pakhi.field.registration import REPEATED, SINGLE
from pakhi.network.models import Account, Organisation

IDENTITY = frozenset({*REPEATED, *SINGLE, "proof_voice", "proof_picture", "witness"})


def asks_who(version: Version) -> bool:
    """Whether a form asks for part of an identity, by the reserved names of its questions and groups."""
    return any({question["name"], *question["path"]} & IDENTITY for question in version.questions)


def allowed(organisation: Organisation) -> bool:
    """Whether the organisation has decided that Collect gets such forms."""
    return ClearNames.objects.filter(organisation=organisation).exists()


def gets(device: Device, version: Version) -> bool:
    """Whether a phone is offered a form. Our own app seals what it keeps and gets every one."""
    return device.app_since is not None or not asks_who(version) or allowed(device.organisation)


def decide(organisation: Organisation, by: Account, allow: bool) -> None:
    """Let names lie in clear, or not any more. What Collect has already stays there."""
    with transaction.atomic():
        ClearNames.objects.filter(organisation=organisation).delete()
        if allow:
            ClearNames.objects.create(organisation=organisation, by=by)
