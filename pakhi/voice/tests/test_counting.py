"""Two people count what was cast in earlier quarters: once, in one step, and nothing of a ballot leaves."""

import datetime as dt

import pyarrow as pa
import pytest
from django.utils import timezone

from pakhi.lib import seal
from pakhi.lib.clock import this_quarter
from pakhi.voice import cards, count, facts, keys
from pakhi.voice.models import Result, Sitting
from tests.village import PASSPHRASE, Archive, Ballot, Card, Outgoing, last_quarter

without = {"figures": False}


@pytest.fixture
def three(village):
    """Three survivors told about Hari (well) and Gopal (badly) in the last quarter."""
    village.key()
    numbers = village.cards(3)
    for number in numbers:
        village.tell(number, "hari", face=4)
        village.tell(number, "gopal", face=1)
    village.age()
    return numbers


def counted_rows(village):
    """(rows, rater numbers by token) of the sealed archive."""
    _number, rows, raters = count.archive(village.opened())
    return rows, raters


def test_everything_due_is_counted_and_the_ballots_are_gone(village, three):
    sitting = village.count()
    assert (sitting.state, sitting.counted, sitting.refused) == ("done", 6, {})
    assert (sitting.leader, sitting.coordinator) == (village.rina, village.devi)
    assert not Ballot.objects.exists()
    rows, raters = counted_rows(village)
    assert len(rows) == 6
    assert {row["rater"] for row in rows} == set(raters.values())
    assert {row["from"] for row in rows} == {village.one.code}


def test_the_running_quarter_waits(village, three):
    village.tell(three[0], "police")
    assert count.waiting(village.network) == {str(last_quarter()): 6, str(this_quarter()): 1}
    assert village.count(**without).counted == 6
    assert count.waiting(village.network) == {str(this_quarter()): 1}
    assert village.count(**without).counted == 0


def test_figures_of_every_table_follow_their_schema(village, three):
    village.count()
    found = {result.table: result.rows for result in Result.objects.all()}
    assert set(found) == set(facts.SCHEMAS)
    for table, rows in found.items():
        assert all(set(row) == set(facts.SCHEMAS[table].names) for row in rows), table
        pa.Table.from_pylist(rows, facts.SCHEMAS[table])


def test_the_counts_say_how_many_voices_and_cards_there_were(village, three):
    cards.void_own(village.cards(1)[0])
    village.count()
    (row,) = Result.objects.get(table="voice_count").rows
    assert (row["quarter"], row["ballots"], row["raters"], row["phone"], row["refused"]) == (
        str(last_quarter()),
        6,
        3,
        6,
        0,
    )
    assert (row["printed"], row["activated"], row["void"], row["used"]) == (4, 3, 1, 3)


def test_a_second_counting_counts_nothing_twice(village, three):
    village.count()
    assert village.count().counted == 0
    assert len(counted_rows(village)[0]) == 6
    newest = Result.objects.filter(table="voice_count").order_by("-number").first()
    assert newest.number == 2
    assert sum(row["ballots"] for row in newest.rows) == 6


def test_rows_lie_in_no_order(village):
    village.key()
    numbers = village.cards(10)
    for number in numbers:
        village.tell(number, "hari")
    order = [cards.rater_of(cards.hold(number).root) for number in numbers]
    village.age()
    village.count(**without)
    rows, raters = counted_rows(village)
    assert sorted(raters) == sorted(order)
    for known in (order, sorted(order), sorted(order, reverse=True)):  # each once in 3,628,800 by chance
        assert [row["rater"] for row in rows] != [raters[token] for token in known]


def test_a_rater_keeps_her_number_from_counting_to_counting(village, three):
    village.count(**without)
    before = counted_rows(village)[1]
    village.tell(three[0], "bdo")
    village.age()
    village.count(**without)
    rows, after = counted_rows(village)
    assert before == after
    (newest,) = [row for row in rows if not row["holder"]]
    assert newest["rater"] == after[cards.rater_of(cards.hold(three[0]).root)]


