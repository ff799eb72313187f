"""Rina's case with a criminal case in it, and short ways to write."""

from __future__ import annotations

import datetime as dt
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
from pakhi.lib.clock import today
from pakhi.network.models import Account

__all__ = [
    "Keepers", "book", "client", "keepers", "kept", "mou", "organisations", "quick_passwords", "rina", "salma",
]  # fmt: skip
Say = Callable[..., Step]
DAY = dt.timedelta(days=1)


def part(step: Step) -> Thread:
    """The thread of a step, as it is now."""
    return Thread.objects.get(pk=step.thread_id)


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
