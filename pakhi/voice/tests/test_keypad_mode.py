"""By keypad: a line carries the voices of its own collective, none about its own desk; the way is kept and counted."""

import pytest

from pakhi.voice import cards, cast, facts
from pakhi.voice.models import Result
from pakhi.voice.opening import read
from pakhi.voice.state import Journey
from tests.village import Ballot


def reply(village, office="bdo"):
    return cast.Reply(village.offices[office].code, items={"respect": 3})


@pytest.fixture
def held(village):
    village.key()
    return cards.hold(village.cards()[0])


def test_a_ballot_by_keypad_is_as_long_as_any_other_and_says_its_way_and_not_whose_line(village, held):
    cast.cast(held, reply(village), "keypad", line=village.one)
    village.tell(village.cards()[0], "bdo")
    assert len({len(bytes(ballot.sealed)) for ballot in Ballot.objects.all()}) == 1
    private = village.opened().private
    by_mode = {inside["mode"]: inside for inside in (read(private, bytes(b.sealed)) for b in Ballot.objects.all())}
    assert by_mode.keys() == {"keypad", "phone"}
    assert by_mode["keypad"].keys() == by_mode["phone"].keys()


def test_without_a_line_nothing_is_cast_by_keypad_and_with_one_nothing_else(village, held):
    for mode, line in (("keypad", None), ("phone", village.one), ("kiosk", village.one)):
        with pytest.raises(cards.Refused):
            cast.cast(held, reply(village), mode, line=line)
    at = Journey(root=held.root.hex(), organisation=held.organisation, mode="keypad")
    with pytest.raises(cards.Refused):  # the rating pages cannot pretend to be a telephone
        cast.cast(at.held, reply(village), at.mode, at.assistant())
    assert not Ballot.objects.exists()


def test_a_line_carries_no_voice_of_another_collective_and_none_about_its_own_desk(village, held):
    for office, line in (("bdo", village.network), ("bdo", village.two), ("desk_one", village.one)):
        with pytest.raises(cards.Refused):
            cast.cast(held, reply(village, office), "keypad", line=line)
    assert not Ballot.objects.exists()


def test_a_helper_beside_a_keypad_is_refused(village, held):
    with pytest.raises(cards.Refused):
        cast.cast(held, reply(village), "keypad", cast.Assistant(village.mou, village.one), line=village.one)


def test_a_counting_from_before_there_was_such_a_way_has_none_of_it(village):
    Result.objects.create(room=village.network, number=1, table="voice_count", rows=[{"phone": 3}])
    assert facts.rows()["voice_count"] == [{"paper": 0, "helpline": 0, "keypad": 0, "phone": 3}]
