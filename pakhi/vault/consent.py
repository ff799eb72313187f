"""Consent: asked in her words, given, used, and taken back as easily.

`allows` is asked at the moment of use, by every export, hand-over, story and repository row; nobody keeps its answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format

from pakhi.lib.clock import INDIA, Quarter, today
from pakhi.network.models import Account, Office, Organisation
from pakhi.vault import audit, heard, listings, merge, standing
from pakhi.vault.consent_rules import MUST, parts, rules, script, wrong
from pakhi.vault.consent_words import ANYBODY, ENDS, EVERYTHING, HAPPENS, SCOPES, WRONG
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Entry, Person, SealedFile, Withdrawal

Purpose, Given, State = Consent.Purpose, Consent.Given, Person.State
A_WHILE = dt.timedelta(days=92)  # who said no is not asked the same thing again for so long


class Faulty(Refused):
    """A consent that cannot be; `fault` is the key in WRONG of the sentence."""

    def __init__(self, fault: str) -> None:
        super().__init__(str(WRONG[fault]))
        self.fault = fault


@dataclass(frozen=True)
class Line:
    """One line that is read to her; `key` also names its recording."""

    key: str
    text: str


@dataclass(frozen=True)
class Asking:
    """What is read to her, in her language and in this order."""

    version: str
    language: str
    lines: tuple[Line, ...]

    @property
    def heard(self) -> tuple[str, ...]:
        """What `give` wants to be told when all of it was read."""
        return tuple(line.key for line in self.lines)


@dataclass(frozen=True)
class Answer:
    """How she said yes. `heard`: the keys of the lines that were read, in order. `proof`, `cwc`: tokens of her files.

    Under 18: `guardian` (given, unsafe, none), `assent` (her own yes), `cwc` (the committee's permission) and
    `turns_18`. That day is not kept: the consent ends with the quarter in which it lies, and she is asked again.
    """

    language: str
    given: str
    heard: Sequence[str]
    proof: str = ""
    witness: Account | None = None
    under_18: bool = False
    guardian: str = ""
    assent: bool = False
    cwc: str = ""
    turns_18: dt.date | None = None


def ask(person: Person, purpose: str, language: str, under_18: bool, recipient: str = "", scope: str = "") -> Asking:
    """What has to be read to her before she answers. Under 18 the warning comes first (POCSO s.19)."""
    words = script(Purpose(purpose), under_18)
    with translation.override(language):
        said = {
            "organisation": named(person.organisation), "recipient": named(recipient) or str(ANYBODY),
            "scope": scope_in_words(scope),
        }  # fmt: skip
        lines = tuple(Line(key, str(words.words(key)) % said) for key in words.keys)
    return Asking(words.version, language, lines)


def give(
    person: Person, purpose: str, answer: Answer, by: Account, recipient: str = "", scope: Iterable[str] = (),
    until: dt.date | None = None, record: str = "",
) -> Consent:  # fmt: skip
    """She said yes. Raises Faulty (a Refused) with what is missing; the rules are in consents.yaml.

    `record`: by which a record of a phone is known again (see `heard_of`).
    """
    standing.need_carer(by, person.organisation)
    listings.need_person(person)
    words, asked = script(Purpose(purpose), answer.under_18), tuple(answer.heard)
    consent = Consent(
        person=person, purpose=purpose, recipient=recipient, scope=",".join(sorted(set(scope))),
        language=answer.language, script=words.version, given=answer.given, proof=answer.proof,
        witness=answer.witness.pk if answer.witness else 0, under_18=answer.under_18, guardian=answer.guardian,
        assent=answer.assent, cwc=answer.cwc, warned=asked[:1] == ("warning",), valid_from=today(),
        valid_to=last_day(answer, until), by=by.pk,
    )  # fmt: skip
    fault = wrong(consent) or ("" if asked == words.keys else "heard") or unknown(consent)
    if fault:
        raise Faulty(fault)
    with audit.locked():
        consent.save(force_insert=True)
        log(consent, by.pk, "given", record)
    heard.told_later(person.code)
    return consent


def last_day(answer: Answer, until: dt.date | None) -> dt.date | None:
    """The last day of a consent: as wished; under 18 at the latest the end of the quarter in which she turns 18."""
    if not answer.under_18 or answer.turns_18 is None:
        return None if answer.under_18 else until
    of_age = Quarter.of(max(answer.turns_18, today())).last_day
    return min(until, of_age) if until else of_age


def unknown(consent: Consent) -> str:
    """Whether a consent speaks of a file, a recipient or a record that is not there: a key of WRONG."""
    if consent.person.state != State.HERE:
        return "closed"
    if consent.recipient and not named(consent.recipient):
        return "recipient_unknown"
    tokens = {consent.proof, consent.cwc} - {""}
    if not tokens:
        return ""
    files = SealedFile.objects.filter(person__in=merge.together(consent.person), token__in=tokens).count()
    return "" if files == len(tokens) else "proof_unknown"


def decline(person: Person, purpose: str, by: Account, recipient: str = "", record: str = "") -> None:
    """She said no: a line in the log, so that she is not asked again and again; nothing else changes."""
    standing.need_carer(by, person.organisation)
    audit.record(
        Entry.Act.CONSENT, actor=by, organisation=person.organisation, person=person.code, step="declined",
        purpose=Purpose(purpose), recipient=recipient, **known_by(record),
    )  # fmt: skip


def heard_of(organisation: str, record: str) -> bool:
    """Whether the log has her answer that a phone sent under this mark. Ask inside audit.locked()."""
    lines = Entry.objects.filter(act=Entry.Act.CONSENT, organisation=organisation)
    return lines.filter(detail__record=record).exists()


def known_by(record: str) -> dict[str, str]:
    """The detail of a line by which a record from a phone is known again; nothing for what was written here."""
    return {"record": record} if record else {}


def withdraw(consent: Consent, by: Account | None) -> Withdrawal:
    """She takes it back: from now on it lets nothing happen. No reason, no proof, no role but being there.

    `by` None: she does it herself. A second time changes nothing. Raises Refused for another organisation's worker.
    """
    if by is not None:
        standing.need_carer(by, consent.person.organisation)
    number = by.pk if by else 0
    with audit.locked():
        taken, fresh = Withdrawal.objects.get_or_create(consent=consent, defaults={"by": number})
        if fresh:
            log(consent, number, "withdrawn")
    heard.told_later(consent.person.code)
    return taken


def log(consent: Consent, by: int, step: str, record: str = "") -> None:
    audit.record(
        Entry.Act.CONSENT, actor=by, organisation=consent.person.organisation, person=consent.person.code, step=step,
        consent=consent.pk, purpose=consent.purpose, recipient=consent.recipient, given=consent.given,
        **known_by(record),
    )  # fmt: skip


def allows(person: Person | str, purpose: str, recipient: str = "", scope: str = "", on: dt.date | None = None) -> bool:
    """Whether a consent that holds on a day (today) lets this happen, now. Never keep the answer: ask again.

    `person` may be a code. `recipient`: the code of who gets it. `scope`: the parts, with commas; every one of them
    must be in the same consent, and asking for no part asks for everything.
    """
    return covered(holding(person, Purpose(purpose), on), recipient, scope)


def covered(rows: Iterable[Consent], recipient: str, scope: str) -> bool:
    """Whether one of these consents is about this recipient and these parts, and nothing is wrong with it."""
    asked = set(parts(scope))
    return any(fits(consent, recipient, asked) and not wrong(consent) for consent in rows)


def holding(person: Person | str, purpose: str = "", on: dt.date | None = None) -> QuerySet[Consent]:
    """Consents (of one purpose, or all) that nobody has taken back, on a day; none of somebody who is out of reach.

    Records that were merged are one person: what was agreed on one of them counts for all.
    """
    found = held(reached(person), on or today()).select_related("person")
    return found.filter(purpose=purpose) if purpose else found


def reached(person: Person | str) -> list[Person]:
    """All records of a person; none if she was forgotten or handed over: the record that answers for her is closed."""
    found = merge.answer(person if isinstance(person, str) else person.code)
    return merge.together(found) if found is not None and found.state == State.HERE else []


def held(records: list[Person] | QuerySet[Person], day: dt.date) -> QuerySet[Consent]:
    """Consents on these records that nobody has taken back, on a day."""
    rows = Consent.objects.filter(person__in=records, withdrawal=None, valid_from__lte=day)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=day))


def fits(consent: Consent, recipient: str, asked: set[str]) -> bool:
    """Whether a consent is about this recipient and these parts."""
    row, agreed = rules()["purposes"][consent.purpose], set(parts(consent.scope))
    if consent.recipient != recipient and (consent.recipient or row["recipient"] == MUST):
        return False
    return not agreed or (bool(asked) and asked <= agreed)


def named(code: str) -> str:
    """The name of the organisation or office with a code; empty if there is none."""
    found = Organisation.objects.filter(code=code).first() or Office.objects.filter(code=code).first()
    return str(found) if code and found else ""


def scope_in_words(scope: str) -> str:
    return ", ".join(str(SCOPES[part]) for part in parts(scope) if part in SCOPES) or str(EVERYTHING)


def what_it_lets_happen(consent: Consent, on: dt.date | None = None) -> list[str]:
    """What a consent lets happen and how long, as sentences to her, in the reader's language.

    One that was taken back, is over or is faulty says that nothing happens any more.
    """
    said = {"recipient": named(consent.recipient) or str(ANYBODY), "scope": scope_in_words(consent.scope)}
    state, day = state_of(consent, on or today())
    why = str(WRONG[wrong(consent)]) if state == "wrong" else ""
    shown = {"day": date_format(day, "j F Y") if day else "", "why": why}
    return [str(HAPPENS[consent.purpose]) % said, str(ENDS[state]) % shown]


def state_of(consent: Consent, on: dt.date) -> tuple[str, dt.date | None]:
    """A key of ENDS, and the day it speaks of."""
    taken = Withdrawal.objects.filter(consent=consent).first()
    if taken is not None:
        return "withdrawn", taken.on
    if consent.person.state in {State.MOVED, State.FORGOTTEN}:
        return "closed", None
    if wrong(consent):
        return "wrong", None
    if consent.valid_to and consent.valid_to < on:
        return "over", consent.valid_to
    if consent.valid_from > on:
        return "later", consent.valid_from
    return ("until", consent.valid_to) if consent.valid_to else ("open", None)


@dataclass(frozen=True)
class Agreed:
    """A consent on the page of all her consents. `state` is a key of ENDS; `open` and `until` hold."""

    consent: Consent
    state: str
    sentences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.state in {"open", "until"}

    @property
    def can_be_taken_back(self) -> bool:
        return self.state in {"open", "until", "later", "wrong"}

    @property
    def recipient(self) -> str:
        """Who gets it, in the reader's language; empty if it is left open."""
        return named(self.consent.recipient)


def overview(person: Person, on: dt.date | None = None) -> list[Agreed]:
    """All consents of somebody, of all her records, the newest first, and what each one lets happen."""
    rows = Consent.objects.filter(person__in=merge.together(person)).select_related("person").order_by("-id")
    return [Agreed(row, state_of(row, on or today())[0], tuple(what_it_lets_happen(row, on))) for row in rows]


def said_no(records: Iterable[Person]) -> dict[str, dt.date]:
    """Purpose -> the last day on which she, whose records these are, said no to it, by the log."""
    lines = Entry.objects.filter(act=Entry.Act.CONSENT, person__in=[one.code for one in records])
    declined = lines.filter(detail__step="declined").order_by("number")
    return {line.detail["purpose"]: line.at.astimezone(INDIA).date() for line in declined}


def ask_again(organisation: str, before: dt.date) -> list[Consent]:
    """Consents that hold today and end before a day: she is asked again, as at 18, before they are over.

    Not those that a newer consent goes on from, nor those to which she has said no within a quarter of a year.
    """
    people = Person.objects.filter(organisation=organisation, state__in=(State.HERE, State.MERGED))
    rows = held(people, today()).filter(valid_to__lt=before).select_related("person")
    return [row for row in rows.order_by("valid_to", "person__code") if not wrong(row) and to_ask(row, before)]


def to_ask(consent: Consent, before: dt.date) -> bool:
    """Whether what a consent allows would be over on a day, and she has not lately said no to going on."""
    records = reached(consent.person)
    no = said_no(records).get(consent.purpose)
    if not records or (no is not None and no >= max(today() - A_WHILE, consent.valid_from)):
        return False
    later = held(records, before).filter(purpose=consent.purpose)
    return not covered(later, consent.recipient, consent.scope)
