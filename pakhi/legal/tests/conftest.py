"""Rina's case with a criminal case in it, short ways to write, and CBO Two, with which the case may be shared."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest

from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import (
    Keepers,
    book,
    client,
    keepers,
    kept,
    mou,
    organisations,
    quick_passwords,
    rina,
    salma,
)
from pakhi.legal import joint, joint_work
from pakhi.legal.models import JointFile
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import files
from pakhi.vault.models import Consent, Person, SealedFile
from pakhi.vault.tests.conftest import share
from tests.village import LONG_AGO

__all__ = [
    "Keepers", "book", "client", "keepers", "kept", "mou", "organisations", "quick_passwords", "rina", "salma", "share",
]  # fmt: skip
Say = Callable[..., Step]
DAY = dt.timedelta(days=1)
FIR_COPY = b"FIR kingfisher-nine"


def part(step: Step) -> Thread:
    """The thread of a step, as it is now."""
    return Thread.objects.get(pk=step.thread_id)


@pytest.fixture
def records_kept(django_capture_on_commit_callbacks: Any) -> Any:
    """`with records_kept():` what waits for the commit of the records happens at its end."""
    return lambda: django_capture_on_commit_callbacks(using="default", execute=True)


@pytest.fixture
def say(book: Book, mou: Account) -> Say:
    """Write a step: `ago` days ago, in a thread or a new one of the case `about`."""

    def said(kind: str, values: dict[str, Any], ago: int = 0, thread: str = "", about: str = "", **more: Any) -> Step:
        return write(book, Said(kind, values, today() - ago * DAY, thread, about=about, **more), mou)

    return said


@pytest.fixture
def whole(say: Say) -> str:
    """The number of her criminal case."""
    return say("court_case", {"where": "district-303", "ahtu": "no"}, 400).thread.number


@pytest.fixture
def fir(say: Say, whole: str) -> str:
    """The number of a police case about which the police were told a hundred days ago."""
    return say("fir", {"side": "home", "under18": "no", "state": "concern"}, 100, about=whole).thread.number


@pytest.fixture
def kabir(keepers: Keepers) -> Account:
    """He supervises CBO Two, besides working there."""
    found = keepers.village.accounts["kabir"]
    home = keepers.village.organisations["two"]
    Membership.objects.create(account=found, organisation=home, role="supervisor", valid_from=LONG_AGO)
    return found


@pytest.fixture
def agreed(keepers: Keepers, rina: Person, mou: Account) -> Consent:
    """Rina agrees that CBO Two is shown her court papers."""
    return share(rina, keepers.village.organisations["two"], mou)


@pytest.fixture
def offered(keepers: Keepers, agreed: Consent, whole: str, rina: Person, mou: Account) -> JointFile:
    """CBO One asks CBO Two to work on her case."""
    return joint.offer(rina, Thread.objects.get(number=whole), keepers.village.organisations["two"], mou)


@pytest.fixture
def shared(offered: JointFile, kabir: Account) -> JointFile:
    """CBO Two works on it, too."""
    joint.accept(offered, kabir)
    return offered


@pytest.fixture
def paper(rina: Person, mou: Account) -> SealedFile:
    """A court paper in her record."""
    return files.keep_file(rina, io.BytesIO(FIR_COPY), "kingfisher.txt", "court", mou)


@pytest.fixture
def given(keepers: Keepers, shared: JointFile, paper: SealedFile) -> JointFile:
    """CBO Two has a copy of it."""
    joint_work.give(shared, keepers.mou, paper, "fir", "p1")
    return shared
