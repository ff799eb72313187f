"""Who may be the one that somebody wants to register: codes and reasons, never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import access, audit, limits, logbook, search, standing, workload
from pakhi.vault.evidence import LABELS, Reason
from pakhi.vault.forms_person import Typed
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry, Person
from pakhi.vault.search import Candidate

LIKELY: tuple[tuple[float, str | Promise, str], ...] = (
    (0.95, gettext_lazy("Very likely the same person"), "warn"),
    (0.5, gettext_lazy("Probably the same person"), "accent"),
    (0.0, gettext_lazy("Perhaps the same person"), "waits"),
)


@dataclass(frozen=True)
class Match:
    """A candidate. `opens`: this reader may open the record; else `who` (colleagues' names) are there for her."""

    code: str
    reasons: tuple[str, ...]
    likely: str
    badge: str
    opens: bool
    who: tuple[str, ...] = ()


def look(unlocked: Unlocked, organisation: Organisation, typed: Typed) -> list[Candidate]:
    """Who of an organisation may be the one that was typed.

    An answer says whether somebody is here: each has its line, and a day has only so many, so that nobody can ask
    for everybody they know. Raises Refused then, and where there is no access to names.
    """
    need_left(unlocked.account)
    born, age = typed["birth"]["year"], typed["birth"]["age"]
    year = born or (str(today().year - int(age)) if age else None)
    names = [row["text"] for row in typed["names"] if row["text"]]
    phones = ", ".join(row["number"] for row in typed["contacts"] if row["number"])
    found = search.candidates(unlocked, organisation, names, year, typed["address"]["village"], phones)
    log(unlocked.account, organisation, len(found))
    return found


def called(unlocked: Unlocked, organisation: Organisation, name: str) -> list[Match]:
    """Who goes by a name, in any script, of those that this reader may open anyway; of the others nothing is told.

    Counts as one look of the day, and has its line. Raises Refused, as `look` does.
    """
    need_left(unlocked.account)
    found = search.candidates(unlocked, organisation, [name])
    mine = [one for one in matches(unlocked.account, organisation, found) if one.opens]
    log(unlocked.account, organisation, len(mine))
    return mine


def need_left(account: Account) -> None:
    """Raises Refused when a day's looks are used up."""
    if asked_today(account) >= limits.most("searches_a_day"):
        raise Refused(_("You have looked for as many people today as a day allows. A supervisor has to look."))


def log(account: Account, organisation: Organisation, pairs: int) -> None:
    """One line for a look, with how many were found."""
    audit.record(Entry.Act.MERGE, actor=account, organisation=organisation.code, step="search", pairs=pairs)


def asked_today(account: Account) -> int:
    """How often somebody has looked on this day of India."""
    lines = Entry.objects.filter(actor=account.pk, act=Entry.Act.MERGE, at__gte=logbook.midnight(today()))
    return lines.filter(detail__step="search").exclude(detail__has_key="people").count()  # these: through everybody


def matches(account: Account, organisation: Organisation, found: Iterable[Candidate]) -> list[Match]:
    """The candidates as this reader may see them, in the same order."""
    every, keeper = list(found), standing.is_keeper(account, organisation.code)
    people = Person.objects.in_bulk([one.code for one in every], field_name="code")
    return [match(account, keeper, one, people[one.code]) for one in every if one.code in people]


def match(account: Account, keeper: bool, one: Candidate, person: Person) -> Match:
    """One candidate."""
    opens = keeper or access.assigned(account, one.code)
    who = () if opens else tuple(there.name for there in workload.around(person) if not there.later)
    reasons = tuple(str(LABELS[Reason(reason)]) for reason in one.reasons)
    likely, badge = next((str(words), badge) for least, words, badge in LIKELY if one.score >= least)
    return Match(one.code, reasons, likely, badge, opens, who)
