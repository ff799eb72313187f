"""What people said, uncorrected: each person once, and nothing from which a few people's answers could be taken."""

import pytest

from pakhi.voice.estimate import left, pooled, said


def ballot(rater, office, *faces):
    return {"rater": rater, "office": office, "items": {f"item{n}": face for n, face in enumerate(faces)}}


FIVE = [ballot(rater, "BDO", 1 + rater % 4) for rater in range(5)]  # faces 1, 2, 3, 4, 1


def test_each_person_counts_once_however_often_they_came():
    again = [ballot(1, "BDO", 4), ballot(1, "BDO", 4)]  # she said 2, then 4 twice
    assert said(FIVE)["BDO"] == pytest.approx([0, 0, 100 / 3, 200 / 3, 100])
    assert said(FIVE + again)["BDO"] == pytest.approx([0, 0, 200 / 3, 700 / 9, 100])


def test_an_office_of_fewer_than_five_people_is_in_nothing():
    four = [ballot(rater, "POLICE", 4) for rater in range(4)]
    assert said(FIVE + four).keys() == {"BDO"}
    unscored = ballot(9, "POLICE", 0)  # a skipped question is no answer
    assert said([*FIVE, *four, unscored]).keys() == {"BDO"}


def test_the_group_is_made_of_the_offices_that_are_shown_and_of_no_other():
    """Else what is left when the shown ones are taken away would be the few others' answers."""
    four = [ballot(rater, "POLICE", 4) for rater in range(4)]
    assert pooled(list(said(FIVE + four).values())) == pooled(list(said(FIVE).values()))
    assert pooled([]) == {}


def test_people_differ_around_their_own_office_and_not_around_the_group():
    alike = [[10.0] * 5, [90.0] * 5]
    assert pooled(alike) == {"plain": 50.0, "spread": 0.0}
    found = pooled([[0.0, 20.0, 10.0, 0.0, 20.0], [80.0, 100.0, 90.0, 80.0, 100.0]])
    assert found["plain"] == 50.0
    assert found["spread"] == pytest.approx((800 / 8) ** 0.5)  # squares 2 x 400, of ten people at two offices


def test_whoever_rated_two_offices_of_few_people_is_one_of_those_that_are_left():
    four = [ballot(rater, office, 4) for office in ("POLICE", "BANK") for rater in range(4)]
    assert left(FIVE) == 0
    assert left(FIVE + four) == 4
    assert left([*FIVE, *four, ballot(9, "RATION", 1)]) == 5
