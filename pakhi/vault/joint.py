"""Two organisations on one case: copies of single papers, sealed to a key pair that is made for the two.

Her record, her key and her code stay where they are; the other organisation knows a code made for this, and nothing
else. Half of the pair's private key lies outside the database, so that when it ends no copy of anything opens a paper
any more (decision 0051). Her consent is asked at every use.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.network.models import Account, Organisation
from pakhi.vault import audit, consent, files, halves, limits, merge, reveal, scope, standing, takers
from pakhi.vault.consent_rules import wrong
from pakhi.vault.keys import Refused, Unlocked, current, open_organisation, ready
from pakhi.vault.models import Consent, Entry, JointCopy, JointKey, OrganisationKey, Person, Reveal, SealedFile

Act, Kind = Entry.Act, SealedFile.Kind
COURT = "court"  # the part of her consent without which two organisations share nothing of a case
Opened = tuple[Iterator[bytes], str]  # the pieces, and what kind of file they are
GOES = (Kind.COURT, Kind.SCAN)  # no photograph, no recording, no proof of a consent


def agreed(person: str, origin: str, to: str, *more: str) -> bool:
    """Whether she, by her code, agrees now that `to` is shown her court papers, and these parts too."""
    with scope.widened(origin):
        return all(consent.allows(person, Consent.Purpose.SHARE, to, part) for part in (COURT, *more))


def partners(person: Person) -> list[Organisation]:
    """The organisations to which she agreed that court papers are shown, and whose key is ready; by name."""
    rows = [one for one in consent.holding(person, Consent.Purpose.SHARE) if not wrong(one)]
    codes = {one.recipient for one in rows if consent.fits(one, one.recipient, {COURT})}
    found = list(others(person).filter(code__in=codes).order_by("name", "code"))
    able = takers.ready(found)
    return [one for one in found if one.code in able]


def others(person: Person) -> models.QuerySet[Organisation]:
    """All but hers; a funder is told numbers, never anything of hers."""
    return Organisation.objects.exclude(code=person.organisation).exclude(kind=Organisation.Kind.FUNDER)


def lay(code: str, person: Person, to: Organisation, by: Account) -> None:
    """Make the key pair for another organisation, under a code that the caller made; safe to repeat. Raises Refused."""
    standing.need_carer(by, person.organisation)
    reveal.need_all(by, person)
    if not others(person).filter(pk=to.pk).exists():
        raise Refused(_("Choose an organisation."))
    try:
        with scope.widened(to.code), audit.locked():
            if not JointKey.objects.filter(code=code).exists():
                log(made(code, person, to, by), by, "offered")
    except BaseException:
        halves.destroy(code)
        raise


def made(code: str, person: Person, to: Organisation, by: Account) -> JointKey:
    """The row, sealed to the other organisation's key of today. Raises Refused."""
    need(person, to.code)
    key = current(to, still=True)
    if key is None or not ready(to):
        raise Refused(_("%(name)s cannot share a case yet: its set-up is not finished.") % {"name": to.name})
    pair, half = seal.new_pair(), halves.make(code)
    sealed = seal.seal_to(bytes(key.public), seal.both(pair.private, half))
    return JointKey.objects.create(
        code=code, person=person, origin=person.organisation, to=to.code, public=pair.public, sealed=sealed,
        key=key.generation, by=by.pk,
    )  # fmt: skip


def need(person: Person, to: str, *more: str) -> None:
    """Raises Refused where she has not agreed, or does not any more."""
    if not agreed(person.code, person.organisation, to, *more):
        raise Refused(_("She has not agreed that this is shown to this organisation. Ask her first."))


def the_key(code: str, *, still: bool = False) -> JointKey:
    """The pair of a code, held still until the transaction ends if asked. Raises Refused after the end."""
    rows = JointKey.objects.filter(code=code)
    found = (rows.select_for_update() if still else rows).first()
    if found is None:
        raise Refused(_("This case is not shared any more."))
    return found


def note(code: str, by: Account, step: str) -> None:
    """A line on both sides about the answer of the other organisation. Raises Refused."""
    key = the_key(code)
    with scope.widened(key.origin, key.to):
        log(key, by, step, theirs=True)


def give(unlocked: Unlocked, code: str, paper: SealedFile, number: str, more: tuple[str, ...] = ()) -> None:
    """A copy of a paper of hers for the other organisation, without what the file was called; twice is once.

    Whoever gives it opens it: that is a look like any other. `more`: parts that she must have agreed to besides.
    Raises Refused.
    """
    by, key = unlocked.account, the_key(code)
    person = Person.objects.get(pk=key.person_id)
    if paper.kind not in GOES or paper.person_id not in {one.pk for one in merge.together(person)}:
        raise Refused(_("Choose a paper of hers."))
    if key.copies.filter(number=number).exists():
        return
    need(person, key.to, *more)
    content = b"".join(reveal.reveal_file(unlocked, paper, Reveal.Reason.COURT))
    fresh = files.seal_into(code, bytes(key.public), content, "")
    try:
        with scope.widened(key.to), audit.locked():
            now = the_key(code, still=True)
            need(person, now.to, *more)  # she may have taken it back meanwhile
            JointCopy.objects.create(
                joint=now, number=number, token=fresh.token, type=paper.type, size=fresh.size, head=fresh.head, by=by.pk
            )
            log(now, by, "given", kind=paper.kind)
    except BaseException:
        files.remove(fresh.token)
        raise


