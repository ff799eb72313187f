"""Names in the lists of groups: written with her yes, looked at like any other name, destroyed when the yes is over.

A name lies in a record of its own, so that its code in the group's book says nothing of who she is; the record holds
nothing else. Changing the organisation's key, and being forgotten, reach it like every other record.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import access, assign, audit, halves, identity, limits, listings, merge, retention, reveal, standing
from pakhi.vault.keys import Refused, Unlocked, ready
from pakhi.vault.models import Consent, Entry, Listed, Person, Reveal

OCCASION = "listed"  # of retention.yaml
LONGEST = 60
MODEL = "listed"


def put(organisation: Organisation, group: str, name: str, by: Account, code: str, of: Person | None = None) -> Listed:
    """Seal a name for the list of a group, under a `code` that its writer made; a second time it is the same one.

    Only public keys are needed. Raises Refused before the organisation's recovery was rehearsed, for what is no name,
    for who was under 18 when she agreed to anything that holds, for a code that is somebody's, and for a closed record.
    """
    standing.need_carer(by, organisation.code)
    if not ready(organisation):
        raise Refused(_("Set-up is not finished: print the recovery shares and rehearse with two of them."))
    written = read_name(name)
    if of is not None:
        need_grown(of)
    try:
        with identity.held(of), audit.locked():
            known = Person.objects.filter(code=code).first()
            if known is not None:
                return the_same(known, group, by)
            person = identity.enrol(organisation, seal.new_pair(), code)
            name_sealed = identity.sealed(person, MODEL, group, written)
            made = Listed.objects.create(person=person, of=of, group=group, sealed=name_sealed, by=by.pk)
            audit.record(Entry.Act.WRITE, actor=by, organisation=organisation.code, person=code, step="listed")
    except IntegrityError:  # the code is somebody's in another organisation
        raise Refused(_("Nothing was written yet. Please send it once more.")) from None
    return made


def the_same(known: Person, group: str, by: Account) -> Listed:
    """What was written under a code a moment ago. Raises Refused where that was something else."""
    listing = listings.of_code(known.code)
    if listing is None or (listing.group, listing.by, listing.ended_on) != (group, by.pk, None):
        raise Refused(_("Nothing was written yet. Please send it once more."))
    return listing


def read_name(name: str) -> str:
    """A name as it is kept. Raises Refused: a list has names, no telephones and no sentences."""
    written = " ".join(unicodedata.normalize("NFC", name).split())
    fits = 0 < len(written) <= LONGEST and any(map(str.isalpha, written))
    if not fits or any(unicodedata.category(one)[0] not in "LM" and one not in " -.'’\u200c\u200d" for one in written):
        raise Refused(_("Write the name alone, as she wants it to stand there."))
    return written


def need_grown(person: Person) -> None:
    """Raises Refused where something that she agreed to, and that holds, was agreed as a child."""
    rows = Consent.objects.filter(person__in=merge.together(person), under_18=True, withdrawal=None)
    if any(row.valid_to is None or row.valid_to >= today() for row in rows):
        raise Refused(_("Names of children stand in no list. She is counted."))


def end(codes: Iterable[str], by: Account | int) -> int:
    """The yes to these names is over: nobody is shown them, and they are destroyed when the rule says so (at once).

    How many there were. Safe to repeat.
    """
    with audit.locked():
        rows = list(Listed.objects.filter(person__code__in=list(codes), ended_on=None).select_related("person"))
        for row in rows:
            row.ended_on = today()
            row.destroy_after = retention.rule(OCCASION, today()).until(today())
            row.save(update_fields=["ended_on", "destroy_after"])
            audit.record(
                Entry.Act.FORGET, actor=by, organisation=row.person.organisation, person=row.person.code, step="listed"
            )
            if row.destroy_after <= today():
                destroy(row)
    return len(rows)


def end_of(person: Person, by: Account | int) -> None:
    """Somebody's record is closed: so is every name of hers in a list, or the name that the record is."""
    end({person.code} | listings.codes_of([person]), by)


