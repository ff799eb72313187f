"""A person goes to another organisation: offered with her consent, accepted or declined with a reason, or taken back.

The offering worker's open key re-seals what goes along to a new key pair, for the receiving organisation; so nobody
needs the old organisation's key when it is accepted. There she is a new person with a new code. The old organisation
keeps what the law asks, sealed away as after `forget`, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import (
    apart,
    audit,
    consent,
    forget,
    halves,
    identity,
    listings,
    merge,
    parcel,
    reveal,
    scope,
    standing,
    wishes,
)  # fmt: skip
from pakhi.vault.keys import Refused, Unlocked, current, ready
from pakhi.vault.models import (
    Consent,
    Entry,
    Erasure,
    Handover,
    Note,
    OrganisationKey,
    Person,
    SealedFile,
    Section,
)
from pakhi.vault.models.person import person_code

State = Handover.State
EVERYTHING = tuple(Section.Field.values)


def offer(
    unlocked: Unlocked, person: Person, to: Organisation, by: Account, *, sections: Iterable[str] = EVERYTHING,
    notes: Iterable[Note] = (), files: Iterable[SealedFile] = (),
) -> Handover:  # fmt: skip
    """Lay a person ready for another organisation: parts of the identity, and the notes and files chosen.

    Raises Refused: without her consent to this hand-over, while another offer is open, where nobody can take her, or
    to who may not read all of her (somebody who makes one visit).
    """
    standing.need_carer(by, person.organisation)
    if person.state == Person.State.HERE:  # `check` says what is wrong with any other
        reveal.need_all(by, person)
    packing = parcel.Packing(person, identity.person_key(unlocked, person), person_code(), b"")
    try:
        with scope.widened(to.code), transaction.atomic(using="vault"):
            key, pair = check(person, to), seal.new_pair()
            packing.public = pair.public
            packing.sections(sections, to.code)
            packing.notes(notes)
            packing.files(files)
            packing.rows["others"] = [away(unlocked, one) for one in merge.together(person)[1:]]
            holding, half = forget.hold(unlocked, person), halves.make(packing.code)
            laid = Handover.objects.create(
                person=person, origin=person.organisation, to=to.code, arrived=packing.code, parcel=packing.rows,
                public=pair.public, sealed=seal.seal_to(bytes(key.public), seal.both(pair.private, half)),
                key=key.generation, holding=holding.sealed, held_by=holding.by, offered_by=by.pk,
            )  # fmt: skip
            log(laid, by, "offered")
    except BaseException:
        forget.drop(parcel.tokens(packing.rows), packing.code)
        raise
    return laid


def check(person: Person, to: Organisation) -> OrganisationKey:
    """The key that an offer is sealed to, held still. Raises Refused with the reason why there can be none."""
    identity.need_here(person)
    listings.need_person(person)
    if person.organisation == to.code:
        raise Refused(_("She is with this organisation already."))
    if Handover.objects.filter(person=person, state=State.OFFERED).exists():
        raise Refused(_("She is offered to an organisation already. Take that back first."))
    need_consent(person, to)
    there = wishes.keepers(to.code)
    if there and not there - apart.from_whom(person):
        raise Refused(
            _("At %(name)s nobody decides who may know of her: she wants to be kept apart.") % {"name": to.name}
        )
    key = current(to, still=True)
    if key is None or not ready(to):
        raise Refused(_("%(name)s cannot take anybody yet: its set-up is not finished.") % {"name": to.name})
    return key


def need_consent(person: Person, to: Organisation) -> None:
    """Raises Refused when she has not agreed to be handed to this organisation, or does not any more."""
    if not consent.allows(person, Consent.Purpose.TRANSFER, to.code):
        raise Refused(_("She has not agreed to be handed to this organisation. Ask her first."))


def away(unlocked: Unlocked, person: Person) -> parcel.Row:
    """The holding of a merged record, for the parcel."""
    holding = forget.hold(unlocked, person)
    return {"code": person.code, "sealed": parcel.text(holding.sealed), "by": parcel.text(holding.by)}


def accept(handover: Handover, to: Organisation, by: Account) -> Person:
    """The receiving organisation takes her; nobody's key is needed. The old record is closed. Raises Refused.

    Her consent is looked at once more: what was withdrawn since the offer holds.
    """
    standing.need_keeper(by, to.code)
    with scope.widened(handover.origin), transaction.atomic(using="vault"):
        found = waiting(handover, to=to.code)
        if found.offered_by == by.pk:  # who works on both sides is not both sides
            raise Refused(_("Somebody else than who proposed it has to confirm it."))
        old = Person.objects.select_for_update().get(pk=found.person_id)
        never = apart.from_whom(old)
        if by.pk in never:
            raise Refused(_("This offer is not open any more."))  # as for one that was answered
        need_consent(old, to)
        key = OrganisationKey.objects.select_for_update().get(organisation=to.code, generation=found.key)
        person = Person.objects.create(
            code=found.arrived, organisation=to.code, public=found.public, sealed=found.sealed, key=key
        )
        parcel.unpack(found.parcel, person, found.offered_by)
        wishes.bring(person, never)
        endings = [(old, forget.Holding(bytes(found.holding), bytes(found.held_by)))]
        for row in found.parcel["others"]:
            one = Person.objects.select_for_update().get(code=row["code"], organisation=found.origin)
            endings.append((one, forget.Holding(parcel.raw(row["sealed"]), parcel.raw(row["by"]))))
        settle(found, State.ACCEPTED, by)
        for one, holding in endings:
            forget.close(one, holding, Erasure.Occasion.HANDED_OVER, by)
        log(found, by, "accepted")
    return person


def decline(handover: Handover, to: Organisation, by: Account, reason: str) -> None:
    """The receiving organisation does not take her; what was laid ready is taken away. Raises Refused."""
    standing.need_keeper(by, to.code)
    if reason not in Handover.Reason.values:
        raise Refused(_("Choose a reason."))
    if handover.pk in unseen_by(by, [handover]):
        raise Refused(_("This offer is not open any more."))
    end(handover, State.DECLINED, by, reason, to=to.code)


def take_back(handover: Handover, by: Account, reason: str = Handover.Reason.MISTAKE) -> None:
    """The offering organisation, or she herself, changed their mind before it was answered. Raises Refused."""
    standing.need_carer(by, handover.origin)
    end(handover, State.TAKEN_BACK, by, reason, origin=handover.origin)


def end(handover: Handover, state: State, by: Account, reason: str, **side: str) -> None:
    """An offer comes to nothing: its row stays, what was laid ready goes."""
    with scope.widened(handover.origin), transaction.atomic(using="vault"):
        found = waiting(handover, **side)
        forget.clear(found)
        settle(found, state, by, reason)
        log(found, by, state.value)


def waiting(handover: Handover, **side: str) -> Handover:
    """The offer, if it is still open and this organisation is the one that may answer. Raises Refused."""
    found = Handover.objects.select_for_update().filter(pk=handover.pk, state=State.OFFERED, **side).first()
    if found is None:
        raise Refused(_("This offer is not open any more."))
    return found


def unseen_by(account: Account, offers: Iterable[Handover]) -> set[int]:
    """Which of these offers are about who wants to be kept apart from somebody: for them there is no such offer.

    Also of those that came to nothing, which would say that there was one. Whose offer was accepted is somebody here,
    with a code and a wish of her own: that says it (scope.py).
    """
    of = defaultdict[str, dict[int, int]](dict)  # origin -> offer -> her record there
    for one in offers:
        if one.state != State.ACCEPTED:
            of[one.origin][one.pk] = one.person_id
    found = set[int]()
    for origin, people in of.items():
        with scope.widened(origin):
            shut = apart.hidden_from(account)
        found |= {offer for offer, person in people.items() if person in shut}
    return found


def settle(found: Handover, state: State, by: Account, reason: str = "") -> None:
    """The answer, and nothing left in the row of what it carried."""
    found.state, found.reason, found.answered_by, found.answered_on = state, reason, by.pk, today()
    found.parcel, found.sealed, found.holding, found.held_by = {}, b"", b"", b""
    if state != State.ACCEPTED:
        found.arrived = ""
    found.save()


def log(found: Handover, by: Account, step: str) -> None:
    """One line for each of the two organisations, each with its own code of her."""
    sides = [(found.origin, found.person.code, found.to)]
    if step in {"accepted", "declined"}:
        sides.append((found.to, found.arrived, found.origin))
    for home, code, other in sides:
        audit.record(Entry.Act.MOVE, actor=by, organisation=home, person=code, step=step, other=other)
