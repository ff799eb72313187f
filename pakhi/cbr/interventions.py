"""The tools of intervention: what of them runs, and which can be begun. Each stands in a module of its own."""

from __future__ import annotations

from collections.abc import Iterable

from pakhi.cbr import steps
from pakhi.cbr.family import FAMILY, FAMILY_WORK, LIVING
from pakhi.cbr.kinds import Kind
from pakhi.cbr.mediation import MEDIATION
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.paths import EDUCATION, LIVELIHOOD
from pakhi.cbr.referrals import COURSE, REFERRAL
from pakhi.cbr.support import SUPPORT

# In the order in which a page offers them; the ledger has a page of its own.
TOOLS: tuple[Kind, ...] = (REFERRAL, COURSE, LIVELIHOOD, EDUCATION, LIVING, FAMILY, FAMILY_WORK, MEDIATION)
ALL = (*TOOLS, SUPPORT)


def running(books: Iterable[Book]) -> list[Thread]:
    """The tools in use, those with the nearest day first."""
    found = steps.threads(books, *[one.key for one in TOOLS], running=True)
    return sorted(found, key=lambda one: (one.due is None, one.due or one.since, one.pk))


def ended(books: Iterable[Book]) -> int:
    """How many came to an end, one way or the other."""
    return len(steps.threads(books, *[one.key for one in TOOLS], running=False))
