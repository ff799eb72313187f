"""Rows that somebody adds to a part of an identity without being able to read it."""

from __future__ import annotations

import pytest

from pakhi.vault import identity, index, merge, reveal, writing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Person

OLD, NEW = {"number": "99999 00417", "safe_to_call": False}, {"number": "99999 00418", "safe_to_call": True}


def contacts(keepers, person: Person) -> list[dict]:
    return reveal.reveal(keepers.salma, person, ["contacts"], "visit")["contacts"]["contacts"]


def test_what_is_added_comes_to_what_is_there(keepers) -> None:
    person, mou = keepers.register(), keepers.village.accounts["mou"]
    identity.add(person, "contacts", [NEW], mou)
    assert contacts(keepers, person) == [OLD, NEW]
    for number in ("9999900417", "9999900418"):
        assert index.holders(person.organisation, "phone", [number]) == {person.code}


def test_whoever_corrects_the_part_then_sees_all_of_it_and_replaces_all_of_it(keepers) -> None:
    person, mou = keepers.register(), keepers.village.accounts["mou"]
    seen = identity.versions(person)
    identity.add(person, "contacts", [NEW], mou)
    with pytest.raises(identity.Overtaken):
        writing.correct(person, {"contacts": {"contacts": [OLD]}}, mou, seen)
    writing.correct(person, {"contacts": {"contacts": [NEW]}}, mou, identity.versions(person))
    assert contacts(keepers, person) == [NEW]
    assert index.holders(person.organisation, "phone", ["9999900417"]) == set()


@pytest.mark.parametrize("before", [{"contacts": [OLD]}, [OLD], {}, None])
def test_however_the_part_was_written_before(keepers, before) -> None:
    sections = {"names": {"names": [{"text": "Quillabeth"}]}} | ({} if before is None else {"contacts": before})
    one, mou = keepers.village.organisations["one"], keepers.village.accounts["mou"]
    person = identity.register(one, sections, mou)
    for row in (NEW, {"number": "99999 00419"}):
        identity.add(person, "contacts", [row], mou)
    assert [row["number"][-1] for row in contacts(keepers, person)] == (["7"] if before else []) + ["8", "9"]


def test_nothing_is_added_to_a_record_that_is_closed(keepers) -> None:
    person = keepers.register()
    person.state = Person.State.FORGOTTEN
    with pytest.raises(Refused):
        identity.add(person, "contacts", [NEW], keepers.village.accounts["mou"])


def test_after_a_merge_it_hides_nothing_of_the_other_record(keepers) -> None:
    """A kept record without contacts gets a number by telephone: those of the other one are read with it."""
    mou, salma = keepers.village.mou, keepers.village.salma
    kept = identity.register(keepers.village.organisations["one"], {"names": {"names": [{"text": "Quillabeth"}]}}, mou)
    identity.add(kept, "contacts", [NEW], mou)
    other = keepers.register()
    merge.confirm(merge.propose(kept, other, keepers.village.mina), salma)
    assert contacts(keepers, kept) == [OLD, NEW]
    assert Entry.objects.filter(act="reveal").latest("number").detail["records"] == [other.code]
    writing.correct(kept, {"contacts": {"contacts": [NEW]}}, mou, identity.versions(kept))
    assert contacts(keepers, kept) == [NEW]


def test_of_three_merged_records_the_written_contacts_are_read_with_all_that_was_added(keepers) -> None:
    """The newest row is one that came by telephone: it does not hide what a third record says in writing."""
    mou, salma, one = keepers.village.mou, keepers.village.salma, keepers.village.organisations["one"]
    names = {"names": {"names": [{"text": "Quillabeth"}]}}
    kept, written = identity.register(one, names, mou), keepers.register()
    third = identity.register(one, names, mou)
    later = {"number": "99999 00419", "safe_to_call": True}
    identity.add(third, "contacts", [NEW], mou)
    identity.add(kept, "contacts", [later], mou)
    for other in (written, third):
        merge.confirm(merge.propose(kept, other, keepers.village.mina), salma)
    assert contacts(keepers, kept) == [OLD, NEW, later]
    read = Entry.objects.filter(act="reveal").latest("number").detail["records"]
    assert read == sorted([written.code, third.code])
