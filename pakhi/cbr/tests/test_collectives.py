"""Groups: who belongs, how far they have come, who supports whom, and what passes from the organisation to them."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import collectives, collectives_list, forgotten, handing_over, steps
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import NEEM
from pakhi.lib.clock import Quarter, today
from pakhi.lib.codes import new_letters
from pakhi.vault import assign, merge
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def somebody(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    return person


def joins(book, person, by, **more):
    values = {"person": person.code, "agreed": "yes", "role": "leader"} | more
    return write(book, Said("member", values), by).thread


def test_a_group_begins_with_its_label_and_kind(neem):
    [row] = collectives_list.rows([neem])
    assert (row.label, row.kind, row.stage, row.many) == ("Neem group", "Survivors' collective", None, 12)


@pytest.mark.parametrize(
    ("label", "fits"),
    [
        ("Neem group", True), ("Group 12", True), ("নিম দল", True), ("నీమ్ సంఘం", True), ("Shakti-2", True),
        ("9830012345", False), ("Neem 98300 12345", False), ("Neem\nAsha, of the pond: her house", False), ("", False),
        ("x" * 41, False), ("12", False), ("<b>Neem</b>", False), ("৯৮৩০০১২৩৪৫ নিম", False),
    ],
)  # fmt: skip
def test_a_label_is_a_short_name_without_a_telephone(keepers, salma, label, fits):
    home = keepers.village.organisations["one"]
    if fits:
        assert collectives.start(home, NEEM | {"label": label}, salma)
    else:
        with pytest.raises(Faulty, match="label"):
            collectives.start(home, NEEM | {"label": label}, salma)
        assert not Book.objects.exists()


def test_two_groups_of_an_organisation_have_two_labels(keepers, neem, salma):
    with pytest.raises(Faulty, match="already"):
        collectives.start(neem.organisation, NEEM, salma)
    assert Book.objects.count() == 1


def test_a_group_belongs_to_a_federation_of_its_organisation_only(keepers, neem, salma):
    federation = collectives.start(neem.organisation, {"label": "Tree", "kind": "federation"}, salma)
    write(neem, Said("group", {"federation": federation.code}), salma)
    assert collectives_list.rows([neem])[0].said("federation") == "Tree"
    with pytest.raises(Faulty, match="no federation"):
        write(federation, Said("group", {"federation": neem.code}), salma)


@pytest.mark.parametrize(
    ("who", "kind", "may"),
    [
        ("mou", "stage", True), ("mina", "stage", True), ("asha", "stage", False), ("asha", "training", True),
        ("kabir", "stage", False), ("kabir", "training", False), ("devi", "training", False), ("ravi", "stage", False),
    ],
)  # fmt: skip
def test_who_writes_what_of_a_group(keepers, neem, who, kind, may):
    by = keepers.village.accounts[who]
    said = Said(kind, {"topics": ["rights"]} if kind == "training" else {"state": "act"})
    if may:
        assert write(neem, said, by)
    else:
        with pytest.raises(Refused):
            write(neem, said, by)
        assert not Step.objects.filter(thread__kind=kind).exists()


def test_a_stage_goes_forward_and_back_with_its_reasons(neem, mou):
    for state, ago, why in (("organise", 90, []), ("act", 60, ["trained"]), ("educate", 10, ["season"])):
        write(neem, Said("stage", {"state": state, "why": why}, today() - ago * DAY), mou)
    [row] = collectives_list.rows([neem])
    assert (row.stage, row.upto) == ("educate", ["organise", "educate"])
    assert [one.way for one in row.the("stage").steps.order_by("day")] == ["", "forward", "back"]


def test_a_member_stands_there_by_code_with_her_yes(keepers, neem, mou, rina):
    with pytest.raises(Faulty, match="counted only"):
        joins(neem, rina, mou, agreed="no")
    member = joins(neem, rina, mou)
    assert collectives_list.rows([neem])[0].members == [member]
    with pytest.raises(Faulty, match="already"):
        joins(neem, rina, mou)
    write(neem, Said("member", {"state": "left", "why": "moved"}, thread=member.number), mou)
    assert collectives_list.rows([neem])[0].members == []
    assert joins(neem, rina, mou)


def test_only_who_is_there_for_her_writes_her_into_a_group(keepers, neem, mou, rina, salma):
    assign.assign(rina, salma, salma)
    with pytest.raises(Faulty, match="there for her"):
        joins(neem, rina, mou)
    assert joins(neem, rina, salma)


def test_somebody_of_another_organisation_is_nobody_here(keepers, neem, salma):
    theirs = keepers.register("two", "kabir")
    with pytest.raises(Faulty, match="Nobody of your organisation"):
        joins(neem, theirs, salma)
    with pytest.raises(Faulty, match="Nobody of your organisation"):
        write(neem, Said("member", {"person": new_letters(8), "agreed": "yes", "role": "member"}), salma)


def test_a_membership_stays_about_whom_it_began_with(keepers, neem, mou, rina):
    member, other = joins(neem, rina, mou), somebody(keepers, mou)
    with pytest.raises(Faulty, match="somebody else"):
        write(neem, Said("member", {"person": other.code}, thread=member.number), mou)


def test_after_a_merge_she_is_one_member(keepers, neem, mou, rina, salma):
    joins(neem, rina, mou)
    second = somebody(keepers, mou)
    merge.confirm(merge.propose(rina, second, mou), salma)
    with pytest.raises(Faulty, match="already"):
        joins(neem, second, mou)


def test_a_leader_supports_a_new_survivor_who_said_yes(keepers, neem, mou, rina):
    leader, new = joins(neem, rina, mou), somebody(keepers, mou)
    values = {"supporter": leader.number, "person": new.code, "agreed": "yes", "next": today().isoformat()}
    asha = keepers.village.accounts["asha"]
    with pytest.raises(Faulty, match="Ask the new survivor"):
        write(neem, Said("peer_support", values | {"agreed": "no"}), asha)
    with pytest.raises(Faulty, match="her own supporter"):
        write(neem, Said("peer_support", values | {"person": rina.code}), asha)
    with pytest.raises(Faulty, match="in the group"):
        write(neem, Said("peer_support", values | {"supporter": "nobody"}), asha)
    step = write(neem, Said("peer_support", values), asha)
    assert (step.thread.state, step.thread.due) == ("runs", today())
    write(neem, Said("peer_support", {"state": "ended", "why": "stands"}, thread=step.thread.number), asha)
    assert Thread.objects.get(kind="peer_support").due is None


def test_what_is_taken_over_is_seen_by_quarter_forward_and_back(neem, mou):
    for what, state, ago in (
        ("identify", "ngo", 200), ("identify", "collective", 100), ("follow_up", "together", 100),
        ("identify", "together", 0),
    ):  # fmt: skip
        write(neem, Said("task", {"what": what, "state": state}, today() - ago * DAY), mou)
    assert Thread.objects.filter(kind="task").count() == 2
    rows = {one.quarter: one for one in handing_over.trend(neem)}
    then = rows[Quarter.of(today() - 100 * DAY)]
    assert (then.doers, then.unsaid) == ({"ngo": 0, "together": 1, "collective": 1}, 3)
    assert rows[Quarter.of(today())].doers == {"ngo": 0, "together": 2, "collective": 0}
    assert rows[Quarter.of(today() - 200 * DAY)].doers["ngo"] == 1
    assert [one.way for one in Step.objects.filter(thread__number="task-identify").order_by("day")] == [
        "", "forward", "back",
    ]  # fmt: skip


def test_the_picture_has_every_part_of_the_work_once(neem, mou):
    write(neem, Said("task", {"what": "identify", "state": "collective"}), mou)
    write(neem, Said("task", {"what": "awareness", "state": "ngo"}), mou)
    [column] = handing_over.drawn(handing_over.trend(neem))
    assert column.pieces == ((96, 24, "collective", 1), (72, 24, "ngo", 1))


def test_a_group_without_anything_written_has_no_trend(neem):
    assert handing_over.trend(neem) == []


def test_a_group_that_ended_has_a_closed_book_and_can_begin_again(neem, salma):
    write(neem, Said("group", {"state": "ended"}), salma)
    neem.refresh_from_db()
    assert neem.state == "closed"
    write(neem, Said("group", {"state": "meets"}, number="again"), salma)
    neem.refresh_from_db()
    assert neem.state == "open"


def test_when_she_is_forgotten_her_code_leaves_the_groups(keepers, neem, mou, rina):
    leader, new = joins(neem, rina, mou), somebody(keepers, mou)
    write(neem, Said("peer_support", {"supporter": leader.number, "person": new.code, "agreed": "yes"}), mou)
    forgotten.destroy(new.code)
    forgotten.destroy(rina.code)
    assert not Thread.objects.filter(kind__in=("member", "peer_support")).exists()
    assert not any(rina.code in str(one.values) for one in Step.objects.all())
    assert Book.objects.filter(pk=neem.pk).exists()


def test_no_kind_of_a_group_takes_words():
    """A group's book is nobody's: there is no place in the vault for words beside it."""
    of_groups = [made for made in KINDS.values() if made.of == "group"]
    assert len(of_groups) >= 10
    assert not any(question.asks == "words" for made in of_groups for question in made.questions)


def test_a_group_kind_is_refused_in_a_case(book, mou):
    with pytest.raises(Faulty, match="kind"):
        write(book, Said("stage", {"state": "act"}), mou)
    assert steps.threads([book]) == []


def test_nobody_is_written_in_by_way_of_having_left(keepers, neem, mou, rina):
    other = keepers.register()  # whom Mou is not there for
    with pytest.raises(Faulty, match="counted only"):
        joins(neem, other, mou, state="left", agreed="no")
    with pytest.raises(Faulty, match="there for her"):
        joins(neem, other, mou, state="left")
    member = joins(neem, rina, mou)
    said = {"supporter": member.number, "person": other.code, "agreed": "no", "state": "ended"}
    with pytest.raises(Faulty, match="Ask the new survivor"):
        write(neem, Said("peer_support", said), mou)
    assert not Thread.objects.filter(values__person=other.code).exists()
