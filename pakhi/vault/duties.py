"""The duties of data protection, and what the product does for each: facts in duties.yaml, sentences here.

It is a table to read and to sign, not advice. What is not done says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today

FILE = Path(__file__).with_name("duties.yaml")
Words = str | Promise

STATES: dict[str, Words] = {"done": _("Done"), "partly": _("Partly"), "not_yet": _("Not yet")}
DATES: dict[str, Words] = {
    "board": _("Board and definitions"),
    "consent_managers": _("Consent managers"),
    "duties": _("All duties towards people"),
}
KINDS: dict[str, Words] = {
    "copy": _("a copy of the law"),
    "judgment": _("a judgment"),
    "secondary": _("a note by others"),
    "press": _("press"),
    "memory": _("memory"),
}
TITLES: dict[str, Words] = {
    "commencement": _("When the Act begins"),
    "grounds": _("Consent and its notice"),
    "child": _("Under 18"),
    "mandatory_report": _("Reporting an offence against a child"),
    "publish": _("Publishing nothing that tells who she is"),
    "court_papers": _("Court and police papers"),
    "security": _("Keeping it safe"),
    "retention": _("How long it is kept"),
    "breach": _("If data gets out"),
    "who_sees": _("Who sees what"),
    "rti_privacy": _("Right to Information"),
}

RULES: dict[str, Words] = {
    "commencement": _(
        "The Digital Personal Data Protection Act begins in three steps. Until the last one the older IT Act (s.43A) "
        "and its rules of 2011 hold. Sources differ by one day; the earlier one is taken."
    ),
    "grounds": _(
        "Data about a person is kept with consent that is free, for something definite and as easy to take back as to "
        "give, or for one of the uses that the Act lists. Who is asked is told so in English or a language of the "
        "Eighth Schedule."
    ),
    "child": _(
        "Under 18 a parent or guardian consents, in a way that can be checked. Children are not tracked or watched. "
        "Whether an organisation like ours is exempt for some purposes was not seen."
    ),
    "mandatory_report": _("Whoever knows of a sexual offence against a child must report it (POCSO s.19)."),
    "publish": _(
        "Nothing is published that can lead to a survivor: name, village, school, family, picture, or a rare event "
        "with its date. For a child neither she nor a parent can allow it. An adult can, in her own writing; that "
        "exception is from memory."
    ),
    "court_papers": _(
        "The first report of a sexual offence is not public. Copies are kept sealed and go only to lawyer, court and "
        "legal services authority; appeals are written under a letter instead of her name."
    ),
    "security": _(
        "At least: encryption or masking, access rules, logs that are looked at, backups, logs kept for a year, and "
        "terms with whoever runs the server."
    ),
    "retention": _(
        "Data and logs are kept for a year from their last use even if she asks to be forgotten, and erased when they "
        "are not needed any more, unless another law wants them longer."
    ),
    "breach": _(
        "Of every breach the people concerned are told at once and the Data Protection Board at once, with details "
        "within 72 hours. What a survivor is sent must itself be safe: no message that names the programme."
    ),
    "who_sees": _(
        "Our own rule, not law: access by role and assignment, identities in a store of their own, and ratings of "
        "offices shown for groups only."
    ),
    "rti_privacy": _(
        "Since 14 November 2025 personal information is exempt in answers under the Right to Information Act. What is "
        "published names posts and offices, not people."
    ),
}

WE: dict[str, Words] = {
    "commencement": _("Each duty in this table has its day. What begins later is built now."),
    "grounds": _(
        "Consent is asked for each purpose, recipient and part, in her language, in words that are kept by version; it "
        "is looked at each time it is used, and taken back in one step. Not yet: a written notice to take home, and "
        "words tested with survivors and read by a lawyer."
    ),
    "child": _(
        "Her own yes and the guardian's, or the permission of the Child Welfare Committee where the guardian is not "
        "safe; asked again at 18; no child's story is told. Nothing in the product watches anybody. Not yet: proof of "
        "who the guardian is, beyond a paper or recording that is kept."
    ),
    "mandatory_report": _(
        "Under 18 the warning is read before anything else, or there is no consent. Not yet: a step that prepares the "
        "report itself and follows it."
    ),
    "publish": _(
        "Names are sealed, outside the vault there is only a code, and reports are made from rows without names and "
        "with small numbers hidden. A story needs her signature, and a child's is refused. Not yet: somebody who reads "
        "a story for what could give her away."
    ),
    "court_papers": _(
        "Papers are sealed to her key like her name; opening one is counted and logged. Not yet: a packet for court or "
        "lawyer that two people make, and petitions under a letter."
    ),
    "security": _(
        "Identities open only with a worker's passphrase, by assignment and within a daily limit; every look is in a "
        "signed log. Not yet: encrypted backups, and a contract form for whoever runs the server."
    ),
    "retention": _(
        "Who asks to be forgotten is out of everybody's reach at once; her key is destroyed when the dated rule ends. "
        "The log is never shortened. Not yet: a lawyer's word on the year, and a rule for logs that have grown old."
    ),
    "breach": _(
        "The log shows whose names were opened, by whom and when, which tells whom to warn. Not yet: a plan for the "
        "day, with safe ways to warn each person and the notice to the Board."
    ),
    "who_sees": _(
        "Workers see the people assigned to them, supervisor and manager those of their organisation, everybody else "
        "codes or numbers. Ratings are shown from five raters inside, from ten outside."
    ),
    "rti_privacy": _(
        "Reports that leave name the office or the post. Not yet: requests under the Act and the replies to them have "
        "no place in the product."
    ),
}


@dataclass(frozen=True)
class Source:
    """Where a rule was read. `kind`: copy, judgment, secondary, press or memory; none of them is the gazette."""

    key: str
    kind: str
    name: str

    @property
    def kind_name(self) -> Words:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Duty:
    """One duty: what it asks, since when, where that was read, and what the product does.

    `begins` is None for a rule of our own. `verified`: the main fact was seen in a source. `state`: a key of STATES.
    """

    id: str
    begins: dt.date | None
    sources: tuple[Source, ...]
    verified: bool
    state: str
    shown_by: tuple[str, ...]
    dates: tuple[tuple[str, dt.date], ...] = ()

    @property
    def title(self) -> Words:
        return TITLES[self.id]

    @property
    def rule(self) -> Words:
        return RULES[self.id]

    @property
    def we(self) -> Words:
        return WE[self.id]

    @property
    def state_name(self) -> Words:
        return STATES[self.state]

    def binds(self, on: dt.date | None = None) -> bool:
        """Whether the law asks this on a day (today); our own rules are no law."""
        return self.begins is not None and self.begins <= (on or today())

    def steps(self) -> list[tuple[Words, dt.date]]:
        """Named dates of a duty that begins in steps."""
        return [(DATES[name], day) for name, day in self.dates]


@cache
def written() -> dict[str, Any]:
    """The file as it is written, read once."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@cache
def duties() -> tuple[Duty, ...]:
    """The table, in its order. Raises ValueError for a duty without sentences, or with an unknown source or state."""
    known = {key: Source(key, **row) for key, row in written()["sources"].items()}
    found = []
    for row in written()["duties"]:
        if (
            row["id"] not in RULES
            or row["id"] not in WE
            or row["id"] not in TITLES
            or row["state"] not in STATES
            or set(row["source"]) - set(known)
        ):
            raise ValueError(f"The duty {row['id']} lacks its sentences, or its state or a source is unknown.")
        begins = None if row["begins"] == "none" else row["begins"]
        sources = tuple(known[key] for key in row["source"])
        steps = tuple(row.get("dates", {}).items())
        found.append(
            Duty(row["id"], begins, sources, row["verified"], row["state"], tuple(row["shown_by"]), steps)
        )  # fmt: skip
    return tuple(found)


def signed_off() -> str:
    """Which lawyer has read the table, and when; empty: none yet, and the page says so."""
    return str(written()["signed_off"] or "")
