"""The cast stands."""

from tests.village import CAST, Village


def test_everybody_of_the_cast_has_an_account(village: Village) -> None:
    assert set(village.accounts) == set(CAST)


def test_a_ballot_is_counted_and_its_figures_come_out(village: Village) -> None:
    from pakhi.voice import count
    from pakhi.voice.models import Result

    village.key()
    for number in village.cards(3):
        village.tell(number, "hari", face=4)
        village.tell(number, "gopal", face=1)
    village.age()
    sitting = count.count(village.network, *village.counters())
    assert (sitting.state, sitting.counted, sitting.refused) == ("done", 6, {})
    rows = Result.objects.get(table="voice_estimate").rows
    by_name = {row["ratee"]: row for row in rows if row["level"] == "holder" and not row["period"]}
    assert by_name[village.hari.code]["estimate"] > by_name[village.gopal.code]["estimate"]