def test_a_rater_keeps_her_number_when_counting_was_late(village, monkeypatch):
    village.key()
    (number,) = village.cards()
    village.tell(number, "bdo")
    village.age(4)
    village.tell(number, "police")
    village.age(3)
    Card.objects.update(until=str(this_quarter().plus(-3)))
    with monkeypatch.context() as at_that_time:
        at_that_time.setattr(count, "this_quarter", lambda: this_quarter().plus(-3))
        assert village.count(**without).counted == 1
    assert village.count(**without).counted == 1
    rows, raters = counted_rows(village)
    assert len({row["rater"] for row in rows}) == 1
    assert raters == {}  # the card is over: its number is forgotten


def test_a_rater_number_means_nothing(village, three):
    village.count(**without)
    numbers = counted_rows(village)[1].values()
    assert len(set(numbers)) == 3
    assert all(0 <= number < 2**40 for number in numbers)
    known = b"".join(bytes(card.digest) + bytes(card.ticket) for card in Card.objects.all())
    assert not any(number.to_bytes(5, order) in known for number in numbers for order in ("big", "little"))


def wrong(village, leader=None, coordinator=None):
    """Rina and Devi, one of them with something else."""
    rina, devi = village.counters()
    return leader or rina, coordinator or devi


@pytest.mark.parametrize(
    "typed", ["", "tamarind under the moo", "Tamarind under the moon", PASSPHRASE["devi"], "x" * 10**6]
)
def test_a_wrong_passphrase_of_the_leader_opens_nothing(village, three, typed):
    with pytest.raises(keys.WrongPassphrase, match=r"The counting passphrase of Rina is not right."):
        count.count(village.network, *wrong(village, leader=(village.rina, typed)))
    assert Ballot.objects.count() == 6
    assert not Sitting.objects.exists()


def test_a_wrong_passphrase_of_the_coordinator_opens_nothing(village, three):
    with pytest.raises(keys.WrongPassphrase, match=r"The counting passphrase of Devi is not right."):
        count.count(village.network, *wrong(village, coordinator=(village.devi, PASSPHRASE["rina"])))
    assert not Sitting.objects.exists()


def test_the_same_person_twice_does_not_count(village, three):
    for twice in village.counters():
        with pytest.raises(keys.WrongPassphrase, match="two different people"):
            count.count(village.network, twice, twice)


def test_two_people_in_each_others_place_do_not_count(village, three):
    rina, devi = village.counters()
    with pytest.raises(keys.WrongPassphrase, match="is not right"):
        count.count(village.network, devi, rina)


def test_somebody_without_a_share_does_not_count(village, three):
    with pytest.raises(keys.WrongPassphrase, match=r"The counting passphrase of Asha is not right."):
        count.count(village.network, *wrong(village, leader=(village.asha, PASSPHRASE["rina"])))


def test_one_half_does_not_open_the_archive(village, three):
    village.count(**without)
    key, (rina, devi) = village.key(), village.counters()
    halves = [keys.share(key, rina[0], "leaders", rina[1]), keys.share(key, devi[0], "coordinators", devi[1])]
    archive = bytes(Archive.objects.get(content="rows").sealed)
    for half in halves:
        for guess in (half, seal.both(half, bytes(32))):
            with pytest.raises(seal.CannotOpen):
                seal.unwrap(guess, bytes(key.wrapped))
            with pytest.raises(seal.CannotOpen):
                seal.open_with(guess, archive)
    assert seal.unwrap(seal.both(*halves), bytes(key.wrapped)) == village.opened().private


def test_a_ballot_replaced_while_we_count_stops_the_counting(village, three, settings):
    settings.DEMONSTRATION = True
    village.tell(three[0], "bdo", face=1)

    def changes_her_mind(step, done, total):
        if step == "estimate":
            village.tell(three[0], "bdo", face=4)

    with pytest.raises(count.CannotCount, match=r"A ballot came in while we counted. Nothing was changed"):
        village.count(early=True, progress=changes_her_mind, **without)
    sitting = Sitting.objects.get()
    assert (sitting.state, sitting.counted) == ("failed", 0)
    assert "please count again" in sitting.message
    assert not Archive.objects.exists()
    assert village.count(early=True, **without).counted == 7
    about_the_office = [row for row in counted_rows(village)[0] if not row["holder"]]
    assert [row["items"]["respect"] for row in about_the_office] == [4]


