"""Identification: how she was found, where she is now, and who has to act how quickly.

Where she is goes both ways: trafficked again is a step back, and living with family or in a community of her choice
stand side by side, since neither is more than the other.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.books import OPENED, cases_of
from pakhi.cbr.identification_words import (
    RESCUED,
    AgeThen,
    Asked,
    Bearer,
    Certainty,
    Control,
    Exploitation,
    IdentifiedBy,
    Lives,
    Moved,
    Programme,
    Recruitment,
    Source,
    Trafficker,
    Triage,
    Went,
    Where,
    Wish,
    Work,
)
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, number_of, rule, threads, write
from pakhi.cbr.telling import area_of
from pakhi.lib.clock import today
from pakhi.network.models import Account, Place
from pakhi.vault import consent, merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent

UNASKED = dt.timedelta(days=30)  # who could not be asked when her case was opened is asked within so long
# (question of the state, question of the district) of the places on the way, in their order
VIA = (
    ("via_state", "via_place"), ("via_state_2", "via_place_2"), ("via_state_3", "via_place_3"),
    ("via_state_4", "via_place_4"),
)  # fmt: skip

IDENTIFIED = kind(
    "identified", _("Identification"), "footprints",
    Question("programme", "one", _("For which programme"), Programme, begins=True),
    Question("source", "one", _("From where you heard of her"), Source, begins=True),
    Question("by", "one", _("Who saw that she needs help"), IdentifiedBy),
    Question("triage", "one", _("How quickly somebody has to act"), Triage, begins=True),
    Question("wish", "one", _("Where she wants to live"), Wish),
    Question("moved", "one", _("Why she is where she is now"), Moved),
    Question("certain", "one", _("Was she trafficked?"), Certainty),
    Question("exploited", "many", _("Into what"), Exploitation),
    Question("work", "one", _("Which work, if it was work"), Work),
    Question("recruited", "many", _("By which means she was brought there"), Recruitment),
    Question("controlled", "many", _("By which means she was kept there"), Control),
    Question("trafficker", "one", _("Who trafficked her"), Trafficker),
    Question("age_then", "one", _("How old she was when it began"), AgeThen),
    Question("from_state", "one", _("From which state"), Where),
    Question("from_place", "area", _("From which district")),
    Question("via_state", "one", _("Through which state"), Where),
    Question("via_place", "area", _("Through which district")),
    Question("via_state_2", "one", _("Then through which state"), Where),
    Question("via_place_2", "area", _("Then through which district")),
    Question("via_state_3", "one", _("After that through which state"), Where),
    Question("via_place_3", "area", _("After that through which district")),
    Question("via_state_4", "one", _("Last through which state"), Where),
    Question("via_place_4", "area", _("Last through which district")),
    Question("to_state", "one", _("To which state or country"), Where),
    Question("to_place", "area", _("To which district")),
    Question("words", "words", _("In words")),
    states=Lives, ladder=tuple(Lives.values[1:]), level=(Lives.FAMILY.value, Lives.COMMUNITY.value),
    line=("programme",), once=True, quiet=True, ends=(),
)  # fmt: skip

REFERRAL = kind(
    "referral_due", _("Referral at once"), "siren",
    Question("bearer", "many", _("To whom"), Bearer),
    Question("due", "to_come", _("By when to look whether they acted"), begins=True),
    Question("office", "office", _("Which office? Its name or code")),
    Question("words", "words", _("In words")),
    states=Went, ladder=(Went.DUE.value, Went.REFERRED.value, Went.ACTED.value), line=("bearer",), due="due",
    ends=(Went.ACTED.value, Went.NOT_NEEDED.value),
)  # fmt: skip

ASK_HER = kind(
    "ask_her", _("Ask her whether she agrees to a case"), "hand-heart",
    Question("ground", "one", _("Why she could not be asked"), Book.Basis),
    Question("due", "to_come", _("By when to ask her"), begins=True),
    Question("words", "words", _("In words")),
    states=Asked, line=("ground",), due="due", quiet=True, once=True, ends=(Asked.AGREED.value, Asked.REFUSED.value),
)  # fmt: skip


def rescued(state: str) -> bool | None:
    """Which of the study's two kinds somebody is: rescued, or still held; nothing where it is not known."""
    return None if state in {"", Lives.UNKNOWN} else state in RESCUED


