"""Ending an account on the command line says nothing about who is left without anybody by it."""

from __future__ import annotations

from pakhi.site.cli import main
from pakhi.vault import assign, left, wishes
from pakhi.vault.tests.conftest import keepers, organisations

__all__ = ["keepers", "organisations"]


def test_ending_the_last_who_decides_about_her_is_said_as_any_other(keepers, capsys) -> None:
    village, said = keepers.village, []
    person = keepers.register()
    assign.assign(person, village.mou, by=village.salma)
    wishes.keep_apart(person, village.salma, by=village.mina)
    for name in ("noor", "mina"):  # the second leaves her alone
        assert main(["account", "close", name]) == 0
        said.append(capsys.readouterr())
    assert person.code not in said[1].out + said[1].err
    assert said[0].out.splitlines()[0] == said[1].out.splitlines()[0]
    assert left.undecided(village.mou, [village.one.code]) == [person.code]