def send(code: str, upload: UploadedFile[bytes], by: Account) -> SealedFile:
    """A paper of the other organisation's, sealed into her record: those who sent it cannot open it. Raises Refused."""
    key = the_key(code)
    standing.need_carer(by, key.to)
    with scope.widened(key.origin):
        person = Person.objects.get(pk=key.person_id)
        need(person, key.to)
        audit.signing_key()
        kept = files.keep_file(person, upload, upload.name or "", Kind.COURT, by)
        log(key, by, "sent", theirs=True)
    return kept


def open_copy(unlocked: Unlocked, code: str, number: str, reason: str, more: tuple[str, ...] = ()) -> Opened:
    """What the other organisation opens: a look with a reason, that counts there and stands in her own log, too.

    Raises Refused, with a line in their log; RuntimeError inside another transaction.
    """
    account, key = unlocked.account, the_key(code)
    if reason not in Reveal.Reason.values:
        raise Refused(_("Choose a reason."))
    try:
        with transaction.atomic(using="vault", durable=True), audit.locked():
            now, ground = the_key(code), ground_of(account, key.to)
            with scope.widened(key.origin):
                need(Person.objects.get(pk=now.person_id), now.to, *more)
                copy = now.copies.filter(number=number).first()
                if copy is None:
                    raise Refused(_("This paper is not there any more."))
                content = files.opened(private_key(unlocked, now), as_file(copy))
                count(now, account, reason, ground)
    except Refused as refusal:
        audit.record(Act.REFUSED, actor=account, organisation=key.to, person=code, why=type(refusal).__name__)
        raise
    return content, copy.type


def ground_of(account: Account, to: str) -> str:
    """By what somebody of the other organisation reads, while the day allows it. Raises Refused."""
    roles = standing.roles(account, to)
    if not roles & standing.CARERS:
        raise reveal.NotYours(_("You cannot open this record."))
    if limits.opened(account) >= limits.allowed(account, to):
        raise reveal.LimitReached(
            _("You have opened as many names today as a day allows. Your supervisor can release more.")
        )
    return next(iter(sorted(roles & standing.KEEPERS)), "assigned")


def private_key(unlocked: Unlocked, key: JointKey) -> bytes:
    """The pair's private half, for who holds the other organisation's key. Raises Refused."""
    theirs = OrganisationKey.objects.get(organisation=key.to, generation=key.key)
    try:
        private = seal.both(
            seal.open_with(open_organisation(unlocked, theirs), bytes(key.sealed)), halves.read(key.code)
        )
    except seal.CannotOpen:
        raise Refused(_("This paper cannot be opened.")) from None
    if seal.public_of(private) != bytes(key.public):
        raise Refused(_("This paper cannot be opened."))
    return private


def as_file(copy: JointCopy) -> SealedFile:
    """A copy, as the reader of sealed files wants it: it is bound to the code of the two."""
    return SealedFile(person=Person(code=copy.joint.code), token=copy.token, head=bytes(copy.head))


def count(key: JointKey, account: Account, reason: str, ground: str) -> None:
    """One row and one line on each side: theirs counts for the day, hers is what she is shown."""
    for organisation, person in ((key.to, key.code), (key.origin, key.person.code)):
        entry = audit.record(
            Act.REVEAL, actor=account, organisation=organisation, person=person, step="joint", reason=reason,
            fields=["file"], ground=ground,
        )  # fmt: skip
        Reveal.objects.create(
            person=person, organisation=organisation, account=account.pk, reason=reason, fields="file",
            entry=entry.number,
        )  # fmt: skip


def take_back(code: str, number: str, by: Account) -> None:
    """Destroy the copy of one paper; safe to repeat. Raises Refused after the end."""
    key = the_key(code)
    standing.need_carer(by, key.origin)
    with scope.widened(key.to), audit.locked():
        tokens = list(key.copies.filter(number=number).values_list("token", flat=True))
        if tokens:
            key.copies.filter(token__in=tokens).delete()
            log(key, by, "taken_back")
            transaction.on_commit(lambda: drop(tokens), using="vault", robust=True)


def end(code: str, origin: str, to: str, by: Account | None = None, theirs: bool = False) -> None:
    """It is over: the half first, then nothing opens, here or in any copy; then rows and files. Safe to repeat."""
    halves.destroy(code)
    with scope.widened(origin, to):
        with audit.locked():
            key = JointKey.objects.filter(code=code).first()
            tokens = list(key.copies.values_list("token", flat=True)) if key else []
            if key is not None:
                log(key, by, "ended", theirs=theirs)
                key.delete()
        drop(tokens)


def drop(tokens: list[str]) -> None:
    """Take sealed files off the disk."""
    for token in tokens:
        files.remove(token)


def log(key: JointKey, by: Account | None, step: str, theirs: bool = False, **detail: str) -> None:
    """One line on each side, each with its own code. `theirs`: the other organisation did it; of whoever works at her
    home they are told nothing, of theirs she is told everything.
    """
    actor = by if by is not None else 0
    for home, person, other, who in (
        (key.origin, key.person.code, key.to, actor), (key.to, key.code, key.origin, actor if theirs else 0),
    ):  # fmt: skip
        audit.record(Act.SHARE, actor=who, organisation=home, person=person, step=step, other=other, **detail)
