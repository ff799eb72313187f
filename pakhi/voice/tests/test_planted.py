"""Somebody who can write into the ballots database, and knows the public key, gets no voice by it."""

import json
import secrets

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhi.lib import seal
from pakhi.lib.clock import this_quarter
from pakhi.voice import cards, cast, count, opening
from tests.village import Ballot, Card, Words, last_quarter

without = {"figures": False}


@pytest.fixture
def card(village) -> str:
    """The one card that is good, and a genuine ballot of it about the block office."""
    village.key()
    (number,) = village.cards()
    village.tell(number, "bdo", face=3)
    village.age()
    return number


def token(number: str) -> str:
    return cards.rater_of(cards.hold(number).root)


def ballot(village, **changed) -> dict:
    """A ballot as it would be cast about Hari."""
    return {
        "v": 1, "rater": secrets.token_hex(32), "from": village.one.code, "office": village.bdo.code,
        "holder": village.hari.code, "quarter": str(last_quarter()), "mode": "phone", "items": {"respect": 4},
        "yesno": {}, "themes": [], "words": "", **changed,
    }  # fmt: skip


def plant(village, inside: object, quarter: str = "") -> None:
    """Seal something and put it among the ballots, by hand."""
    content = inside if isinstance(inside, bytes) else seal.pad(json.dumps(inside).encode(), cast.BLOCK)
    plant_sealed(village, seal.seal_to(bytes(village.key().public), content), quarter)


def plant_sealed(village, sealed: bytes, quarter: str = "") -> None:
    slot = secrets.token_bytes(32)
    Ballot.objects.create(slot=slot, box=village.key().box, quarter=quarter or str(last_quarter()), sealed=sealed)


def plant_card(stack: str, ticket: bytes) -> None:
    digest, until = secrets.token_bytes(32), str(this_quarter())
    Card.objects.create(digest=digest, ticket=ticket, stack=stack, state="active", until=until)


def rows(village) -> list[dict]:
    return count.archive(village.opened())[1]


def test_ballots_without_a_card_are_refused(village, card):
    for _n in range(20):
        plant(village, ballot(village))
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (1, {"no_card": 20})


def test_a_ballot_of_a_card_that_was_never_activated_is_refused(village, card):
    _stack, numbers = cards.print_stack(village.one, village.mina, 1)
    plant(village, ballot(village, rater=cards.rater_of(cards.patience.root(numbers[0]))))
    assert village.count(**without).refused == {"void_card": 1}


def test_a_card_put_into_no_stack_counts_for_nothing(village, card):
    rater = secrets.token_hex(32)
    plant_card("NOSTACK", cards.ticket_of(rater))
    plant(village, ballot(village, rater=rater))
    assert village.count(**without).refused == {"no_card": 1}


def test_a_card_put_into_a_stack_stops_the_counting(village, card):
    stack = Card.objects.get().stack
    plant_card(stack, secrets.token_bytes(32))
    with pytest.raises(count.CannotCount, match=f"In the stack {stack} more cards are good than two leaders counted"):
        village.count()
    assert Ballot.objects.count() == 1


def test_a_void_card_made_good_again_by_hand_is_noticed_no_more_than_its_own_voice(village, card):
    cards.void_own(card)
    Card.objects.update(state="active")
    assert village.count(**without).counted == 1  # it was witnessed: still no more voices than cards


@pytest.mark.parametrize(
    "spelling", [str.upper, lambda t: f" {t}", lambda t: f"{t[:32]} {t[32:]}", lambda t: t.replace("a", "A", 1)]
)
def test_one_card_has_one_voice_however_its_token_is_spelled(village, card, spelling):
    first = ballot(village, rater=token(card))
    plant(village, first)
    plant(village, first | {"rater": spelling(token(card))})
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (2, {"twice": 1})  # the genuine one about the office, one about Hari
    assert len({row["rater"] for row in rows(village)}) == 1


def test_the_same_ballot_many_times_counts_once_and_its_words_stand_once(village, card):
    for _n in range(5):
        plant(village, ballot(village, rater=token(card), words="the same words"))
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (2, {"twice": 4})
    assert Words.objects.count() == 1


def test_what_was_counted_before_is_not_counted_again(village, card):
    village.count(**without)
    plant(village, ballot(village, rater=token(card), holder=""))
    assert village.count(**without).refused == {"twice": 1}
    assert len(rows(village)) == 1


