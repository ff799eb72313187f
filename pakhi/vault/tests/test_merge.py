"""Two records of one person are put together by two people, and taken apart again to the byte."""

from __future__ import annotations

import pytest
from django.core import serializers

from pakhi.vault import audit, identity, merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import (
    Assignment,
    BlindIndex,
    Consent,
    Difference,
    Entry,
    Merge,
    Note,
    Person,
    SealedFile,
    Section,
)  # fmt: skip
from pakhi.vault.tests.conftest import Keepers

KEPT_AS_THEY_ARE = (Person, Section, Note, BlindIndex, SealedFile, Consent, Assignment, Difference)


def state() -> dict[str, str]:
    """Everything about people, byte for byte."""
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in KEPT_AS_THEY_ARE}


def pair(keepers: Keepers) -> tuple[Person, Person]:
    """Two records with sections, a note and a worker each."""
    people = keepers.register(), keepers.register()
    for person in people:
        identity.note(person, "cbr", "she likes the seven-coloured pond", keepers.mou.account)
        Assignment.objects.create(person=person, account=keepers.mou.account.pk, by=keepers.salma.account.pk)
    return people


def merged(keepers: Keepers) -> tuple[Person, Person, Merge]:
    one, other = pair(keepers)
    done = merge.confirm(merge.propose(one, other, keepers.mou.account), keepers.salma.account)
    return one, other, done


def test_one_proposes_and_another_confirms(keepers: Keepers) -> None:
    one, other = pair(keepers)
    proposal = merge.propose(one, other, keepers.mou.account)
    assert merge.waiting(one.organisation) == [proposal]
    assert merge.answer(other.code) == other
    merge.confirm(proposal, keepers.salma.account)
    assert merge.answer(other.code) == one
    assert merge.together(other) == merge.together(one) == [one, other]
    assert merge.waiting(one.organisation) == []


def test_nobody_confirms_their_own_proposal_and_no_worker_confirms(keepers: Keepers) -> None:
    proposal = merge.propose(*pair(keepers), keepers.salma.account)
    with pytest.raises(Refused, match="else"):
        merge.confirm(proposal, keepers.salma.account)
    with pytest.raises(Refused):
        merge.confirm(proposal, keepers.mou.account)
    assert merge.confirm(proposal, keepers.mina.account).confirmed_on


def test_undoing_gives_back_every_byte(keepers: Keepers) -> None:
    one, other = pair(keepers)
    before = state()
    proposal = merge.propose(one, other, keepers.mou.account)
    assert state() == before
    done = merge.confirm(proposal, keepers.salma.account)
    assert state() != before
    merge.undo(done, keepers.mina.account)
    assert state() == before
    assert merge.together(one) == [one]


def test_nothing_of_the_merged_record_is_moved(keepers: Keepers) -> None:
    before = {name: rows for name, rows in state().items() if name != "Person"}
    one, other, _done = merged(keepers)
    assert Section.objects.filter(person=other).count() == Section.objects.filter(person=one).count() == 3
    assert BlindIndex.objects.filter(person=other).exists()
    assert set(before) == set(state()) - {"Person"}


def test_a_merged_record_is_closed_for_writing_and_open_for_reading(keepers: Keepers) -> None:
    _one, other, _done = merged(keepers)
    other.refresh_from_db()
    with pytest.raises(Refused):
        identity.write(other, {"gender": {"gender": "woman"}}, keepers.mou.account)
    assert identity.person_key(keepers.salma, other)


def test_a_chain_of_merges_answers_with_the_last(keepers: Keepers) -> None:
    one, other, done = merged(keepers)
    third = keepers.register()
    top = merge.confirm(merge.propose(third, one, keepers.mou.account), keepers.salma.account)
    assert merge.answers([one.code, other.code]) == {one.code: third, other.code: third}
    assert merge.together(other) == [third, one, other]
    merge.undo(done, keepers.salma.account)
    assert merge.answer(other.code) == other
    merge.undo(top, keepers.salma.account)
    assert set(Person.objects.values_list("state", flat=True)) == {"here"}


def test_what_cannot_be_proposed(keepers: Keepers) -> None:
    one, other = pair(keepers)
    third, stranger = keepers.register(), keepers.register("two", by="kabir")
    with pytest.raises(Refused):
        merge.propose(one, one, keepers.mou.account)
    with pytest.raises(Refused):
        merge.propose(one, stranger, keepers.mou.account)
    with pytest.raises(Refused):
        merge.propose(one, other, keepers.kabir.account)
    merge.propose(one, other, keepers.mou.account)
    with pytest.raises(Refused, match="already"):
        merge.propose(other, third, keepers.mou.account)


def test_a_forgotten_record_is_neither_confirmed_nor_brought_back(keepers: Keepers) -> None:
    one, other = pair(keepers)
    proposal = merge.propose(one, other, keepers.mou.account)
    Person.objects.filter(pk=other.pk).update(state=Person.State.FORGOTTEN)
    with pytest.raises(Refused):
        merge.confirm(proposal, keepers.salma.account)
    _kept, gone, done = merged(keepers)
    Person.objects.filter(pk=gone.pk).update(state=Person.State.FORGOTTEN)
    with pytest.raises(Refused):
        merge.undo(done, keepers.salma.account)


def test_a_declined_proposal_is_remembered_until_somebody_reconsiders(keepers: Keepers) -> None:
    one, other = pair(keepers)
    merge.decline(merge.propose(one, other, keepers.mou.account), keepers.salma.account)
    assert Difference.objects.get().one == min(one.code, other.code)
    with pytest.raises(Refused, match="two people"):
        merge.propose(other, one, keepers.mou.account)
    merge.reconsider(one, other, keepers.salma.account)
    assert merge.propose(other, one, keepers.mou.account)


def test_nothing_is_decided_twice(keepers: Keepers) -> None:
    _one, _other, done = merged(keepers)
    for act in (merge.confirm, merge.decline):
        with pytest.raises(Refused):
            act(done, keepers.mina.account)
    merge.undo(done, keepers.mina.account)
    with pytest.raises(Refused):
        merge.undo(done, keepers.mina.account)


def test_every_step_is_a_line_of_codes(keepers: Keepers) -> None:
    one, other, done = merged(keepers)
    merge.undo(done, keepers.salma.account)
    lines = Entry.objects.filter(act=Entry.Act.MERGE).order_by("number")
    assert [line.detail for line in lines] == [
        {"step": step, "other": other.code} for step in ("propose", "confirm", "undo")
    ]
    assert {line.person for line in lines} == {one.code}
    assert audit.verify().whole
