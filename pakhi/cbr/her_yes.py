"""When she takes back her yes to a case: nothing new is written about her, but what danger demands, and the closing.

What happened before that day may still come in, from a phone that was without a signal for weeks.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pakhi.cbr import closing, safety
from pakhi.cbr.books import cases_of, hers
from pakhi.cbr.identification import ASK_HER
from pakhi.cbr.identification_words import Asked
from pakhi.cbr.incidents import INCIDENT
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.migration import MIGRATION
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import GUARDS, Said, threads
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import consent, merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Withdrawal

# Danger, asking her again, ending the work: these are written whatever she has agreed to.
ALWAYS = frozenset({INCIDENT.key, safety.STEP.key, safety.LOOK.key, ASK_HER.key, closing.CLOSING.key})

LEAVES = frozenset({("packet", "printed")})  # an end with which something of hers leaves the house
HERS = frozenset({"parts", "state", "check_in"})


def hers_to_say(said: Said, there: Thread | None) -> bool:
    """Whether it is about her going away, which has a yes of its own: she is well, or wants less of it to be kept.

    Nothing else is said with it, in words neither, and no part comes back.
    """
    if said.kind != MIGRATION.key or there is None or said.words:
        return False
    more = set(said.values.get("parts", [])) - set(there.values.get("parts", []))
    return not more and not any(said.values[name] for name in said.values if name not in HERS)


def ended(book: Book) -> dt.date | None:
    """The day on which she took back her yes, or said no to a case that was opened without asking; None: it holds.

    A consent that has run out is none of these, nor is what she said before it: it stands among those that end, and she
    is asked again.
    """
    if book.kind != Book.Kind.CASE or not book.person or consent.allows(book.person, "case"):
        return None
    person = merge.answer(book.person)
    records = merge.together(person) if person is not None else []
    taken = Withdrawal.objects.filter(consent__person__in=records, consent__purpose=Consent.Purpose.CASE)
    no = [one.since for one in threads(hers(book), ASK_HER.key) if one.state == Asked.REFUSED and one.since]
    day = max([*taken.values_list("on", flat=True), *no], default=None)
    later = Consent.objects.filter(person__in=records, purpose=Consent.Purpose.CASE, withdrawal=None)
    return None if day is None or later.filter(valid_from__gte=day).exists() else day


def need(book: Book, said: Said, there: Thread | None) -> None:
    """Raises Refused for what is written about the day on which she took back her yes, or a later one.

    What was begun may always be ended, and a mistake taken out.
    """
    made = KINDS[said.kind]
    state = str(said.values.get("state") or made.first)
    ends = there is not None and not made.running(state) and (said.kind, state) not in LEAVES
    if said.kind in ALWAYS or said.void or ends or hers_to_say(said, there):
        return
    day = ended(book)
    if day is not None and (said.day or today()) >= day:
        raise Refused(sentence(day))


def sentence(day: dt.date) -> str:
    """What a worker reads instead."""
    return _(
        "She took back her yes to a case on %(day)s. Nothing new is written here, except danger, and closing the case."
    ) % {"day": date_format(day, "j F Y")}


@receiver(post_save, sender=Withdrawal)
def taken_back(sender: type[Withdrawal], instance: Withdrawal, created: bool, **_more: Any) -> None:
    """Closing her case is asked for by whoever heard it from her; somebody else decides, as always."""
    row = instance.consent
    if created and row.purpose == Consent.Purpose.CASE:
        code, by = row.person.code, instance.by
        transaction.on_commit(lambda: ask_to_close(code, by), using="vault", robust=True)


def ask_to_close(code: str, by: int) -> None:
    """Ask for it where nobody has: safe to repeat. Without an account (she did it herself) the case only says so."""
    person, account = merge.answer(code), Account.objects.filter(pk=by).first()
    if person is None or account is None or consent.allows(person, "case"):
        return
    for book in cases_of(person):
        if book.state == Book.State.OPEN and not threads([book], closing.CLOSING.key, running=True):
            try:
                closing.decide(book, closing.State.WAITING, account, reason=closing.Reason.HER_WISH, with_her="yes")
            except (Faulty, Refused):
                continue  # the page of the case says that she took it back


GUARDS.append(need)
