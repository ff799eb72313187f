"""The note from one shift to the next: sealed to the organisation, since a text may hold a name; gone after a month.

What has to stay belongs into her record. Read by whoever wrote it, by supervisors and managers, and by those who are
on call from the day before it until three days after; each reading is a line in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.field import roster
from pakhi.field.models import HandOverNote
from pakhi.field.models.call import is_row_code, row_code
from pakhi.lib import envelope, seal
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import audit, keys, standing
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry, OrganisationKey
from pakhi.vault.rotation import ALONG, Along

LONGEST, KEPT = 5_000, dt.timedelta(days=30)
BEFORE, AFTER = dt.timedelta(days=1), dt.timedelta(days=3)
BLOCK, BATCH = 256, 50


def about(code: str) -> str:
    """What a sealed note is tied to."""
    return f"passing|{code}"


def write(organisation: Organisation, text: str, by: Account, code: str = "") -> HandOverNote:
    """Seal a note with the public key alone; those that are older than a month go. Raises Refused.

    `code` was made with the page: the same page sent twice is one note. Another one is made where it does not fit.
    """
    standing.need_carer(by, organisation.code)
    if not text.strip():
        raise Refused(_("Write the note first."))
    if len(text) > LONGEST:
        told = {"most": LONGEST, "over": len(text) - LONGEST}
        raise Refused(_("This note is longer than %(most)s signs, by %(over)s. Shorten it; it is still here.") % told)
    drop_old()
    before = HandOverNote.objects.filter(code=code).first()
    if before is not None and (before.organisation_id, before.by_id) == (organisation.pk, by.pk):
        return before
    fresh = code if before is None and is_row_code(code) else row_code()
    with transaction.atomic(using="vault"), transaction.atomic():
        key = keys.current(organisation, still=True)
        if key is None:
            raise Refused(_("This organisation has no key yet."))
        sealed = envelope.seal_for(bytes(key.public), seal.pad(text.strip().encode(), BLOCK), about(fresh))
        row, _made = HandOverNote.objects.get_or_create(
            code=fresh, defaults={"organisation": organisation, "by": by, "sealed": sealed, "key": key.generation}
        )
        return row


def drop_old() -> None:
    """Every note that is older than a month goes, of all organisations: each night, and when one is written."""
    HandOverNote.objects.filter(on__lt=today() - KEPT).delete()


def kept(organisation: Organisation) -> list[HandOverNote]:
    """The notes of the last month, the newest first; sealed as they are."""
    rows = HandOverNote.objects.filter(organisation=organisation, on__gte=today() - KEPT)
    return list(rows.select_related("by", "organisation").defer("sealed").order_by("-pk"))


def may_read(note: HandOverNote, account: Account) -> bool:
    """Whether it is theirs to read."""
    if note.by_id == account.pk or standing.is_keeper(account, note.organisation.code):
        return True
    return roster.touches(note.organisation, account, note.on - BEFORE, note.on + AFTER)


def read(note: HandOverNote, unlocked: Unlocked) -> str:
    """The text, once its line stands in the log. Raises Refused."""
    account, code = unlocked.account, note.organisation.code
    standing.need_carer(account, code)
    if not may_read(note, account):
        raise Refused(_("This note is for those who are on call in these days, and for supervisors."))
    key = OrganisationKey.objects.filter(organisation=code, generation=note.key).first()
    if key is None:
        raise Refused(_("This note cannot be opened: it was cut, moved or changed."))
    private = keys.open_organisation(unlocked, key)
    audit.record(Entry.Act.REVEAL, actor=account, organisation=code, step="passing", what=note.code)
    try:
        return seal.unpad(envelope.open_for(private, bytes(note.sealed), about(note.code))).decode()
    except seal.CannotOpen:
        raise Refused(_("This note cannot be opened: it was cut, moved or changed.")) from None


def left(organisation: Organisation, fresh: OrganisationKey) -> int:
    """How many notes are sealed to an older key."""
    return HandOverNote.objects.filter(organisation=organisation).exclude(key=fresh.generation).count()


def move(organisation: Organisation, fresh: OrganisationKey, private: Callable[[int], bytes]) -> int:
    """Seal some of them to the new key. How many. Old ones go instead. Raises Refused for a damaged one."""
    drop_old()
    with transaction.atomic():
        rows = HandOverNote.objects.filter(organisation=organisation).exclude(key=fresh.generation).order_by("pk")
        batch = list(rows.select_for_update()[:BATCH])
        for note in batch:
            try:
                content = envelope.open_for(private(note.key), bytes(note.sealed), about(note.code))
            except (seal.CannotOpen, OrganisationKey.DoesNotExist):
                raise Refused(
                    _("The hand-over note %(number)s cannot be opened: it was cut, moved or changed.")
                    % {"number": note.pk}
                ) from None
            note.sealed = envelope.seal_for(bytes(fresh.public), content, about(note.code))
            note.key = fresh.generation
            note.save(update_fields=["sealed", "key"])
    return len(batch)


ALONG.append(Along(left, move))