def identified(books: list[Book] | tuple[Book, ...]) -> Thread | None:
    """How she was identified; nothing if that is not written yet."""
    return next(iter(threads(books, IDENTIFIED.key)), None)


def no_village(values: Any, names: tuple[tuple[str, str], ...]) -> None:
    """Areas are districts that the directory knows, each in the state that stands beside it. Raises Faulty.

    `names`: (question of the district, question of the state). A village or a block would say who she is.
    """
    for name, state in names:
        if not values.get(name):
            continue
        found = area_of(str(values[name]))
        if found is None or found.kind != Place.Kind.DISTRICT:
            raise Faulty(name)
        above, said = found.within(Place.Kind.STATE), values.get(state)
        if said and (above is None or above.code != said):
            raise Faulty(name, str(_("This district lies in another state.")))


@rule(IDENTIFIED.key)
def places_fit(_book: Book, said: Said, _by: Account, there: Thread | None) -> None:
    whole = {} if said.void else {**(there.values if there else {}), **said.values}
    no_village(
        whole, (("from_place", "from_state"), *((place, state) for state, place in VIA), ("to_place", "to_state"))
    )
    passed = [bool(whole.get(state) or whole.get(place)) for state, place in VIA]
    if passed != sorted(passed, reverse=True):
        raise Faulty(VIA[passed.index(False)][0], gettext("Write the places on the way one after the other."))


@after(IDENTIFIED.key)
def refer(step: Step, by: Account) -> None:
    """Who is in severe danger is referred today: the referral stands among what is due until somebody has done it."""
    thread = Thread.objects.select_related("book").get(pk=step.thread_id)
    if step.values.get("triage") != Triage.SEVERE or thread.values.get("triage") != Triage.SEVERE:
        return
    if not threads([thread.book], REFERRAL.key, running=True):
        number = number_of("referral", thread.book.code, step.number)
        write(thread.book, Said(REFERRAL.key, {"due": today()}, thread=number, number=number), by)


def to_ask(book: Book, by: Account) -> None:
    """Whose case was opened without asking her is asked within 30 days."""
    if book.basis not in {Book.Basis.NOT_REACHED, Book.Basis.DANGER} or consent.allows(book.person, "case"):
        return
    values = {"ground": book.basis, "due": today() + UNASKED}
    write(book, Said(ASK_HER.key, values, number=number_of("ask", book.code)), by)


def asked(books: list[Book] | tuple[Book, ...], by: Account) -> None:
    """She has agreed by now: asking her is done. Changes nothing where she has not, or it is done."""
    for thread in threads(books, ASK_HER.key, running=True):
        if consent.allows(thread.book.person, "case"):
            number = number_of("asked", thread.book.code, *sorted(thread.heads))
            write(thread.book, Said(ASK_HER.key, {"state": Asked.AGREED.value}, number=number), by)


@rule(ASK_HER.key)
def her_own_yes(book: Book, said: Said, _by: Account, _there: Thread | None) -> None:
    """That she agreed is a consent in the vault, and nothing that is only said here. Raises Refused."""
    if said.values.get("state") == Asked.AGREED and not consent.allows(book.person, "case"):
        raise Refused(gettext("Write her yes down with her consents first. Then this is done by itself."))


@receiver(post_save, sender=Consent)
def agreed(sender: type[Consent], instance: Consent, created: bool, **_more: Any) -> None:
    """A consent to a case was given, at whichever door."""
    if not created or instance.purpose != Consent.Purpose.CASE:
        return
    code, by = instance.person.code, instance.by
    transaction.on_commit(lambda: heard(code, by), using="vault", robust=True)


def heard(code: str, by: int) -> None:
    """Her yes stands in the vault: asking her is done. What fails here is mended when her case is opened next."""
    person, account = merge.answer(code), Account.objects.filter(pk=by).first()
    if person is not None and account is not None:
        asked(cases_of(person), account)


OPENED.append(to_ask)
