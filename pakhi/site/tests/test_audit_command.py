"""`pakhi audit`: a sentence about the log, and an exit status that a program can read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

import pytest

from pakhi.lib.clock import today
from pakhi.site.commands import audit as command
from pakhi.vault import audit
from pakhi.vault.models import Entry
from pakhi.vault.tests import tampering

pytestmark = pytest.mark.django_db(databases=["default", "vault", "ballots"])


@pytest.fixture
def log(django_capture_on_commit_callbacks):
    """Thirty lines, the first twenty of them in two batches."""
    tampering.write_log(django_capture_on_commit_callbacks)


def typed(*words: str) -> Namespace:
    """The options of a command line."""
    parser = ArgumentParser()
    command.arguments(parser)
    return parser.parse_args(words)


def test_it_says_whether_the_log_is_whole(log, capsys):
    assert command.main(typed("verify")) == 0
    assert "Nothing was changed: 30 lines" in capsys.readouterr().out
    Entry.objects.filter(number=20).delete()
    assert command.main(typed("verify")) == 1
    assert "Line 20 is missing." in capsys.readouterr().out


def test_it_compares_with_paper(log, capsys):
    root = audit.roots(today())[1]
    assert command.main(typed("verify", "--root", f"2:{root.written}")) == 0
    assert command.main(typed("verify", "--root", "2:0123 4567 89ab cdef")) == 1
    assert "on paper" in capsys.readouterr().out
    assert command.main(typed("verify", "--root", "two")) == 1
    assert "2:ab12" in capsys.readouterr().out


def test_it_seals_and_lists_the_roots_of_a_month(log, capsys):
    assert command.main(typed("seal")) == 0
    assert command.main(typed("seal")) == 0
    assert command.main(typed("roots", f"{today():%Y-%m}")) == 0
    out = capsys.readouterr().out
    assert "Batch 3: lines 21 to 30" in out
    assert "No line waits" in out
    assert audit.roots(today())[2].written in out
    assert command.main(typed("roots", "2001-01")) == 0
    assert command.main(typed("roots", "November")) == 1
