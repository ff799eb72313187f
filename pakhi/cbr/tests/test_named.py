"""Members by name: her yes, what it needs, how it is taken back, and that the book does not say who has a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pakhi.cbr import collectives, named, steps
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, new_number, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault import apart, assign, forget, merge, scope, wishes
from pakhi.vault.keys import Refused
from pakhi.vault.models import Listed, Person
from pakhi.vault.models.person import person_code
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
NAME = "Pipilika Zorntree"
DAY = dt.timedelta(days=1)


def wish(**more) -> named.Wish:
    return named.Wish(**{
        "name": NAME, "role": "leader", "agreed": True, "grown": True, "code": person_code(), "number": new_number(),
        **more,
    })  # fmt: skip


@pytest.fixture
def every(django_capture_on_commit_callbacks):
    """`with every():` what waits for the commits happens at its end."""
    from contextlib import ExitStack, contextmanager

    @contextmanager
    def both():
        with ExitStack() as stack:
            stack.enter_context(django_capture_on_commit_callbacks(using="vault", execute=True))
            stack.enter_context(django_capture_on_commit_callbacks(using="default", execute=True))
            yield

    return both


@pytest.fixture
def member(neem, mou) -> Thread:
    return named.write_in(neem, wish(), mou).thread


def alive() -> int:
    return Listed.objects.filter(ended_on=None).exclude(sealed=b"").count()


def test_her_name_is_nowhere_outside_the_vault_and_there_it_is_sealed(neem, mou, rina, member):
    named.write_in(neem, wish(name="Tumtumi Zorntree", person=rina.code), mou)
    for table, held in tables().items():
        assert not found([NAME, "Pipilika", "Tumtumi"], held), table


def test_who_has_a_record_and_who_has_none_stand_in_the_book_alike(neem, mou, rina, member):
    hers = named.write_in(neem, wish(person=rina.code, role="member"), mou).thread
    for one in (member, hers):
        one.refresh_from_db()
    assert set(member.values) == set(hers.values)
    assert rina.code not in str(list(Step.objects.filter(thread__book=neem).values()))
    assert {len(one.values["person"]) for one in (member, hers)} == {len(rina.code)}


def test_written_twice_she_is_there_once(neem, mou):
    said = wish()
    assert named.write_in(neem, said, mou) == named.write_in(neem, said, mou)
    assert (alive(), len(named.standing_here(neem))) == (1, 1)


@pytest.mark.parametrize(
    ("more", "question"),
    [({"agreed": False}, "agreed"), ({"grown": False}, "grown"), ({"role": "queen"}, "role"),
     ({"person": "22222222"}, "person"), ({"day": today() + DAY}, "day")],
)  # fmt: skip
def test_without_her_yes_or_with_what_does_not_fit_no_name_is_kept(neem, mou, every, more, question):
    with pytest.raises(Faulty) as fault, every():
        named.write_in(neem, wish(**more), mou)
    assert fault.value.question == question
    assert (alive(), named.standing_here(neem)) == (0, {})


def test_children_are_counted_and_stand_in_no_list(keepers, neem, salma, mou, rina, book):
    club = collectives.start(neem.organisation, {"label": "Star club", "kind": "adolescent"}, salma)
    with pytest.raises(Faulty, match="children"):
        named.write_in(club, wish(), mou)
    for band, stands in (("14-17", False), ("0-13", False), ("18-24", True)):
        Book.objects.filter(pk=book.pk).update(age_band=band)
        said = wish(person=rina.code)
        if stands:
            named.write_in(neem, said, mou)
        else:
            with pytest.raises(Faulty, match="children"):
                named.write_in(neem, said, mou)
    assert alive() == 1


def test_only_who_writes_members_writes_a_name_and_only_who_is_there_for_her_gives_her_code(keepers, neem, rina):
    for who in ("asha", "ravi", "kabir", "devi"):
        with pytest.raises(Refused):
            named.write_in(neem, wish(), keepers.village.accounts[who])
    lonely = keepers.register()
    with pytest.raises(Faulty, match="there for her"):
        named.write_in(neem, wish(person=lonely.code), keepers.village.accounts["mou"])
    assert alive() == 0


def test_she_stands_in_a_group_once_by_code_or_by_name_never_both(neem, mou, rina, every):
    by_code = write(neem, Said("member", {"person": rina.code, "agreed": "yes", "role": "member"}), mou).thread
    with pytest.raises(Faulty, match="by her code"):
        named.write_in(neem, wish(person=rina.code), mou)
    write(neem, Said("member", {"state": "left", "why": "named"}, thread=by_code.number), mou)
    thread = named.write_in(neem, wish(person=rina.code), mou).thread
    with pytest.raises(Faulty, match="in this group already"), every():
        named.write_in(neem, wish(person=rina.code), mou)
    assert alive() == 1
    with pytest.raises(Faulty, match="in this group already"):
        write(neem, Said("member", {"person": rina.code, "agreed": "yes", "role": "member"}), mou)
    with every():
        write(neem, Said("member", {"state": "left"}, thread=thread.number), mou)
    write(neem, Said("member", {"person": rina.code, "agreed": "yes", "role": "member"}), mou)


@pytest.mark.parametrize("step", [{"named": "no"}, {"state": "left"}, {"named": "no", "state": "in"}])
def test_what_she_takes_back_is_destroyed_at_once_and_does_not_come_back(keepers, neem, salma, member, every, step):
    with every():
        write(neem, Said("member", step, thread=member.number), salma)
    assert (alive(), named.standing_here(neem)) == (0, {})
    with pytest.raises(Refused):
        named.look(keepers.salma, neem, "supervision", 20)
    member.refresh_from_db()
    if member.state == "in":
        with pytest.raises(Faulty, match="destroyed"):
            write(neem, Said("member", {"named": "yes"}, thread=member.number), salma)
    assert member.steps.last().day == today()


def test_a_name_that_was_a_mistake_and_a_group_that_ends_destroy_it_too(neem, mou, salma, member, every):
    with every():
        write(neem, Said("member", edits=member.steps.get().number, void=True, thread=member.number), mou)
    assert alive() == 0
    named.write_in(neem, wish(), mou)
    assert alive() == 1
    with every():
        write(neem, Said("group", {"state": "ended"}), salma)
    assert alive() == 0
    with pytest.raises(Refused, match="ended"):
        named.write_in(neem, wish(), mou)


def test_what_a_crash_left_is_found_at_night_but_not_on_its_day(neem, mou, salma, member):
    write(neem, Said("member", {"named": "no"}, thread=member.number), salma)  # what follows never happened
    named.listed.put(neem.organisation, neem.code, NAME, mou, person_code())  # and no step was written
    stays = named.write_in(neem, wish(), mou)
    assert (named.tidy(), alive()) == (0, 3)
    assert (named.tidy(today() + DAY), alive()) == (2, 1)
    assert list(named.standing_here(neem)) == [stays.values["person"]]


def test_a_code_of_the_list_is_no_speaker_no_new_survivor_and_in_no_other_group(
    keepers, neem, mou, salma, rina, member
):
    event = write(neem, Said("awareness", {
        "audience": ["pupils"], "place": "school", "spoke": "no", "state": "planned",
    }), mou).thread  # fmt: skip
    with pytest.raises(Faulty, match="what she lived"):
        write(neem, Said("speaker", {"member": member.number, "ready": "yes"}, about=event.number), mou)
    new = {"supporter": member.number, "person": member.values["person"], "agreed": "yes"}
    with pytest.raises(Faulty, match="her own record"):
        write(neem, Said("peer_support", new), mou)
    write(neem, Said("peer_support", {"supporter": member.number, "person": rina.code, "agreed": "yes"}), mou)
    other = collectives.start(neem.organisation, {"label": "Mango group", "kind": "shg"}, salma)
    for values in ({"named": "yes"}, {}):
        with pytest.raises(Faulty):
            write(other, Said("member", {
                "person": member.values["person"], "agreed": "yes", "role": "member", **values,
            }), mou)  # fmt: skip


def test_she_is_not_her_own_supporter_by_another_code(neem, mou, rina):
    member = named.write_in(neem, wish(person=rina.code), mou).thread
    with pytest.raises(Faulty, match="her own supporter"):
        write(neem, Said("peer_support", {"supporter": member.number, "person": rina.code, "agreed": "yes"}), mou)


def test_whose_code_in_the_list_is_hers_cannot_be_tried_out(keepers, neem, salma, mou, member):
    """Whoever is not there for her gets the same answer for every member, a leader as well as a worker."""
    lonely = keepers.register()
    hers = named.write_in(neem, wish(person=lonely.code), salma).thread
    asha, answers = keepers.village.accounts["asha"], set()
    for who, browser in ((asha, client(keepers, "asha")), (mou, client(keepers, "mou"))):
        for one in (member, hers):
            said = {"supporter": one.number, "person": lonely.code, "agreed": "yes", "state": "runs"}
            said |= {"day": today().isoformat(), "number": new_number()}
            answer = browser.post(f"/desk/groups/{neem.code}/new/peer_support", said)
            answers.add((who == mou, answer.status_code, "her own supporter" in answer.text))
    assert answers == {(True, 302, False), (False, 302, False)}
    with pytest.raises(Faulty, match="her own supporter"):  # who keeps her record is told
        write(neem, Said("peer_support", {"supporter": hers.number, "person": lonely.code, "agreed": "yes"}), salma)


def test_who_stands_twice_since_two_records_are_hers_can_still_take_her_name_back(keepers, neem, mou, salma, every):
    one, other = keepers.register(), keepers.register()
    hers = named.write_in(neem, wish(person=one.code), salma).thread
    write(neem, Said("member", {"person": other.code, "agreed": "yes", "role": "member"}), salma)
    merge.confirm(merge.propose(other, one, mou), salma)
    with every():
        write(neem, Said("member", {"role": "member"}, thread=hers.number), mou)
        write(neem, Said("member", {"named": "no"}, thread=hers.number), mou)
    assert (alive(), named.standing_here(neem)) == (0, {})


def test_a_group_with_names_does_not_become_a_club_of_children(keepers, neem, mou, salma, member, every):
    with pytest.raises(Faulty, match="children") as fault:
        write(neem, Said("group", {"kind": "adolescent"}), salma)
    assert fault.value.question == "kind"
    wishes.keep_apart(Person.objects.get(code=member.values["person"]), salma, keepers.village.mina)
    with every(), scope.read_by(lambda: apart.hidden_from(salma)):  # who may not know of her learns nothing by it
        write(neem, Said("group", {"kind": "adolescent"}), salma)
    assert alive() == 0


def test_a_code_of_hers_does_not_get_a_name_by_a_step(neem, mou, rina):
    values = {"person": rina.code, "agreed": "yes", "role": "member"}
    with pytest.raises(Faulty) as fault:
        write(neem, Said("member", {**values, "named": "yes"}), mou)
    assert fault.value.question == "named"


def test_for_whom_she_is_kept_apart_from_she_is_no_member_by_name_either(keepers, neem, mou, salma, rina, member):
    hers = named.write_in(neem, wish(person=rina.code), mou).thread
    nobodys = Person.objects.get(code=member.values["person"])
    for person in (rina, nobodys):
        wishes.keep_apart(person, mou, salma)
    from pakhi.cbr import collectives_list

    with scope.read_by(lambda: apart.hidden_from(mou)):
        [row] = collectives_list.rows([neem])
        assert (row.members, named.within_reach(neem, mou)) == ([], [])
        with pytest.raises(Refused):
            named.look(keepers.mou, neem, "visit", 20)
    [row] = collectives_list.rows([neem])
    assert {one.number for one in row.members} == {hers.number, member.number}


def test_forgetting_her_takes_her_out_of_the_list_and_later_out_of_the_book(keepers, neem, mou, salma, rina, every):
    thread = named.write_in(neem, wish(person=rina.code), mou).thread
    with every():
        forget.forget(keepers.salma, rina, salma)
    assert alive() == 0
    assert Thread.objects.filter(pk=thread.pk).exists()
    with every():
        forget.destroy_due(today() + 400 * DAY)
    assert not Listed.objects.filter(of=rina).exists()
    assert not Thread.objects.filter(pk=thread.pk).exists()


def test_names_come_in_parts_and_in_their_order(keepers, neem, mou):
    for name in ("Dodo Zorntree", "Anna Zorntree", "Bibi Zorntree"):
        named.write_in(neem, wish(name=name), mou)
    first = [name for _one, name in named.look(keepers.mou, neem, "visit", 2)]
    rest = [name for _one, name in named.look(keepers.mou, neem, "visit", 2, 2)]
    assert (first, rest) == (["Anna Zorntree", "Dodo Zorntree"], ["Bibi Zorntree"])


def test_on_her_case_stands_the_group_in_which_she_is_by_name(neem, mou, rina, book, rf):
    from pakhi.cbr.pages import panel_collectives
    from pakhi.cbr.pages.reader import About

    named.write_in(neem, wish(person=rina.code), mou)
    found = panel_collectives.panel(rf.get("/"), About(rina, (book,)))
    assert [label for _one, label, _role, _state in found["groups"]] == ["Neem group"]


def test_the_same_wish_again_after_it_was_taken_back_is_refused(neem, mou, member, every):
    with every():
        write(neem, Said("member", {"named": "no"}, thread=member.number), mou)
    again = replace(wish(), code=member.values["person"])
    with pytest.raises(Refused):
        named.write_in(neem, again, mou)
    assert assign.unassigned(neem.organisation.code) == []
    assert steps.threads([neem], "member") == [member]
