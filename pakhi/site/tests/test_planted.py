"""Planted identities: invented, each value once in the world, in by the verbs of the pages, out on standard output."""

from __future__ import annotations

import csv
import io
import logging

import pytest

from pakhi.network.models import Account, Membership, Organisation
from pakhi.site.commands import vault
from pakhi.site.demo import planted
from pakhi.vault import identity, keys, scope
from pakhi.vault.models import Person, SealedFile

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def mou() -> Account:
    """A worker of an organisation that is set up."""
    one = Organisation.objects.create(kind="cbo", name="CBO One")
    account = Account.objects.create(username="mou", name="Mou")
    Membership.objects.create(account=account, organisation=one, role="worker")
    with scope.bound(one.code):
        keys.make_worker_key(account, "three slow boats")
        keys.rehearse(one, keys.set_up(one, account)[:2])
    return account


def options(*words: str):
    import argparse

    parser = argparse.ArgumentParser()
    vault.arguments(parser)
    return parser.parse_args(["plant", *words])


def test_what_is_printed_was_planted_and_is_nowhere_else(mou, capsys, caplog, tmp_path):
    with caplog.at_level(logging.DEBUG):
        assert vault.run(options("--count", "12", "--seed", "5")) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    codes = {row["code"] for row in rows}
    assert len(codes) == 12
    assert {row["script"] for row in rows} == set(planted.SCRIPTS)
    assert len({row["value"] for row in rows}) == len(rows)
    logged = [row["value"] for row in rows if row["value"] in caplog.text]
    assert logged == []
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [row["value"] for row in rows if row["value"].encode() in files] == []
    with scope.everywhere():
        assert {person.code for person in Person.objects.all()} == codes
        assert SealedFile.objects.filter(kind="photo").count() == 2
        opened = keys.unlock(mou, "three slow boats")
        names = {row["code"]: row["value"] for row in rows if row["part"] == "name"}
        for person in Person.objects.all():
            assert names[person.code] in str(identity.read(opened, person, ["names"]))


def test_the_same_seed_plants_the_same_people_under_other_codes(mou):
    organisation = Organisation.objects.get()
    first, again, other = ([(r.part, r.value) for r in planted.plant(organisation, mou, 4, seed)] for seed in (3, 3, 4))
    assert first == again
    assert not {value for _part, value in first} & {value for _part, value in other}


def test_without_keys_nothing_is_planted(db, capsys):
    Organisation.objects.create(kind="cbo", name="CBO One")
    assert vault.run(options()) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "set up" in said.err
