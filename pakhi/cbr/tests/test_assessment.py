"""The scored assessment: sentences for each score, a trend that may go down, the next one due by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from pakhi.cbr import assessment, house, rounds, scales, steps
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book, Step
from pakhi.cbr.tests.rounds import assess
from pakhi.lib.clock import months_after, today
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
LANGUAGES = ("en", "bn", "hi", "te")


def line(book, key):
    used = house.instrument(book.organisation)
    return next(one for one in assessment.lines([book], used) if one.domain.key == key)


def test_every_score_of_every_domain_is_a_sentence_in_four_languages_and_no_two_are_the_same():
    assert len(scales.domains()) == 6
    for one in scales.domains().values():
        for language in LANGUAGES:
            said = [one.scores[score][language] for score in scales.SCORES]
            assert len(set(said)) == 5, (one.key, language)
            assert one.name[language]
            assert one.ask[language]


def test_a_score_without_a_sentence_stops_the_start(monkeypatch):
    broken = {"domains": {"health": {"component": "health", "name": {}, "ask": {}, "scores": {1: {"en": "x"}}}}}
    monkeypatch.setattr(scales, "written", lambda: broken)
    scales.domains.cache_clear()
    with pytest.raises(ValueError, match="health needs a sentence"):
        scales.domains()
    scales.domains.cache_clear()


def test_what_was_written_is_told_in_the_readers_language(book, mou):
    assess(book, mou, 3)
    point = line(book, "mind").points[0]
    with translation.override("hi"):
        assert line(book, "mind").points[0].anchor == scales.domains()["mind"].scores[3]["hi"] != point.anchor


def test_the_next_one_is_due_in_three_months_and_a_late_arrival_does_not_move_it(book, mou):
    assess(book, mou, day=today() - 10 * DAY)
    expected = months_after(today() - 10 * DAY, 3)
    assert rounds.due([book], "assessment") == expected
    assess(book, mou, 2, day=today() - 200 * DAY)
    assert rounds.due([book], "assessment") == expected
    assert [one.score for one in line(book, "health").points] == [2, 4]


def test_a_score_that_goes_down_is_a_point_like_any_other(book, mou):
    for ago, score in ((60, 2), (40, 4), (20, 3), (0, 3)):
        assess(book, mou, score, today() - ago * DAY)
    found = line(book, "social")
    assert [one.way for one in found.points] == ["", "up", "down", "same"]
    assert (found.now.score, found.holds) == (3, False)


def test_what_was_not_talked_about_is_no_score_and_holds_nothing(book, mou):
    assess(book, mou, 5, today() - 9 * DAY)
    assess(book, mou, 5, legal=scales.NOT_ASKED)
    found = line(book, "legal")
    assert len(found.points) == 1
    assert found.now is None
    assert not found.holds


@pytest.mark.parametrize("missing", list(scales.domains()))
def test_no_domain_is_left_out_in_silence(book, mou, missing):
    with pytest.raises(Faulty, match=f"{missing}: missing"):
        assess(book, mou, **{missing: ""})
    assert not Step.objects.exists()


def test_a_mistake_in_an_assessment_is_written_again(book, mou):
    wrong = assess(book, mou, 1)
    values = {**dict.fromkeys(scales.domains(), "4")}
    steps.write(book, steps.Said("assessment", values, edits=wrong.number), mou)
    assert [one.score for one in line(book, "health").points] == [4]


def test_an_organisation_scores_what_it_has_agreed_on(book, mou, salma):
    values = {**dict.fromkeys(scales.domains(), "3"), "education": "unused", "health": "5", "months": 6}
    house.agree(book.organisation, salma, values)
    used = house.instrument(book.organisation)
    assert (list(used.targets), used.targets["health"], used.months) == (
        ["health", "mind", "livelihood", "legal", "social"], 5, 6,
    )  # fmt: skip
    assess(book, mou, 3, education="")
    assert rounds.due([book], "assessment") == months_after(today(), 6)
    assert [one.domain.key for one in assessment.lines([book], used) if not one.holds] == ["health"]
    assert Book.objects.filter(kind="house").count() == 1


def test_at_least_three_domains_stay(book, salma):
    values = {**dict.fromkeys(scales.domains(), "unused"), "health": "4", "mind": "4", "months": 3}
    with pytest.raises(Faulty, match="three domains"):
        house.agree(book.organisation, salma, values)


def test_a_worker_does_not_change_what_is_scored(book, mou):
    with pytest.raises(Refused, match="supervisor or manager"):
        house.agree(book.organisation, mou, {**dict.fromkeys(scales.domains(), "2"), "months": 12})


def test_what_one_organisation_agrees_on_is_not_anothers(keepers, book, salma):
    house.agree(book.organisation, salma, {**dict.fromkeys(scales.domains(), "2"), "months": 12})
    other = keepers.village.organisations["two"]
    assert house.instrument(other).months == 3
