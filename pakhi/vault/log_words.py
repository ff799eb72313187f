"""A line of the log as a sentence: who did what, and the details in words. What has no words is shown as its code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pakhi.network.models.account import Role
from pakhi.vault.lines import DAY
from pakhi.vault.models import Allowance, Assignment, Consent, Entry, Glass, Handover, Reveal, SealedFile
from pakhi.vault.reveal import PARTS

Words = str | Promise

# Act and step; a step without a sentence of its own is said in general, and stands among the details.
SENTENCES: dict[tuple[str, str], Words] = {
    ("reveal", ""): gettext_lazy("%(who)s opened a record."),
    ("reveal", "sealed"): gettext_lazy("%(who)s opened a closed record with two printed shares."),
    ("print", ""): gettext_lazy("%(who)s printed papers."),
    ("export", ""): gettext_lazy("%(who)s took figures out of the product."),
    ("write", ""): gettext_lazy("%(who)s wrote in a record."),
    ("write", "register"): gettext_lazy("%(who)s registered a person."),
    ("write", "listed"): gettext_lazy("%(who)s wrote a name into a group's list, as she wished."),
    ("write", "correct"): gettext_lazy("%(who)s corrected a record."),
    ("write", "note"): gettext_lazy("%(who)s added a note."),
    ("write", "file"): gettext_lazy("%(who)s added a file."),
    ("consent", ""): gettext_lazy("%(who)s wrote down a consent."),
    ("consent", "given"): gettext_lazy("%(who)s wrote down that she agreed."),
    ("consent", "declined"): gettext_lazy("%(who)s wrote down that she did not agree."),
    ("consent", "withdrawn"): gettext_lazy("A consent was taken back (%(who)s)."),
    ("role", ""): gettext_lazy("%(who)s changed what a colleague may do."),
    ("login", ""): gettext_lazy("%(who)s signed in."),
    ("login", "in"): gettext_lazy("%(who)s signed in."),
    ("login", "password"): gettext_lazy("%(who)s changed their password."),
    ("key", ""): gettext_lazy("%(who)s gave or took access to names."),
    ("key", "setup"): gettext_lazy("%(who)s made the organisation's key."),
    ("key", "print"): gettext_lazy("%(who)s printed new recovery shares."),
    ("key", "rehearse"): gettext_lazy("%(who)s rehearsed with two recovery shares."),
    ("key", "recover"): gettext_lazy("%(who)s got access back with two recovery shares."),
    ("key", "give"): gettext_lazy("%(who)s gave a colleague access to names."),
    ("key", "take"): gettext_lazy("%(who)s took a colleague's access to names away."),
    ("key", "lost"): gettext_lazy("%(who)s has a new key after a new password, and no access to names any more."),
    ("key", "reset"): gettext_lazy("%(who)s set a colleague's password anew."),
    ("key", "begin"): gettext_lazy("%(who)s began to change the organisation's key."),
    ("key", "rotated"): gettext_lazy("The organisation's key was changed (%(who)s)."),
    ("merge", ""): gettext_lazy("%(who)s decided on two records."),
    ("merge", "search"): gettext_lazy("%(who)s looked for people who are here twice."),
    ("merge", "propose"): gettext_lazy("%(who)s thinks that two records are of one person."),
    ("merge", "confirm"): gettext_lazy("%(who)s confirmed that two records are of one person."),
    ("merge", "decline"): gettext_lazy("%(who)s found that two records are of two people."),
    ("merge", "differ"): gettext_lazy("%(who)s found that two records are of two people."),
    ("merge", "reconsider"): gettext_lazy("%(who)s let two records be looked at again."),
    ("merge", "undo"): gettext_lazy("%(who)s undid a merge."),
    ("move", ""): gettext_lazy("%(who)s worked on a hand-over."),
    ("move", "offered"): gettext_lazy("%(who)s offered a person to another organisation."),
    ("move", "accepted"): gettext_lazy("%(who)s accepted a person who was handed over."),
    ("move", "declined"): gettext_lazy("%(who)s did not accept a person who was offered."),
    ("move", "taken_back"): gettext_lazy("%(who)s took back an offer."),
    ("move", "closed"): gettext_lazy("The record was closed after the hand-over (%(who)s)."),
    ("share", ""): gettext_lazy("Something was done about a case that two organisations share (%(who)s)."),
    ("share", "offered"): gettext_lazy("Another organisation was asked to work on a case together (%(who)s)."),
    ("share", "accepted"): gettext_lazy("It was agreed that two organisations work on a case (%(who)s)."),
    ("share", "declined"): gettext_lazy("Working on a case together was declined (%(who)s)."),
    ("share", "ended"): gettext_lazy("A case is no longer shared; copies of papers were destroyed (%(who)s)."),
    ("share", "given"): gettext_lazy("A copy of a paper was given to the other organisation (%(who)s)."),
    ("share", "taken_back"): gettext_lazy("A copy of a paper for the other organisation was destroyed (%(who)s)."),
    ("share", "named"): gettext_lazy("It was decided who works on a shared case (%(who)s)."),
    ("share", "sent"): gettext_lazy("The other organisation sent a paper for her record (%(who)s)."),
    ("reveal", "joint"): gettext_lazy("%(who)s opened a paper of a case that two organisations share."),
    ("forget", ""): gettext_lazy("%(who)s closed a record for good."),
    ("forget", "closed"): gettext_lazy("%(who)s closed a record for good."),
    ("forget", "listed"): gettext_lazy("A name was taken out of a group's list (%(who)s)."),
    ("forget", "destroyed"): gettext_lazy("The key of a record was destroyed: its time was over."),
    ("glass", ""): gettext_lazy("%(who)s used emergency access."),
    ("glass", "broken"): gettext_lazy("%(who)s used emergency access."),
    ("glass", "seen"): gettext_lazy("%(who)s has seen an emergency access."),
    ("reveal", "arrival"): gettext_lazy("%(who)s opened a record that came from a phone."),
    ("write", "again"): gettext_lazy("%(who)s tried to take a record in again."),
    ("write", "aside"): gettext_lazy("%(who)s set a record from a phone aside."),
    ("write", "bundle"): gettext_lazy("%(who)s took in a file from a phone."),
    ("write", "ended"): gettext_lazy("%(who)s accepted a record of an ended phone."),
    ("write", "visit_name"): gettext_lazy("%(who)s put her name on their own phone for a visit."),
    ("write", "call"): gettext_lazy("%(who)s took a call of hers."),
    ("write", "call_named"): gettext_lazy("%(who)s put a call without a name into her record, as she wished."),
    ("write", "keypad_on"): gettext_lazy("%(who)s turned rating by keypad on at the telephone menu."),
    ("write", "keypad_off"): gettext_lazy("Rating by keypad at the telephone menu was turned off (%(who)s)."),
    ("write", "visit"): gettext_lazy("%(who)s wrote down a visit to the helpdesk."),
    ("reveal", "passing"): gettext_lazy("%(who)s read a hand-over note of the helpline."),
    ("limit", ""): gettext_lazy("%(who)s changed what a day allows."),
    ("assign", ""): gettext_lazy("%(who)s decided who is there for a person."),
    ("assign", "begin"): gettext_lazy("%(who)s decided who is there for a person."),
    ("assign", "end"): gettext_lazy("%(who)s ended an assignment."),
    ("assign", "apart"): gettext_lazy("%(who)s wrote down who shall never be there for a person."),
    ("assign", "apart_over"): gettext_lazy("%(who)s took back that somebody shall never be there for a person."),
    ("refused", ""): gettext_lazy("%(who)s was refused."),
}
LABELS: dict[str, Words] = {  # in the order in which they are shown: PostgreSQL keeps none
    "kind": gettext_lazy("Kind"), "account": pgettext_lazy("somebody", "For"),
    "reason": gettext_lazy("Reason"), "fields": gettext_lazy("Looked at"), "ground": gettext_lazy("Opened as"),
    "records": gettext_lazy("Also in"), "other": gettext_lazy("The other"),
    "start": pgettext_lazy("day", "From"), "end": gettext_lazy("Until"),
    "on": gettext_lazy("Day"), "until": gettext_lazy("Until"), "more": gettext_lazy("How many"),
    "purpose": pgettext_lazy("purpose", "For"), "recipient": pgettext_lazy("recipient", "To"),
    "given": gettext_lazy("How"),
    "why": gettext_lazy("Why"), "people": gettext_lazy("People"), "pairs": gettext_lazy("Pairs"),
    "what": gettext_lazy("What"), "form": gettext_lazy("Form"),
    "consent": gettext_lazy("Consent number"), "rule": gettext_lazy("Rule"), "side": pgettext_lazy("somebody", "For"),
    "record": gettext_lazy("Sent from a phone as"),
    "arrival": gettext_lazy("Record number"), "part": gettext_lazy("Part"), "key": gettext_lazy("Key number"),
}  # fmt: skip
OTHERS: dict[str, dict[str, Words]] = {
    "ground": {
        "assigned": gettext_lazy("her worker"), "glass": gettext_lazy("emergency access"),
        "list": gettext_lazy("who wrote her into a group's list, or is there for her"),
        "joint": gettext_lazy("somebody who works on a shared case"),
        Role.SUPERVISOR: Role.SUPERVISOR.label, Role.MANAGER: Role.MANAGER.label,
    },
    "why": {
        "NotYours": gettext_lazy("not assigned, or not their role"), "LimitReached": gettext_lazy("the day's limit"),
        "Refused": gettext_lazy("it was not possible"),
        "phone_lost": gettext_lazy("the phone was lost, or broke"), "worker_left": gettext_lazy("the worker has left"),
        "by_mistake": gettext_lazy("the phone was ended by mistake"),
    },
    "side": {
        "supervisor": gettext_lazy("the organisation"), "coordinator": gettext_lazy("the network"),
    },
    "fields": PARTS, "part": PARTS,
    "purpose": dict(Consent.Purpose.choices), "given": dict(Consent.Given.choices),
}  # fmt: skip
REASONS = {"glass": Glass.Reason, "limit": Allowance.Reason, "move": Handover.Reason}
KINDS = {"limit": Allowance.Kind, "assign": Assignment.Kind, "write": SealedFile.Kind}


@dataclass(frozen=True)
class Fact:
    """One detail of a line; `code`: there are no words for it, it stands as it was written."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True)