def test_a_new_ballot_that_comes_while_we_count_waits_for_the_next_counting(village, three):
    def one_more(step, done, total):
        if step == "estimate":
            village.tell(three[0], "police")

    assert village.count(progress=one_more, **without).counted == 6
    assert count.waiting(village.network) == {str(this_quarter()): 1}


def test_the_running_quarter_is_counted_early_in_a_demonstration_only(village, three, settings):
    village.tell(three[0], "police")
    with pytest.raises(count.CannotCount, match="in a demonstration only"):
        village.count(early=True)
    settings.DEMONSTRATION = True
    assert village.count(early=True, **without).counted == 7
    assert village.count(early=True, **without).counted == 0
    left = Ballot.objects.get()
    assert (left.spent, bytes(left.sealed)) == (True, b"")


def test_a_place_spent_early_is_free_again_when_the_quarter_is_over(village, three, settings):
    settings.DEMONSTRATION = True
    village.tell(three[0], "police")
    village.count(early=True, **without)
    Ballot.objects.update(quarter=str(last_quarter()))
    village.count(**without)
    assert not Ballot.objects.exists()


def test_only_one_counting_runs_in_a_room(village):
    village.key()
    count.begin(village.network, village.rina, village.devi)
    with pytest.raises(count.CannotCount, match=r"Counting is under way. Please wait until it is done."):
        count.begin(village.network, village.rina, village.devi)
    with pytest.raises(count.CannotCount, match="Counting is under way"):
        village.count()


@pytest.mark.parametrize(
    "died", [{"process": "elsewhere:1"}, {"process": ""}, {}], ids=["another machine", "unknown", "hangs"]
)
def test_a_dead_counting_is_closed_by_the_next(village, died):
    village.key()
    dead = count.begin(village.network, village.rina, village.devi)
    Sitting.objects.filter(pk=dead.pk).update(beat=timezone.now() - dt.timedelta(seconds=400), **died)
    assert village.count(**without).state == "done"
    dead.refresh_from_db()
    assert dead.state == "failed"
    assert "Nothing was lost, and nothing is counted twice" in dead.message


def test_a_killed_counting_is_closed_at_once(village):
    village.key()
    dead = count.begin(village.network, village.rina, village.devi)
    host = dead.process.split(":")[0]
    Sitting.objects.filter(pk=dead.pk).update(process=f"{host}:999999999")
    assert village.count(**without).state == "done"


def test_figures_that_a_crash_left_behind_arrive_the_next_time(village, three):
    village.count()
    rows = {result.table: result.rows for result in Result.objects.all()}
    Result.objects.all().delete()
    Outgoing.objects.update(arrived=False, content=rows)  # as a kill before the last step leaves them
    assert count.publish(village.network) == 1
    assert {result.table: result.rows for result in Result.objects.all()} == rows
    assert Outgoing.objects.get().content == {}


def test_figures_that_half_arrived_arrive_once(village, three):
    village.count()
    rows = {result.table: result.rows for result in Result.objects.all()}
    Result.objects.filter(table="voice_item").delete()
    Outgoing.objects.update(arrived=False, content=rows)
    assert (count.publish(village.network), count.publish(village.network)) == (1, 0)
    assert {result.table: result.rows for result in Result.objects.all()} == rows
    assert Result.objects.count() == len(rows)


def test_a_report_that_cannot_be_made_does_not_undo_a_counting(village, three):
    def fails(**_more):
        raise OSError("The disk is full.")

    count.given_out.connect(fails)
    try:
        assert village.count().state == "done"
    finally:
        count.given_out.disconnect(fails)


def test_a_room_without_a_key_has_nothing_to_count(village):
    assert count.waiting(village.network) == {}
    assert count.publish(village.network) == 0


def test_every_refusal_has_words(village):
    assert all(str(reason) for reason in count.REASONS.values())
