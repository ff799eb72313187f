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
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import audit, consent, files, halves, limits, merge, reveal, scope, standing, takers
from pakhi.vault.consent_rules import wrong
from pakhi.vault.keys import Refused, Unlocked, current, open_organisation, ready
from pakhi.vault.models import Consent, Entry, JointCopy, JointKey, OrganisationKey, Person, Reveal, SealedFile
from pakhi.vault.sniff import sniff
from pakhi.vault.uploads import MOST

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
    if JointKey.objects.filter(code=code, person=person, to=to.code).exists():
        return
    if halves.path(halves.joint(code)).exists():  # of somebody else: it is not to be destroyed below
        raise Refused(_("Nothing was written. Open the page again, and try once more."))
    try:
        with scope.widened(to.code), audit.locked():
            log(made(code, person, to, by), by, "offered")
    except BaseException:
        halves.destroy(halves.joint(code))
        raise


def made(code: str, person: Person, to: Organisation, by: Account) -> JointKey:
    """The row, sealed to the other organisation's key of today. Raises Refused."""
    need(person, to.code)
    key = current(to, still=True)
    if key is None or not ready(to):
        raise Refused(_("%(name)s cannot share a case yet: its set-up is not finished.") % {"name": to.name})
    pair, half = seal.new_pair(), halves.make(halves.joint(code))
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


def belongs(code: str, person: str, origin: str) -> bool:
    """Whether the pair is there, and still of this person (a code): after a merge is undone it may be of another."""
    with scope.widened(origin):
        key, now = JointKey.objects.filter(code=code).first(), merge.answer(person)
        return key is not None and now is not None and is_hers(key.person_id, now)


def is_hers(record: int, person: Person) -> bool:
    """Whether a record is one of hers today."""
    return record in {one.pk for one in merge.together(person)}


def note(code: str, by: Account, step: str, **detail: int) -> None:
    """A line on both sides about what the other organisation decided. Raises Refused."""
    key = the_key(code)
    with scope.widened(key.origin, key.to):
        log(key, by, step, theirs=True, **detail)


def give(unlocked: Unlocked, code: str, paper: SealedFile, number: str, more: tuple[str, ...] = ()) -> None:
    """A copy of a paper of hers for the other organisation, without what the file was called; twice is once.

    Whoever gives it opens it: that is a look like any other. `more`: parts that she must have agreed to besides.
    Raises Refused.
    """
    by, key = unlocked.account, the_key(code)
    person = Person.objects.get(pk=key.person_id)
    need_goes(paper, person, more)
    if is_there(key, paper, number):
        return
    need(person, key.to, *more)
    content = b"".join(reveal.reveal_file(unlocked, paper, Reveal.Reason.COURT))
    fresh = files.seal_into(code, bytes(key.public), content, "")
    try:
        with scope.widened(key.to), audit.locked():
            now = the_key(code, still=True)
            need(person, now.to, *more)  # she may have taken it back meanwhile
            late = is_there(now, paper, number)  # pressed twice: the other one was first
            if not late:
                keep_copy(now, paper, number, fresh, by)
    except BaseException:
        files.remove(fresh.token)
        raise
    if late:
        files.remove(fresh.token)


def need_goes(paper: SealedFile, person: Person, more: tuple[str, ...]) -> None:
    """Raises Refused for what is no paper of hers, and for a scan that goes as a court paper.

    What a scan shows nobody knows but who looks: it never goes with her yes to court papers alone.
    """
    if paper.kind not in GOES or not is_hers(paper.person_id, person):
        raise Refused(_("Choose a paper of hers."))
    no_sound(paper.type)
    if paper.kind == Kind.SCAN and not more:
        raise Refused(
            _("A scan goes as a medical paper, an identity paper or a paper about money. Keep court papers as such.")
        )


def no_sound(found: str) -> None:
    """Raises Refused for a recording, whatever it was kept as: a voice never goes."""
    if found.startswith("audio/"):
        raise Refused(_("A recording does not go. Choose a paper."))


def is_there(key: JointKey, paper: SealedFile, number: str) -> bool:
    """Whether this paper went by this number. Raises Refused where another one did."""
    there = key.copies.filter(number=number).first()
    if there is not None and there.paper_id != paper.pk:
        raise Refused(_("Nothing was written. Open the page again, and try once more."))
    return there is not None


def keep_copy(key: JointKey, paper: SealedFile, number: str, fresh: SealedFile, by: Account) -> None:
    """The row of a copy, and its lines."""
    JointCopy.objects.create(
        joint=key, paper=paper, number=number, token=fresh.token, type=paper.type, size=fresh.size, head=fresh.head,
        by=by.pk,
    )  # fmt: skip
    log(key, by, "given", kind=paper.kind)


def send(code: str, upload: UploadedFile[bytes], by: Account) -> SealedFile:
    """A paper of the other organisation's, sealed into her record: those who sent it cannot open it. Raises Refused."""
    key = the_key(code)
    standing.need_carer(by, key.to)
    no_sound(sniff(upload.read(MOST + 1)))
    upload.seek(0)
    with scope.widened(key.origin):
        person = merge.answer(Person.objects.get(pk=key.person_id).code)  # a merged record takes nothing in
        if person is None:
            raise Refused(_("This record is closed."))
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
                person = Person.objects.get(pk=now.person_id)
                need(person, now.to, *more)
                copy = now.copies.select_related("paper__person").filter(number=number).first()
                if copy is None or not is_hers(copy.paper.person_id, person):
                    raise Refused(_("This paper is not there any more."))
                content = files.opened(private_key(unlocked, now), as_file(copy))
                count(copy, account, reason, ground)
    except Refused as refusal:
        refused(account, key.to, code, refusal)
        raise
    return content, copy.type