REFUSED = {
    "a quarter that is not over": ({"quarter": str(this_quarter())}, "quarter"),
    "a quarter to come": ({"quarter": str(this_quarter().plus(8))}, "quarter"),
    "an office that is none": ({"office": "NOWHERE"}, "office"),
    "a holder that is none": ({"holder": "NOBODY"}, "office"),
    "a way that is none": ({"mode": "dream"}, "unreadable"),
    "a way in another spelling": ({"mode": "PHONE"}, "unreadable"),
    "no quarter": ({"quarter": ""}, "unreadable"),
    "a quarter in other digits": ({"quarter": str(last_quarter()).replace("2", "२")}, "unreadable"),
    "a quarter as a list": ({"quarter": ["2026-27 Q1"]}, "unreadable"),
    "a token that is none": ({"rater": "zz"}, "unreadable"),
    "a token as a number": ({"rater": 5}, "unreadable"),
    "an office as a list": ({"office": []}, "unreadable"),
    "a holder as a table": ({"holder": {}}, "unreadable"),
    "a way as a list": ({"mode": ["phone"]}, "unreadable"),
    "words as a list": ({"words": ["a"] * 3}, "unreadable"),
    "words without end": ({"words": "a" * 501}, "unreadable"),
    "a face as a list": ({"items": {"respect": [4]}}, "unreadable"),
    "a face out of reach": ({"items": {"respect": 10**9}}, "unreadable"),
    "a face that is true": ({"items": {"respect": True}}, "unreadable"),
    "faces as a list": ({"items": [["respect", 4]]}, "unreadable"),
    "a question nobody asked": ({"items": {"beauty": 4}}, "unreadable"),
    "a thousand times yes": ({"yesno": {"money": 1000}}, "unreadable"),
    "a yes in words": ({"yesno": {"money": "yes"}}, "unreadable"),
    "themes as a number": ({"themes": 7}, "unreadable"),
    "themes in themes": ({"themes": [["kind_words"]]}, "unreadable"),
    "nothing said": ({"items": {}}, "unreadable"),
    "a version in words": ({"v": "1"}, "unreadable"),
}


@pytest.mark.parametrize(("changed", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_a_ballot_is_refused_and_the_others_are_counted(village, card, changed, reason):
    plant(village, ballot(village, rater=token(card)) | changed)
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (1, {reason: 1})
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("missing", [*opening.KINDS, "items", "yesno", "themes"])
def test_a_ballot_that_lacks_something_is_refused(village, card, missing):
    inside = ballot(village, rater=token(card))
    del inside[missing]
    plant(village, inside)
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (1, {"unreadable": 1})


BROKEN = {
    "empty": b"", "nothing": b"\x80", "bare": b"no padding", "half": b"{\x80", "a list": b"[]\x80",
    "null": b"null\x80", "no text": b"\xff\xfe\x80", "a well": b"[" * 100_000 + b"\x80",
    "a number": b"1" * 9000 + b"\x80",
}  # fmt: skip


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_broken_content_is_refused(village, card, content):
    plant(village, content)
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (1, {"unreadable": 1})


def test_broken_seals_are_refused(village, card):
    genuine = bytes(Ballot.objects.get().sealed)
    foreign = seal.seal_to(seal.new_pair().public, b"{}")
    changed = genuine[:50] + bytes([genuine[50] ^ 1]) + genuine[51:]
    for sealed in (b"", b"x" * 100, genuine[:-1], changed, foreign):
        plant_sealed(village, sealed)
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (1, {"unreadable": 5})


@pytest.mark.parametrize("quarter", ["soon", "9999", "२०२६-२७ Q1"])
def test_a_ballot_under_no_quarter_does_not_stop_the_counting(village, card, quarter):
    Ballot.objects.filter(pk=Ballot.objects.get().pk).update(quarter=quarter)
    plant_sealed(village, b"broken", quarter)
    sitting = village.count(**without)
    assert (sitting.counted, sitting.refused) == (1, {"unreadable": 1})
    assert count.waiting(village.network) == {}


def test_what_does_not_belong_into_a_ballot_is_not_archived(village, card):
    plant(village, ballot(village, rater=token(card), name="Rina", time="12:04"))
    assert village.count(**without).counted == 2
    assert {key for row in rows(village) for key in row} == {
        "v", "rater", "from", "office", "holder", "quarter", "mode", "items", "yesno", "themes",
    }  # fmt: skip


def test_nobody_speaks_for_another_collective(village, card):
    plant(village, ballot(village, rater=token(card)) | {"from": village.two.code})
    village.count(**without)
    assert {row["from"] for row in rows(village)} == {village.one.code}


TRICKS = ("stranger", "copy", "capitals", "other holder", "broken", "other mode")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tricks=st.lists(st.sampled_from(TRICKS), max_size=12))
def test_about_one_holder_and_quarter_there_are_never_more_voices_than_cards(village, card, tricks):
    mine = token(card)
    for trick in tricks:
        inside = ballot(village, rater=mine)
        changed = {
            "stranger": {"rater": secrets.token_hex(32)}, "capitals": {"rater": mine.upper()}, "broken": {"items": 3},
            "other holder": {"office": village.gp.code, "holder": village.gopal.code}, "other mode": {"mode": "kiosk"},
        }  # fmt: skip
        plant(village, inside | changed.get(trick, {}))
    village.count(**without)
    voices = [count.about(row)[1:] for row in rows(village)]
    assert all(voices.count(one) <= Card.objects.filter(state="active").count() for one in voices)
