"""Voices for texts: recorded by one, approved by another, heard until somebody takes them back.

Who may (always: supervisors, managers and coordinators; never the same person twice):

- A text of the product (rating, consent, the product's forms) is spoken to everybody who meets this installation, in
  whatever organisation. So a coordinator of a network has to be one of the two: they approve what others recorded; what
  a coordinator recorded is approved by another coordinator, or by a manager of an organisation of their network. An
  installation without any coordinator (one organisation alone) leaves it to its managers. No organisation changes by
  itself what others' survivors hear.
- A question of an organisation's own form is that organisation's: two of its own people.
- A recording that waits is heard by who recorded it, by the people of the same network, and by who may approve it. In
  lists it is by role and day, never by name: lists are read beyond an organisation.
- A voice is its speaker's. She takes it back whenever she wants, without a reason, also after it was approved; whoever
  may approve can do it for her, or when it is wrong. Then its bytes are deleted and the machine's voice speaks again.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pakhi.field.models import PromptVoice
from pakhi.lib import audio
from pakhi.lib.clock import today
from pakhi.network import prompts
from pakhi.network.models import Account, Membership
from pakhi.network.models.account import Role
from pakhi.network.prompts import Prompt
from pakhi.vault.keys import Refused

State, End = PromptVoice.State, PromptVoice.End
STUDIO = (Role.COORDINATOR.value, Role.MANAGER.value, Role.SUPERVISOR.value)  # the first that somebody has counts
MOST, LONGEST, SHORTEST = 1024 * 1024, 120, 0.3  # bytes, seconds, seconds


def recorder(held: Iterable[Membership], prompt: Prompt) -> Membership | None:
    """The membership by which somebody may record a text, if any."""
    fit = [one for one in held if one.role in STUDIO]
    if prompt.organisation is not None:
        fit = [one for one in fit if one.organisation_id == prompt.organisation.pk]
    return min(fit, key=lambda one: STUDIO.index(one.role), default=None)


def decider(held: Iterable[Membership], row: PromptVoice) -> Membership | None:
    """The membership by which somebody may approve a recording; never the one who recorded it."""
    fit = [one for one in held if one.role in STUDIO and one.account_id != row.recorded_by_id]
    return next((one for one in fit if decides(one, row)), None)


def decides(one: Membership, row: PromptVoice) -> bool:
    """Whether a role in an organisation decides about a recording."""
    if row.organisation_id is not None:
        return one.organisation_id == row.organisation_id
    if one.role == Role.COORDINATOR:
        return True
    if one.role != Role.MANAGER:
        return False
    if row.recorded_as == Role.COORDINATOR:
        return row.recorded_in.room().members().filter(pk=one.organisation_id).exists()
    return not Membership.objects.current().filter(role=Role.COORDINATOR, account__is_active=True).exists()


def to_decide(held: Iterable[Membership]) -> int:
    """How many recordings somebody may approve now."""
    mine = [one for one in held if one.role in STUDIO]
    rows = PromptVoice.objects.filter(state=State.WAITING) if mine else PromptVoice.objects.none()
    return sum(decider(mine, row) is not None for row in rows.defer("content", "text").select_related("recorded_in"))


def may_hear(held: list[Membership], row: PromptVoice) -> bool:
    """Whether somebody may listen to a recording that waits, or to one that is heard anyway."""
    if row.state == State.APPROVED or any(one.account_id == row.recorded_by_id for one in held) or decider(held, row):
        return True
    if row.organisation_id is not None:
        return any(one.organisation_id == row.organisation_id for one in held)
    near = set(row.recorded_in.room().members().values_list("pk", flat=True))
    return any(one.organisation_id in near for one in held)


def may_take_back(held: list[Membership], row: PromptVoice) -> bool:
    """The one whose voice it is, and who may approve it."""
    return any(one.account_id == row.recorded_by_id for one in held) or decider(held, row) is not None


def keep(prompt: Prompt, content: bytes, shown: str, by: Membership) -> PromptVoice:
    """A recording of a text, to wait for approval; one of the same organisation that still waits makes room for it.

    `shown`: the mark of the text as the page showed it. Raises Refused with a sentence.
    """
    if shown != prompt.mark:
        raise Refused(_("The words have changed since this page was opened. Read the new ones, and record again."))
    heard = listened(content)
    same = of(prompt).filter(state=State.WAITING, recorded_in=by.organisation)
    try:
        with transaction.atomic():
            for before in same.select_for_update():
                finish(before, End.REPLACED, by.account)
            return PromptVoice.objects.create(
                source=prompt.source, organisation=prompt.organisation, key=prompt.key, language=prompt.language,
                text=prompt.text, mark=prompt.mark, content=heard.content, type=heard.type, seconds=heard.seconds,
                recorded_by=by.account, recorded_as=by.role, recorded_in=by.organisation,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("A colleague has recorded this at the same moment. Listen to theirs first.")) from None


def listened(content: bytes) -> audio.Sound:
    """The sound of an upload. Raises Refused."""
    if not content:
        raise Refused(_("Nothing was recorded. Record it, or choose a file."))
    if len(content) > MOST:
        raise Refused(_("The recording is too large: 1 MB is the most. Record it here, or save it smaller."))
    try:
        heard = audio.read(content)
    except audio.NotAudio:
        raise Refused(
            _("This is no recording that can be played: WebM, Ogg, MP3, M4A or WAV, whole and without a picture.")
        ) from None
    if heard.seconds > LONGEST:
        raise Refused(_("The recording is too long: two minutes are the most."))
    if heard.seconds < SHORTEST:
        raise Refused(_("The recording is too short: nothing can be heard in it."))
    return heard


def approve(row: PromptVoice, prompt: Prompt, by: Membership) -> PromptVoice:
    """From now on this voice is heard; the one before is over. Raises Refused.

    The file is written before the rows change and gets its name after: what can fail (a full disk) fails before.
    """
    part = written(prompt.place, bytes(row.content)) if prompt.place else None
    try:
        with transaction.atomic():
            one = waiting(row)
            if one.mark != prompt.mark:
                raise Refused(_("The words have changed since it was recorded. It has to be recorded again."))
            for before in of(prompt).filter(state=State.APPROVED).select_for_update():
                finish(before, End.REPLACED, by.account)
                if (old := file_of(before, prompt)) and old != prompt.place:
                    old.unlink(missing_ok=True)
            one.state, one.approved_by, one.approved_as, one.approved_on = State.APPROVED, by.account, by.role, today()
            one.save()
    except BaseException:
        if part:
            part.unlink(missing_ok=True)
        raise
    if part and prompt.place:
        part.replace(prompt.place)
    return one


def refuse(row: PromptVoice, by: Account) -> None:
    """It is not approved, and deleted. Raises Refused."""
    with transaction.atomic():
        finish(waiting(row), End.REFUSED, by)


def take_back(row: PromptVoice, prompt: Prompt, by: Account) -> None:
    """It is not heard any more, from this moment on, and deleted. Nothing happens where it is over already."""
    with transaction.atomic():
        one = PromptVoice.objects.select_for_update().get(pk=row.pk)
        if one.state == State.ENDED:
            return
        if one.state == State.APPROVED and (file := file_of(one, prompt)):
            file.unlink(missing_ok=True)
        finish(one, End.TAKEN_BACK, by)


def lay_out(texts: Iterable[Prompt]) -> int:
    """Write the approved recordings that lie nowhere: after a crash, or on a new disk. Gives how many."""
    places = {(one.source, one.key, one.language, one.mark): place for one in texts if (place := one.place)}
    many = 0
    for row in PromptVoice.objects.filter(state=State.APPROVED).defer("content"):
        place = places.get((row.source, row.key, row.language, row.mark))
        if place and not place.is_file():
            written(place, bytes(row.content)).replace(place)
            many += 1
    return many


def file_of(row: PromptVoice, prompt: Prompt) -> Path | None:
    """Where an approved recording lies, also one of earlier words."""
    return prompts.approved(prompt.folder, row.language, row.key, row.text) if prompt.folder else None


def of(prompt: Prompt) -> QuerySet[PromptVoice]:
    """The rows about a text in a language."""
    return PromptVoice.objects.filter(source=prompt.source, key=prompt.key, language=prompt.language)


def waiting(row: PromptVoice) -> PromptVoice:
    """The row, locked, if it still waits. Raises Refused."""
    found = PromptVoice.objects.select_for_update().filter(pk=row.pk, state=State.WAITING).first()
    if found is None:
        raise Refused(_("A colleague has decided about this recording meanwhile. Look at it again."))
    return found


def finish(row: PromptVoice, why: str, by: Account) -> None:
    """The recording is over: the voice goes, the line about it stays."""
    row.state, row.end, row.content, row.ended_by, row.ended_on = State.ENDED, why, b"", by, today()
    row.save()


def written(place: Path, content: bytes) -> Path:
    """The content beside its place, on the disk. It still has to get its name."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    with part.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return part
