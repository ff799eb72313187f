"""Whoever may have been registered twice is proposed with reasons; people decide, and are not asked again."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pakhi.network.models import Organisation
from pakhi.vault import duplicates, evidence, fold, linkage, memory, merge
from pakhi.vault.evidence import LEVELS, Known, Reason
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Person
from pakhi.vault.tests.conftest import Keepers

VILLAGES = ("Ghughudanga", "Shalikpur", "Doyelgram", "Tiyabon", "Moynatala", "Bulbulhati", "Kokilbari", "Papiyagarh")
FIRST = ("Jui", "Beli", "Champa", "Togor", "Malati", "Shiuli", "Shapla", "Parul", "Ketaki", "Kamini", "Kusum", "Moyna")
LAST = ("Palash", "Shimul", "Kadam", "Hijal", "Bakul", "Jarul", "Shirish", "Tamal", "Debdaru", "Arjun")


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Any:
    memory.drop()
    yield
    memory.drop()


@pytest.fixture
def one(keepers: Keepers) -> Organisation:
    return keepers.village.organisations["one"]


def woman(code: str, name: str, village: str = "", year: int | None = None, phone: bytes = b"") -> Known:
    """Somebody as the comparison knows them."""
    phones = frozenset({phone} if phone else set())
    return Known(code, (fold.folded(name),), year, fold.folded(village), phones)


def many(people: int) -> list[Known]:
    """So many different women."""
    return [
        woman(f"P{n}", f"{FIRST[n % 12]} {LAST[n // 12 % 10]}", VILLAGES[n * 7 % 8], 1985 + n * 11 % 25, b"%d" % n)
        for n in range(people)
    ]


def registered_twice(keepers: Keepers) -> tuple[Person, Person]:
    """One woman, twice."""
    where: dict[str, Any] = {"address": {"village": "Shalikpur"}, "birth": {"year": 1999}}
    phone = {"contacts": [{"number": "99999 00418"}]}
    names = ({"names": [{"text": text}]} for text in ("Jhumkalata Neelparna", "ঝুমকলতা নীলপর্ণা"))
    first, second = (keepers.register(names=one, contacts=phone, **where) for one in names)
    return first, second


def test_a_small_organisation_is_compared_each_with_each(keepers: Keepers, one: Organisation) -> None:
    first, second = registered_twice(keepers)
    keepers.register(contacts={})
    seen: list[tuple[str, int, int]] = []
    (pair,) = duplicates.find(keepers.salma, one, lambda *step: seen.append(step))
    assert {pair.one, pair.other} == {first.code, second.code}
    assert {Reason.SAME_PHONE, Reason.SAME_YEAR, Reason.SAME_VILLAGE} < set(pair.reasons)
    assert pair.score > 0.9
    assert [step[0] for step in seen] == ["open", "compare", "compare"]
    assert seen[-1][1:] == (3, 3)


def test_it_only_proposes_and_leaves_a_line(keepers: Keepers, one: Organisation) -> None:
    registered_twice(keepers)
    duplicates.find(keepers.salma, one)
    assert set(Person.objects.values_list("state", flat=True)) == {"here"}
    line = Entry.objects.get(act=Entry.Act.MERGE)
    assert line.detail == {"step": "search", "people": 2, "pairs": 1}


def test_who_was_found_not_to_be_the_same_is_not_proposed_again(keepers: Keepers, one: Organisation) -> None:
    first, second = registered_twice(keepers)
    merge.differ(second, first, keepers.salma.account)
    assert duplicates.find(keepers.salma, one) == []
    merge.reconsider(first, second, keepers.salma.account)
    assert len(duplicates.find(keepers.salma, one)) == 1


def test_who_was_proposed_merged_or_taken_apart_is_not_proposed_again(keepers: Keepers, one: Organisation) -> None:
    proposal = merge.propose(*registered_twice(keepers), keepers.mou.account)
    assert duplicates.find(keepers.salma, one) == []
    merge.undo(merge.confirm(proposal, keepers.salma.account), keepers.mina.account)
    assert duplicates.find(keepers.salma, one) == []


def test_a_merged_record_is_compared_as_part_of_the_other(keepers: Keepers, one: Organisation) -> None:
    first, second = registered_twice(keepers)
    alias = keepers.register(names={"names": ["Tilphuli Bokulika"]}, contacts={}, address={"village": "Shalikpur"})
    merge.confirm(merge.propose(alias, first, keepers.mou.account), keepers.salma.account)
    (pair,) = duplicates.find(keepers.salma, one)
    assert {pair.one, pair.other} == {alias.code, second.code}


@pytest.mark.parametrize("name", ["mou", "kabir"])
def test_neither_a_worker_nor_a_stranger_starts_it(keepers: Keepers, one: Organisation, name: str) -> None:
    with pytest.raises(Refused):
        duplicates.find(keepers.open[name], one)


def test_many_are_linked_and_common_names_weigh_less() -> None:
    people = many(120)
    people += [
        woman("TWIN", "বেলি পলাশ", VILLAGES[7 % 8], 1985 + 11, b"1"),
        woman("SAKE", "Beli Palash", "Elsewhere", 2011),
    ]
    found = {frozenset((pair.one, pair.other)): pair for pair in duplicates.by_linkage(people)}
    twin = found[frozenset(("P1", "TWIN"))]
    assert twin.score > 0.95
    assert set(twin.reasons) == {Reason.SAME_NAME, Reason.SAME_YEAR, Reason.SAME_VILLAGE, Reason.SAME_PHONE}
    assert frozenset(("P1", "SAKE")) not in found
    assert len(found) <= 3


def test_both_ways_order_the_same_pairs_alike() -> None:
    people = [*many(40), woman("TWIN", "বেলি পলাশ", VILLAGES[7 % 8], 1985 + 11, b"1")]
    for way in (duplicates.each_with_each, duplicates.by_linkage):
        best = max(way(people), key=lambda pair: pair.score)
        assert {best.one, best.other} == {"P1", "TWIN"}


def test_somebody_without_a_name_is_found_by_telephone() -> None:
    people = [*many(60), Known("NONE", (), 1985, fold.folded(VILLAGES[0]), frozenset({b"0"}))]
    pairs = [pair for pair in duplicates.by_linkage(people) if "NONE" in (pair.one, pair.other)]
    assert [set(pair.reasons) for pair in pairs] == [{Reason.SAME_PHONE, Reason.SAME_YEAR, Reason.SAME_VILLAGE}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "empty"
    made.mkdir()
    return made


def test_the_database_of_the_linkage_reaches_no_disk(folder: Path) -> None:
    with linkage.connect() as connection:
        connection.execute("CREATE TABLE big AS SELECT random() AS r, repeat('x', 200) AS x FROM range(100)")
        for words in (
            f"COPY big TO '{folder}/out.csv'", f"ATTACH '{folder}/more.db'", "SET temp_directory = '/tmp'",
            "SET enable_external_access = true", "INSTALL httpfs",
        ):  # fmt: skip
            with pytest.raises(duckdb.Error):
                connection.execute(words)
    assert list(folder.iterdir()) == []


def test_too_little_memory_is_said_and_nothing_spills(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setitem(linkage.NO_DISK, "memory_limit", "3MB")
    before = set(Path(tempfile.gettempdir()).iterdir())
    with pytest.raises(Refused, match="memory"):
        linkage.link(many(800), 0.05)
    assert list(folder.iterdir()) == []
    assert not [name for name in set(Path(tempfile.gettempdir()).iterdir()) - before if "duckdb" in name.name]


def test_the_linkage_writes_no_line_of_log(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        linkage.link(many(60), 0.05)
    written = caplog.text + "".join(capfd.readouterr())
    assert not [name for name in FIRST + LAST if fold.folded(name).whole in written.lower()]
    assert [record.name for record in caplog.records if record.name.startswith("splink")] == []


def test_the_shares_of_each_kind_of_evidence_add_up() -> None:
    for levels in LEVELS.values():
        assert sum(level.same for level in levels) == pytest.approx(1)
        assert sum(level.chance for level in levels) == pytest.approx(1)
    assert set(linkage.CONDITIONS) == set(linkage.MISSING) == set(LEVELS) == set(evidence.COMPARED)
    assert all(len(linkage.CONDITIONS[kind]) == len(LEVELS[kind]) - 1 for kind in LEVELS)


def test_where_all_live_in_one_village_it_says_little() -> None:
    people = [woman(f"P{n}", FIRST[n], "Shalikpur") for n in range(10)]
    assert evidence.levels_for(people)["village"][0].bits < 0.2
