"""The form `consent`: how an asking went, by the same rules and verbs as on the page. A yes is kept with its proof,
a no is a line in the log; what falls short waits in quarantine with the sentence that says what is missing."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Container, Mapping

from django.conf import settings
from django.core.files.base import ContentFile, File

from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.field.records import Record
from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import access, apart, audit, consent, merge, recipients, standing
from pakhi.vault.answering import BadFile, say_yes
from pakhi.vault.consent_rules import script
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Person
from pakhi.vault.models.person import CODE

Purpose = Consent.Purpose
FAULT = "c_"  # before the vault's own word for what is wrong with a consent, in refusals.SENTENCES
FILES = {"proof_paper": "proof", "proof_voice": "proof", "cwc": "cwc"}
# The question under which the vault's refusals stand; the others stand under the purpose.
ABOUT = {
    "recipient_must": "recipient", "recipient_never": "recipient", "recipient_unknown": "recipient",
    "scope_must": "scope", "scope_never": "scope", "scope_unknown": "scope", "heard": "heard",
    "warned_must": "heard_warning", "given": "given", "proof_must": "proof_paper", "proof_unknown": "proof_paper",
    "witness_must": "witness", "witness_unknown": "witness", "under_18_never": "under_18", "guardian": "guardian",
    "assent_must": "assent", "cwc_must": "cwc", "turns_18_must": "turns_18", "days": "until",
}  # fmt: skip


@handles("consent")
def ask(sent: Sent) -> Taken:
    """Keep her answer. The log knows which record it came from, so that a repeat keeps it once."""
    person, purpose, mark = whom(sent), one_of(sent.record, "purpose", Purpose.values), mark_of(sent)
    said = one_of(sent.record, "answer", ["yes", "no"])
    try:
        with audit.locked():
            if not consent.heard_of(person.organisation, mark):
                yes(sent, person, purpose, mark) if said == "yes" else no(sent, person, purpose, mark)
    except consent.Faulty as fault:
        raise refusal(fault.fault) from None
    except BadFile as problem:
        raise Refusal(f"{FAULT}file", "proof_paper" if problem.field == "proof" else problem.field) from None
    except Refused:
        raise Refusal("person", "person") from None
    return Taken(person.code)


def whom(sent: Sent) -> Person:
    """The person of the code, for whom the sender is there: her worker, or who keeps the organisation's people."""
    try:
        found = merge.answer(read_letters(sent.record.get("person"), CODE))
    except BadCode:
        raise Refusal("answer" if sent.record.get("person") else "missing", "person") from None
    if found is None or found.organisation != sent.organisation.code:
        raise Refusal("person", "person")
    near = access.assigned(sent.by, found.code) or standing.is_keeper(sent.by, found.organisation)
    if not near or apart.kept_apart(sent.by, found):
        raise Refusal("person", "person")
    if found.state != Person.State.HERE:
        raise Refusal("closed", "person")
    return found


def yes(sent: Sent, person: Person, purpose: str, mark: str) -> None:
    """She said yes. Raises Faulty and BadFile, as the page does, and Refusal for what cannot be read."""
    record, under_18 = sent.record, one_of(sent.record, "under_18", ["yes", "no"]) == "yes"
    if record.get("script") != script(purpose, under_18).version:
        raise consent.Faulty("heard")
    answer = consent.Answer(
        one_of(record, "language", dict(settings.LANGUAGES)), one_of(record, "given", Consent.Given.values),
        heard(record), witness=witness(sent), under_18=under_18, guardian=record.get("guardian"),
        assent=record.get("assent") == "yes", turns_18=coming_of_age(record) if under_18 else None,
    )  # fmt: skip
    say_yes(
        person, purpose, answer, sent.by, files(sent), recipient(sent, purpose), record.get("scope").split(),
        day(record, "until"), mark,
    )  # fmt: skip


def no(sent: Sent, person: Person, purpose: str, mark: str) -> None:
    """She said no: a line in the log."""
    asked = code(sent.record.get("recipient"))
    consent.decline(person, purpose, sent.by, asked if consent.named(asked) else "", mark)


def heard(record: Record) -> tuple[str, ...]:
    """The keys of the lines that were read to her, in the form's order."""
    lines = (one for one in record.answers if one.name.startswith("heard_") and one.value == "yes")
    return tuple(one.name.removeprefix("heard_") for one in lines)


def witness(sent: Sent) -> Account | None:
    """A colleague of today by their name at sign-in; none if nobody is named. Raises Refusal."""
    named = sent.record.get("witness").strip()
    if not named:
        return None
    here = Membership.objects.current().filter(organisation=sent.organisation).values("account")
    found = Account.objects.filter(pk__in=here, is_active=True, username__iexact=named).first()
    if found is None:
        raise refusal("witness_unknown")
    return found


def recipient(sent: Sent, purpose: str) -> str:
    """The code of who gets it. Some purposes go between organisations only, and nothing goes to a funder."""
    asked = code(sent.record.get("recipient"))
    if not asked:
        return ""
    found = Organisation.objects.filter(code=asked).first()
    stranger = found is None and purpose in recipients.TO_ORGANISATIONS
    if stranger or (found is not None and (found == sent.organisation or found.kind == Organisation.Kind.FUNDER)):
        raise refusal("recipient_unknown")
    return asked


def files(sent: Sent) -> Mapping[str, File[bytes]]:
    """What shows her yes, under the names that the vault gives it."""
    found: dict[str, File[bytes]] = {}
    for question, field in FILES.items():
        content = sent.files.get(sent.record.get(question))
        if content is not None and field not in found:
            found[field] = ContentFile(content, sent.record.get(question))
    return found


def coming_of_age(record: Record) -> dt.date | None:
    """The day on which she turns 18. One that is past, or further away than a life of 18 years, cannot be right."""
    turns = day(record, "turns_18")
    if turns is not None and turns <= today():
        raise Refusal(f"{FAULT}adult_now", "turns_18")
    if turns is not None and turns.year > today().year + 18:
        raise Refusal("answer", "turns_18")
    return turns


def one_of(record: Record, question: str, allowed: Container[str]) -> str:
    """An answer that is one of a list. Raises Refusal."""
    value = record.get(question)
    if value not in allowed:
        raise Refusal("answer" if value else "missing", question)
    return value


def day(record: Record, question: str) -> dt.date | None:
    """An answer that is a day; None where there is none. Raises Refusal."""
    written = record.get(question)
    try:
        return dt.date.fromisoformat(written[:10]) if written else None
    except ValueError:
        raise Refusal("answer", question) from None


def code(written: str) -> str:
    """A code as it is kept, whatever stood between its letters."""
    return "".join(written.upper().replace("-", " ").split())


def mark_of(sent: Sent) -> str:
    """By what the log knows the record again; it says nothing to anybody else. The first letter makes it no number."""
    about = f"{sent.organisation.code}|{sent.record.instance}".encode()
    return "r" + hmac.new(f"consent|{settings.SECRET_KEY}".encode(), about, hashlib.sha256).hexdigest()[:31]


def refusal(fault: str) -> Refusal:
    return Refusal(f"{FAULT}{fault}", ABOUT.get(fault, "purpose"))
