"""A step goes a way that the law knows, or its writer says that it was so; nothing is a wall and nothing is lost."""

from __future__ import annotations

import pytest

from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Thread
from pakhi.legal import law, moves
from pakhi.legal.tests.conftest import part
from pakhi.legal.words import Unusual

pytestmark = pytest.mark.django_db(databases="__all__")
BEGINS = {
    "accused": {"nth": 1, "part": "took"}, "court_track": {},
    "custody": {"at": "ngo", "law": "itpa", "since": "2020-01-01", "order_on": "2020-01-02", "agreed": "no"},
}  # fmt: skip


def test_every_track_is_a_kind_with_the_same_states():
    kinds = {key: set(KINDS[key].states.values) for key in law.tracks()}
    assert kinds == {key: set(one.states) for key, one in law.tracks().items()}


@pytest.mark.parametrize("key", law.tracks())
def test_every_lawful_move_is_taken_and_every_other_is_refused_once_and_then_kept(key):
    """All pairs of states of a track."""
    one = law.tracks()[key]
    for was in one.states:
        for now in one.states:
            if now == was or now in one.moves[was]:
                assert moves.off_the_way(key, was, now, "") == moves.off_the_way(key, was, now, "so") == ""
                continue
            with pytest.raises(Faulty) as fault:
                moves.off_the_way(key, was, now, "")
            assert fault.value.question == "unusual"
            assert str(dict(KINDS[key].states.choices)[was]) in fault.value.why
            assert moves.off_the_way(key, was, now, "so") == Unusual.NOTED
            with pytest.raises(Faulty):
                moves.off_the_way(key, was, now, "noted")


@pytest.mark.parametrize(
    ("key", "was", "now"),
    [
        ("accused", "named", "convicted"), ("court_track", "waiting", "sentence"),
        ("custody", "released", "long_order"),
    ],
)  # fmt: skip
def test_a_step_off_the_way_is_refused_by_every_door_and_kept_when_it_was_so(say, whole, key, was, now):
    thread = say(key, {**BEGINS[key], "state": was}, 9, about=whole).thread.number
    with pytest.raises(Faulty, match="unusual"):
        say(key, {"state": now}, 8, thread)
    assert part(say(key, {"state": now, "unusual": "so"}, 8, thread)).values["unusual"] == Unusual.NOTED


def test_the_refusal_names_what_the_law_knows_and_nothing_is_written(say, fir):
    say("fir", {"state": "refused", "refused_why": ["place"]}, 90, fir)
    with pytest.raises(Faulty, match="Written to the Superintendent; FIR registered"):
        say("fir", {"state": "magistrate"}, 80, fir)
    assert Thread.objects.get(number=fir).state == "refused"


def test_each_step_off_the_way_says_so_anew_and_a_lawful_one_takes_the_mark_away(say, fir):
    say("fir", {"state": "closure_report", "unusual": "so"}, 90, fir)
    with pytest.raises(Faulty, match="unusual"):
        say("fir", {"state": "sp_written"}, 80, fir)
    assert part(say("fir", {"state": "sp_written", "unusual": "so"}, 80, fir)).values["unusual"] == "noted"
    assert part(say("fir", {"state": "registered"}, 70, fir)).values["unusual"] == ""


def test_what_is_written_late_is_looked_at_as_of_its_day(say, fir):
    say("fir", {"state": "registered"}, 50, fir)
    say("fir", {"state": "charge_sheet"}, 10, fir)
    assert part(say("fir", {"state": "transferred"}, 40, fir)).state == "charge_sheet"
    with pytest.raises(Faulty, match="unusual"):
        say("fir", {"state": "transferred"}, 5, fir)


def test_a_step_written_again_is_looked_at_without_the_one_it_takes_the_place_of(say, fir):
    wrong = say("fir", {"state": "refused"}, 90, fir)
    with pytest.raises(Faulty, match="unusual"):
        say("fir", {"state": "charge_sheet"}, 90, fir, edits=wrong.number)
    assert part(say("fir", {"state": "registered"}, 90, fir, edits=wrong.number)).state == "registered"
    assert part(say("fir", {}, 0, fir, edits=wrong.number, void=True)).kind == "fir"


def test_a_track_belongs_to_a_case_of_hers(say, book, keepers, mou):
    for about in ("", "somebody-elses"):
        with pytest.raises(Faulty, match="about"):
            say("fir", {"side": "home", "under18": "no"}, about=about)


def test_a_case_may_be_met_in_the_middle(say, whole):
    assert part(say("court_track", {"state": "evidence"}, 3, about=whole)).state == "evidence"


def test_a_number_or_a_name_has_no_place_in_an_answer(say, whole):
    with pytest.raises(Faulty):
        say("accused", {"nth": "Tapan Tumtumi", "part": "took"}, about=whole)
    with pytest.raises(Faulty):
        say("fir", {"side": "home", "under18": "no", "station": "FIR 123/2026"}, about=whole)