def refused(account: Account, to: str, code: str, refusal: Refused) -> None:
    """A line in the log of the other organisation: somebody there tried."""
    audit.record(Act.REFUSED, actor=account, organisation=to, person=code, why=type(refusal).__name__)


def ground_of(account: Account, to: str) -> str:
    """By what somebody of the other organisation reads, while the day allows it. Raises Refused."""
    roles = standing.roles(account, to)
    if not roles & standing.CARERS:
        raise reveal.NotYours(_("You cannot open this record."))
    if limits.opened(account) >= limits.allowed(account, to):
        raise reveal.LimitReached(
            _("You have opened as many names today as a day allows. Your supervisor can release more.")
        )
    return next(iter(sorted(roles & standing.KEEPERS)), "joint")


def private_key(unlocked: Unlocked, key: JointKey) -> bytes:
    """The pair's private half, for who holds the other organisation's key. Raises Refused."""
    theirs = OrganisationKey.objects.get(organisation=key.to, generation=key.key)
    try:
        private = seal.both(
            seal.open_with(open_organisation(unlocked, theirs), bytes(key.sealed)), halves.read(halves.joint(key.code))
        )
    except seal.CannotOpen:
        raise Refused(_("This paper cannot be opened.")) from None
    if seal.public_of(private) != bytes(key.public):
        raise Refused(_("This paper cannot be opened."))
    return private


def as_file(copy: JointCopy) -> SealedFile:
    """A copy, as the reader of sealed files wants it: it is bound to the code of the two."""
    return SealedFile(person=Person(code=copy.joint.code), token=copy.token, head=bytes(copy.head))


def count(copy: JointCopy, account: Account, reason: str, ground: str) -> None:
    """One row and one line on each side: theirs counts for the day, hers is what she is shown.

    Hers says which organisation it was, and of which of her records, for the day on which a merge is undone.
    """
    key, record = copy.joint, copy.paper.person.code
    also = {"records": [record]} if record != key.person.code else {}
    for home, person, other, how, more in (
        (key.to, key.code, key.origin, ground, {}), (key.origin, key.person.code, key.to, "joint", also),
    ):  # fmt: skip
        entry = audit.record(
            Act.REVEAL, actor=account, organisation=home, person=person, step="joint", reason=reason,
            fields=["file"], ground=how, other=other, **more,
        )  # fmt: skip
        Reveal.objects.create(
            person=person, organisation=home, account=account.pk, reason=reason, fields="file", entry=entry.number
        )


def take_back(code: str, number: str, by: Account) -> None:
    """Destroy the copy of one paper; safe to repeat. Raises Refused after the end."""
    key = the_key(code)
    standing.need_carer(by, key.origin)
    destroy(key, number, by)


def part(code: str) -> list[str]:
    """Destroy the copies of papers that are not hers any more, and give their numbers: a merge was undone."""
    key = JointKey.objects.filter(code=code).first()
    if key is None:
        return []
    with scope.widened(key.origin):
        person = merge.answer(key.person.code)
        hers = {one.pk for one in merge.together(person)} if person is not None else set()
        numbers = list(key.copies.exclude(paper__person__in=hers).order_by("pk").values_list("number", flat=True))
    for number in numbers:
        destroy(key, number, None)
    return numbers


def destroy(key: JointKey, number: str, by: Account | None) -> None:
    """The copy of one paper, with a line on each side; safe to repeat."""
    with scope.widened(key.origin, key.to), audit.locked():
        tokens = list(key.copies.filter(number=number).values_list("token", flat=True))
        if tokens:
            drop(tokens)  # before the rows: without them nobody would find the files any more
            key.copies.filter(token__in=tokens).delete()
            log(key, by, "taken_back")


def end(code: str, origin: str, to: str, by: Account | None = None, theirs: bool = False) -> None:
    """It is over: the half first, then nothing opens, here or in any copy; then files and rows. Safe to repeat."""
    halves.destroy(halves.joint(code))
    with scope.widened(origin, to), audit.locked():
        key = JointKey.objects.filter(code=code).first()
        if key is not None:
            drop(list(key.copies.values_list("token", flat=True)))
            log(key, by, "ended", theirs=theirs)
            key.delete()


def unused(used: set[str]) -> list[JointKey]:
    """Pairs of earlier days that no case uses: of today, one may be about to be used."""
    with scope.everywhere():
        return [one for one in JointKey.objects.filter(on__lt=today()).order_by("pk") if one.code not in used]


def drop(tokens: list[str]) -> None:
    """Take sealed files off the disk."""
    for token in tokens:
        files.remove(token)


def log(key: JointKey, by: Account | None, step: str, theirs: bool = False, **detail: str | int) -> None:
    """One line on each side or none, each with its own code. `theirs`: the other organisation did it; of whoever works
    at her home they are told nothing, of theirs she is told everything.
    """
    actor = by if by is not None else 0
    with audit.locked():
        for home, person, other, who in (
            (key.origin, key.person.code, key.to, actor), (key.to, key.code, key.origin, actor if theirs else 0),
        ):  # fmt: skip
            audit.record(Act.SHARE, actor=who, organisation=home, person=person, step=step, other=other, **detail)