class Told:
    """A line as a page shows it. `person` is a code."""

    number: int
    at: dt.datetime
    act: str
    text: str
    person: str
    facts: tuple[Fact, ...]


def told(entry: Entry, names: Mapping[int, str]) -> Told:
    """A line in words; `names`: colleagues by account."""
    step = str(entry.detail.get("step", ""))
    sentence, known = SENTENCES.get((entry.act, step), SENTENCES[entry.act, ""]), (entry.act, step) in SENTENCES
    facts = tuple(
        fact(entry, name, value, names)
        for name, value in sorted(entry.detail.items(), key=shown_at)
        if value not in ("", None, []) and not (known and name == "step")
    )
    text = str(sentence) % {"who": who(entry.actor, names)}
    return Told(entry.number, entry.at, str(entry.act), text, entry.person, facts)


def shown_at(detail: tuple[str, object]) -> tuple[int, str]:
    """Where a detail stands among the others: as in LABELS, then by its code."""
    name, _value = detail
    return (list(LABELS).index(name) if name in LABELS else len(LABELS), name)


def accounts(entry: Entry) -> set[int]:
    """The colleagues whom a line names."""
    other = entry.detail.get("account")
    return {entry.actor} | ({other} if isinstance(other, int) else set())


def who(account: int, names: Mapping[int, str]) -> str:
    """A colleague's name; 0 is nobody."""
    return names.get(account) or (_("Somebody who is not known here") if account else _("Nobody who works here"))


def fact(entry: Entry, name: str, value: Any, names: Mapping[int, str]) -> Fact:
    """One detail."""
    if name == "account" and isinstance(value, int):
        return Fact(str(LABELS[name]), who(value, names) if value else _("everybody"))
    known, parts = words_for(entry.act, name), value if isinstance(value, list) else [value]
    shown = [str(known.get(str(part), "")) or plain(part) for part in parts]
    code = name not in LABELS or not all(shown)
    return Fact(str(LABELS.get(name, name)), ", ".join(map(str, parts)) if code else ", ".join(shown), code)


def words_for(act: str, name: str) -> Mapping[str, Words]:
    """What the values of a detail are called."""
    if name in {"reason", "kind"}:
        choices = REASONS.get(act, Reveal.Reason) if name == "reason" else KINDS.get(act)
        return dict(choices.choices) if choices else {}
    return OTHERS.get(name, {})


def plain(value: object) -> str:
    """A day or a count needs no words; anything else is empty here."""
    if isinstance(value, str) and DAY.fullmatch(value):
        return date_format(dt.date.fromisoformat(value), "j M Y")
    return str(value) if isinstance(value, int) else ""
