"""Search before create: whoever may be the one is shown by code and reason; no name leaves, none stays in memory."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from pakhi.network.models import Organisation
from pakhi.vault import keys, memory, merge, search
from pakhi.vault.evidence import LABELS, Reason
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person, Reveal
from pakhi.vault.search import candidates
from pakhi.vault.tests.conftest import INVENTED, Keepers

SCRIPTS = ("Jhumkalata Neelparna", "ঝুমকালতা নীলপর্ণা", "झुमकालता नीलपर्णा", "ఝుంకాలత నీలపర్ణ")


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Any:
    memory.drop()
    yield
    memory.drop()


@pytest.fixture
def one(keepers: Keepers) -> Organisation:
    return keepers.village.organisations["one"]


def named(keepers: Keepers, *names: str, organisation: str = "one", by: str = "mou", **more: Any) -> Person:
    """Somebody with these names."""
    rows = [{"text": name, "kind": "usual"} for name in names]
    return keepers.register(organisation, by, names={"names": rows}, **more)


@pytest.mark.parametrize("written", SCRIPTS)
@pytest.mark.parametrize("asked", ["Jhoomkolota Nilporna", "নীলপর্ণা ঝুমকালতা", "झूमकालता नीलपर्णा"])
def test_one_name_in_any_script_finds_her(keepers: Keepers, one: Organisation, written: str, asked: str) -> None:
    her, _other = named(keepers, written), named(keepers, "Tilphuli Bokulika")
    found = candidates(keepers.mou, one, [asked])
    assert [candidate.code for candidate in found] == [her.code]
    assert {Reason.SAME_NAME, Reason.CLOSE_NAME} & set(found[0].reasons)


def test_reasons_and_order(keepers: Keepers, one: Organisation) -> None:
    more: dict[str, Any] = {"birth": {"date": "1999-03"}, "address": {"village": "Shalikpur"}}
    likely = named(keepers, "Tilphuli Bokulika", **more, contacts={"contacts": [{"number": "৯৯৯৯৯০০৪১৮"}]})
    less = named(keepers, "Teelfuli Bakulika", contacts={}, address={"village": "Doyelgram"})
    found = candidates(keepers.mou, one, ["তিলফুলি বকুলিকা"], birth=1999, village="শালিকপুর", phone="+91 99999 00418")
    assert [candidate.code for candidate in found] == [likely.code, less.code]
    assert {Reason.SAME_PHONE, Reason.SAME_YEAR, Reason.SAME_VILLAGE} < set(found[0].reasons)
    assert 1 >= found[0].score > found[1].score > 0
    assert set(found[0].reasons) <= set(LABELS)


def test_a_telephone_alone_is_enough_and_a_village_alone_is_not(keepers: Keepers, one: Organisation) -> None:
    her = named(keepers, "Tilphuli", contacts={"contacts": ["99999 00418"]}, address={"village": "Shalikpur"})
    found = candidates(keepers.mou, one, ["Jhumkalata"], phone="9999900418")
    assert [(candidate.code, candidate.reasons) for candidate in found] == [(her.code, (Reason.SAME_PHONE,))]
    assert candidates(keepers.mou, one, ["Jhumkalata"], village="Shalikpur") == []
    assert candidates(keepers.mou, one, []) == []


def test_an_alias_finds_her_too(keepers: Keepers, one: Organisation) -> None:
    her = named(keepers, "Jhumkalata Neelparna", "Tilphuli")
    assert [candidate.code for candidate in candidates(keepers.mou, one, ["তিলফুলি"])] == [her.code]


def test_no_name_comes_back_and_nothing_counts_as_a_reveal(keepers: Keepers, one: Organisation) -> None:
    for _ in INVENTED:
        keepers.register()
    found = [candidate for name, _script in INVENTED for candidate in candidates(keepers.mou, one, [name])]
    assert len(found) >= len(INVENTED)
    shown = repr(found)
    assert not [word for name, _script in INVENTED for word in name.split() if word in shown]
    assert not Reveal.objects.exists()


def test_whoever_came_since_is_found(keepers: Keepers, one: Organisation) -> None:
    assert candidates(keepers.mou, one, ["Tilphuli"]) == []
    her = named(keepers, "Tilphuli", by="salma")
    assert [candidate.code for candidate in candidates(keepers.mou, one, ["Tilphuli"])] == [her.code]


def test_whoever_is_out_of_reach_is_not_found_and_leaves_memory(keepers: Keepers, one: Organisation) -> None:
    her = named(keepers, "Tilphuli")
    assert candidates(keepers.mou, one, ["Tilphuli"])
    Person.objects.filter(pk=her.pk).update(state=Person.State.FORGOTTEN)
    assert candidates(keepers.mou, one, ["Tilphuli"]) == []
    with search.in_memory(keepers.mou, one) as names:
        assert not names.people
        assert not any(names.blocks.values())


def test_a_merged_record_answers_with_the_one_that_was_kept(keepers: Keepers, one: Organisation) -> None:
    kept, other = named(keepers, "Jhumkalata"), named(keepers, "Tilphuli")
    merge.confirm(merge.propose(kept, other, keepers.mou.account), keepers.salma.account)
    assert [candidate.code for candidate in candidates(keepers.mou, one, ["Tilphuli"])] == [kept.code]


def test_another_organisation_is_neither_found_nor_searched(keepers: Keepers, one: Organisation) -> None:
    named(keepers, "Tilphuli", organisation="two", by="kabir")
    assert candidates(keepers.mou, one, ["Tilphuli"], phone="99999 00417") == []
    with pytest.raises(Refused):
        candidates(keepers.kabir, one, ["Tilphuli"])


def test_without_the_open_key_there_is_no_search_even_if_names_are_in_memory(
    keepers: Keepers, one: Organisation
) -> None:
    named(keepers, "Tilphuli")
    assert candidates(keepers.mou, one, ["Tilphuli"])
    with pytest.raises(Refused):
        candidates(replace(keepers.mou, private=b"\x00" * 32), one, ["Tilphuli"])


def test_access_that_is_withdrawn_ends_at_once(keepers: Keepers, one: Organisation) -> None:
    named(keepers, "Tilphuli")
    assert candidates(keepers.mou, one, ["Tilphuli"])
    keys.withdraw(one, keepers.mou.account)
    assert not memory._kept
    with pytest.raises(Refused):
        candidates(keepers.mou, one, ["Tilphuli"])
    assert not memory._kept


def test_signing_out_leaves_nothing_in_memory(keepers: Keepers, one: Organisation) -> None:
    named(keepers, "Tilphuli")
    for worker in (keepers.mou, keepers.salma):
        candidates(worker, one, ["Tilphuli"])
    with search.in_memory(keepers.mou, one) as names:
        assert names.people
    keepers.village.client("mou").logout()
    assert [place[0] for place in memory._kept] == [keepers.salma.account.pk]
    assert not names.people


def test_what_is_in_memory_goes_by_itself(keepers: Keepers, one: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    named(keepers, "Tilphuli")
    assert memory.LIFE == 600
    monkeypatch.setattr(memory, "LIFE", 0.05)
    with search.in_memory(keepers.mou, one) as names:
        assert names.people
    until = time.monotonic() + 10
    while names.people and time.monotonic() < until:
        time.sleep(0.01)
    assert not names.people
    assert not memory._kept


def test_names_are_on_no_disk(keepers: Keepers, one: Organisation) -> None:
    named(keepers, "Jhumkalata")
    candidates(keepers.mou, one, ["Jhumkalata"])
    looked = [path for path in settings.DATA.rglob("*") if path.is_file()]
    assert looked
    assert not [path for path in looked if b"jumkalata" in path.read_bytes() or b"Jhumkalata" in path.read_bytes()]


def test_a_record_that_cannot_be_opened_hides_nobody_else(keepers: Keepers, one: Organisation) -> None:
    broken, her = named(keepers, "Tilphuli"), named(keepers, "Tilphuli", contacts={})
    Person.objects.filter(pk=broken.pk).update(sealed=b"no key")
    assert [candidate.code for candidate in candidates(keepers.mou, one, ["Tilphuli"])] == [her.code]
    found = candidates(keepers.mou, one, ["Tilphuli"], phone="9999900417")
    assert {candidate.code for candidate in found} == {broken.code, her.code}


def test_progress_is_shown_while_reading(keepers: Keepers, one: Organisation) -> None:
    for _ in range(3):
        keepers.register()
    seen: list[tuple[str, int, int]] = []
    with search.in_memory(keepers.salma, one, lambda *step: seen.append(step)):
        assert seen == [("open", 3, 3)]
    with search.in_memory(keepers.salma, one, lambda *step: seen.append(step)):
        assert len(seen) == 1
