"""Which part of an identity opens to whom: the table cell by cell, by real reveals."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.network.models.account import Role
from pakhi.vault import assign, fields, files, glass, identity, keys, reveal
from pakhi.vault.models import Person, SealedFile, Section
from pakhi.vault.tests.conftest import Keepers
from tests.village import LONG_AGO

CELLS = [(part, ground) for part in fields.FIELDS for ground in fields.GROUNDS]
EVERYTHING = {
    "birth": {"year": 1999}, "gender": {"gender": "woman"}, "kin": {"kin": [{"name": "Tuktuki Zorntree"}]},
    "papers": {"papers": [{"type": "ration", "last": "041"}]}, "guardian": {"name": "Jhumjhum Zorntree"},
}  # fmt: skip
OUTSIDE = [role for role in Role.values if role not in {"worker", "supervisor", "manager"}]


def ready(keepers: Keepers) -> tuple[Person, SealedFile]:
    """Somebody of whom everything is written, with a file and a note."""
    person = keepers.register(by="salma", **EVERYTHING)
    account = keepers.village.accounts["salma"]
    identity.note(person, "vault", "She likes the seven-coloured pond.", account)
    return person, files.keep_file(
        person, io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), "x.pdf", "scan", account
    )


def stand(keepers: Keepers, person: Person, ground: str) -> keys.Unlocked:
    """Somebody who is to the person what a column of the table says."""
    mou, salma = keepers.village.accounts["mou"], keepers.village.accounts["salma"]
    if ground == "main":
        assign.assign(person, mou, salma)
    elif ground == "stand_in":
        assign.stand_in(person, mou, salma, today(), today() + dt.timedelta(days=3))
    elif ground == "visit":
        assign.one_visit(person, mou, salma, today())
    elif ground == "glass":
        glass.break_glass(keepers.mou, person, "danger")
    return {"supervisor": keepers.salma, "manager": keepers.mina}.get(ground, keepers.mou)


def look(who: keys.Unlocked, person: Person, file: SealedFile, part: str) -> object:
    """Read one part, in the way in which it is read."""
    if part == "file":
        return b"".join(reveal.reveal_file(who, file, "visit"))
    if part == "notes":
        return reveal.reveal_notes(who, person, "vault", "visit")
    return reveal.reveal(who, person, [part], "visit")


def test_every_part_has_a_row_and_every_row_a_part() -> None:
    assert set(fields.FIELDS) == set(Section.Field.values) | {"file", "notes"} == set(reveal.PARTS)


def test_an_undecided_cell_stops_the_start() -> None:
    for broken in (fields.TABLE.replace("yes", "perhaps", 1), fields.TABLE.replace("names     yes ", "names ", 1)):
        with pytest.raises(ValueError, match="undecided"):
            fields.table(broken)


@pytest.mark.parametrize(
    "ground", fields.GROUNDS, ids=[f"{ground}, of {len(CELLS)} cells" for ground in fields.GROUNDS]
)
def test_each_part_opens_to_whom_the_table_says(keepers: Keepers, ground: str) -> None:
    person, file = ready(keepers)
    who = stand(keepers, person, ground)
    for part, opens in ((part, ground in grounds) for part, grounds in fields.FIELDS.items()):
        if opens:
            assert look(who, person, file, part), (part, ground)
        else:
            with pytest.raises(reveal.NotYours):
                look(who, person, file, part)


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_part_opens_to_any_other_role(keepers: Keepers, role: str) -> None:
    """The key is given here by mistake."""
    person, file = ready(keepers)
    ravi, one = keepers.sign_in("ravi"), keepers.village.organisations["one"]
    key = keys.current(one)
    assert key is not None
    keys.grant(keepers.salma, key, ravi.account)
    Membership.objects.filter(account=ravi.account).delete()
    Membership.objects.create(account=ravi.account, organisation=one, role=role, valid_from=LONG_AGO)
    for part in fields.FIELDS:
        with pytest.raises(reveal.NotYours):
            look(ravi, person, file, part)


def test_no_part_opens_to_another_organisation_or_to_somebody_not_assigned(keepers: Keepers) -> None:
    person, file = ready(keepers)
    for who in (keepers.kabir, keepers.mou):
        for part in fields.FIELDS:
            with pytest.raises(reveal.NotYours):
                look(who, person, file, part)


def test_one_part_that_is_closed_closes_the_whole_request(keepers: Keepers) -> None:
    person, _file = ready(keepers)
    visitor = stand(keepers, person, "visit")
    with pytest.raises(reveal.NotYours, match="Family"):
        reveal.reveal(visitor, person, ["names", "kin"], "visit")
    assert set(reveal.reveal(visitor, person, ["names", "address"], "visit")) == {"names", "address"}
