"""The nameless rows that leave the voice room are those of the newest counting."""

from pakhi.voice import facts
from pakhi.voice.models import Result


def test_before_the_first_counting_every_table_is_empty(village):
    assert facts.rows() == {name: [] for name in facts.SCHEMAS}


def test_only_the_newest_counting_of_a_room_holds(village):
    for number in (1, 2):
        Result.objects.create(room=village.network, number=number, table="voice_theme", rows=[{"raters": number}])
    Result.objects.create(room=village.network, number=1, table="voice_flag", rows=[{"flag": "old"}])
    found = facts.rows()
    assert found["voice_theme"] == [{"raters": 2}]
    assert found["voice_flag"] == []


def test_every_room_gives_its_own(village):
    Result.objects.create(room=village.network, number=3, table="voice_theme", rows=[{"room": "network"}])
    Result.objects.create(room=village.two, number=1, table="voice_theme", rows=[{"room": "two"}])
    assert {row["room"] for row in facts.rows()["voice_theme"]} == {"network", "two"}


def test_a_table_that_nobody_knows_does_not_come_out(village):
    Result.objects.create(room=village.network, number=1, table="voice_ballots", rows=[{"rater": 1}])
    assert "voice_ballots" not in facts.rows()


def test_a_counting_from_before_people_s_plain_words_were_kept_has_none(village):
    Result.objects.create(room=village.network, number=1, table="voice_estimate", rows=[{"ratee": "BDO"}])
    assert facts.rows()["voice_estimate"] == [
        {"plain": None, "spread": None, "scored": None, "rest": None, "ratee": "BDO"}
    ]