def destroy(row: Listed) -> None:
    """The name is gone: sealed here, and by its half in every older copy of the database."""
    row.sealed = b""
    row.save(update_fields=["sealed"])
    Person.objects.filter(pk=row.person_id).update(sealed=b"")
    code = row.person.code
    transaction.on_commit(lambda: halves.destroy(code), using="vault", robust=True)


def let_go(code: str) -> None:
    """Nothing says any more in which lists she stood whose record, by its code, is destroyed. Safe to repeat."""
    Listed.objects.filter(of__code=code).update(of=None)


def destroy_due(on: dt.date) -> None:
    """What is over by its rule, and halves that a crash left of names that are gone. All organisations are bound."""
    for row in Listed.objects.filter(destroy_after__lt=on).exclude(sealed=b"").select_related("person"):
        destroy(row)
    for code in Listed.objects.filter(ended_on__isnull=False, sealed=b"").values_list("person__code", flat=True):
        halves.destroy(code)


def may_look(account: Account, organisation: str) -> bool:
    """Whether somebody may look at names in lists at all: not on leave, and not who only counts."""
    return bool(standing.roles(account, organisation) & standing.CARERS) and not assign.away(account, organisation)


def within_reach(account: Account, organisation: str, group: str, codes: Iterable[str]) -> list[Listed]:
    """The listings of a group among these codes whose names somebody may look at.

    Supervisors and managers: all. A worker: those whom they wrote in themselves, and those they are there for.
    """
    if not may_look(account, organisation):
        return []
    rows = Listed.objects.filter(
        group=group, person__code__in=list(codes), ended_on=None, person__organisation=organisation,
        person__state=Person.State.HERE,
    ).select_related("person__key", "of")  # fmt: skip
    found = list(rows.order_by("id"))
    if standing.is_keeper(account, organisation):
        return found
    hers = access.assigned_among(account, [one.of for one in found if one.of is not None])
    return [one for one in found if one.by == account.pk or (one.of is not None and one.of.code in hers)]


def look(
    unlocked: Unlocked, organisation: str, group: str, codes: Iterable[str], reason: str
) -> list[tuple[Listed, str]]:
    """Names in the list of a group, in the order of their names: each counts and has its line like any look at a name.

    Raises NotYours, LimitReached (then none is shown), Refused.
    """
    account = unlocked.account
    if reason not in Reveal.Reason.values:
        raise Refused(_("Choose what you need to see, and a reason."))
    try:
        with transaction.atomic(using="vault", durable=True), audit.locked():
            rows = within_reach(account, organisation, group, codes)
            if not rows:
                raise reveal.NotYours(_("You cannot open this record."))
            if limits.opened(account) + len(rows) > limits.allowed(account, organisation):
                raise reveal.LimitReached(
                    _("More names stand here than a day still allows you. Your supervisor can release more.")
                )
            found = [(row, name_of(unlocked, row)) for row in rows]
            ground = min(standing.roles(account, organisation) & standing.KEEPERS, default="list")
            for row in rows:
                reveal.write(unlocked, row.person, ["names"], reason, Entry.Act.REVEAL, ground, [])
    except Refused as refusal:
        audit.record(Entry.Act.REFUSED, actor=account, organisation=organisation, why=type(refusal).__name__)
        raise
    return sorted(found, key=lambda pair: (pair[1].casefold(), pair[0].pk))


def name_of(unlocked: Unlocked, row: Listed) -> str:
    """One name, opened. Raises Refused. Only `look` calls this."""
    try:
        private = identity.person_key(unlocked, row.person)
        return str(identity.opened(private, row.person, MODEL, row.group, bytes(row.sealed)))
    except seal.CannotOpen:
        raise Refused(_("This cannot be opened: it was cut, moved or changed.")) from None
