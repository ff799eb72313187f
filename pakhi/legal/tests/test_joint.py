"""Two organisations on one case: who offers, who answers, what each does, and how it ends with her yes."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from pakhi.cbr import closing
from pakhi.cbr.models import Book, Thread
from pakhi.legal import joint, joint_work
from pakhi.legal.joint_words import PARTS, Ended, Goes
from pakhi.legal.models import JointFile, JointPaper, JointTask
from pakhi.legal.pages.joint_shown import shown
from pakhi.legal.tests.conftest import DAY, FIR_COPY, share
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import apart, consent, files, forget, halves, handover, heard, merge, scope, wishes
from pakhi.vault.consent_rules import rules
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Entry, JointCopy, JointKey, Merge, Person
from pakhi.vault.tests.conftest import agree
from tests.canaries import found, tables
from tests.village import LONG_AGO

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def two(keepers):
    return keepers.village.organisations["two"]


def task(file, by, side="home", doer="away", number="t1", what="certified", due=14):
    return joint_work.ask(file, side, by, what, doer, today() + due * DAY, number)


def again(file) -> JointFile:
    return JointFile.objects.get(pk=file.pk)


def gone(file) -> bool:
    """Whether nothing in the vault opens any more what was shared."""
    copies = len(list(files.folder().iterdir())) - Person.objects.filter(files__isnull=False).count()
    return not JointKey.objects.exists() and not halves.path(halves.joint(file.code)).exists() and copies <= 0


def test_every_part_that_a_paper_needs_is_one_that_is_read_to_her():
    assert {part for parts in PARTS.values() for part in parts} <= set(rules()["scopes"])
    assert set(PARTS) <= set(Goes.values)


def test_nothing_is_offered_without_her_yes_to_exactly_this(keepers, rina, whole, mou, two):
    thread = Thread.objects.get(number=whole)
    share(rina, keepers.village.organisations["network"], mou)
    share(rina, two, mou, ("papers", "case"))
    with pytest.raises(Refused, match="has not agreed"):
        joint.offer(rina, thread, two, mou)
    assert not JointFile.objects.exists()
    assert not JointKey.objects.exists()


def test_offered_twice_it_is_one(keepers, offered, rina, whole, mou, two):
    assert joint.offer(rina, Thread.objects.get(number=whole), two, mou) == offered
    assert JointKey.objects.count() == 1
    with pytest.raises(IntegrityError):
        JointFile.objects.create(thread=offered.thread, home=offered.home, away=two, offered_by=mou)


def test_a_key_that_was_laid_for_nothing_is_destroyed(keepers, agreed, rina, whole, mou, two, monkeypatch):
    def fail(**_more):
        raise ZeroDivisionError

    monkeypatch.setattr(JointFile.objects, "create", fail)
    with pytest.raises(ZeroDivisionError):
        joint.offer(rina, Thread.objects.get(number=whole), two, mou)
    assert not JointKey.objects.exists()


def test_only_a_supervisor_of_the_other_one_answers(keepers, offered, mou, salma):
    kabir = keepers.village.accounts["kabir"]  # a worker there
    for by in (mou, salma, kabir, keepers.village.accounts["devi"]):
        for wrong in (lambda by=by: joint.accept(offered, by), lambda by=by: joint.decline(offered, by, "far")):
            with pytest.raises(Refused):
                wrong()
    assert again(offered).state == "offered"


def test_who_belongs_to_both_is_not_both_sides(offered, kabir, keepers):
    one = keepers.village.organisations["one"]
    Membership.objects.create(account=kabir, organisation=one, role="worker", valid_from=LONG_AGO)
    with pytest.raises(Refused, match="for both organisations"):
        joint.accept(offered, kabir)
    assert again(offered).state == "offered"


def test_declined_with_a_reason_nothing_is_left_of_it(offered, kabir):
    with pytest.raises(Refused, match="reason"):
        joint.decline(offered, kabir, "because she is Quillabeth")
    joint.decline(offered, kabir, "far")
    assert (again(offered).state, again(offered).reason) == ("declined", "far")
    assert gone(offered)
    with pytest.raises(Refused, match="not open any more"):
        joint.accept(offered, kabir)


def test_before_it_is_accepted_nothing_is_written(keepers, offered, mou, kabir, paper):
    for wrong in (
        lambda: task(offered, mou), lambda: task(offered, kabir, "away"),
        lambda: joint_work.give(offered, keepers.mou, paper, "fir", "p1"),
        lambda: joint_work.send(offered, SimpleUploadedFile("x.txt", b"x"), "order", "p2", kabir),
        lambda: joint.name_worker(offered, kabir, kabir),
    ):  # fmt: skip
        with pytest.raises(Refused):
            wrong()
    assert not JointTask.objects.exists()
    assert not JointPaper.objects.exists()


def test_each_side_asks_and_says_what_became_of_its_own(shared, mou, kabir):
    task(shared, mou)
    task(shared, kabir, "away", "home", "t2", "transfer")
    joint_work.say(shared, "away", kabir, "t1", "done")
    joint_work.say(shared, "home", mou, "t2", "cannot", "refused")
    assert set(JointTask.objects.values_list("number", "state", "why")) == {
        ("t1", "done", ""), ("t2", "cannot", "refused"),
    }  # fmt: skip
    joint_work.say(shared, "away", kabir, "t1", "open")  # a mistake is put right
    assert JointTask.objects.get(number="t1").state == "open"
    with pytest.raises(Refused, match="other organisation does this"):
        joint_work.say(shared, "home", mou, "t1", "done")
    joint_work.say(shared, "home", mou, "t1", "cannot", "not_needed")
    with pytest.raises(Refused, match="other organisation does this"):
        joint_work.say(shared, "away", kabir, "t2", "cannot", "far")


def test_a_task_that_is_sent_twice_is_one(shared, mou):
    assert task(shared, mou) == task(shared, mou)
    assert JointTask.objects.count() == 1


@pytest.mark.parametrize("wrong", [
    {"what": "phone 9830012345"}, {"doer": "both"}, {"number": ""}, {"due": -1}, {"due": 5000},
])  # fmt: skip
def test_a_task_is_chosen_and_not_written(shared, mou, wrong):
    with pytest.raises(Refused):
        task(shared, mou, **wrong)
    assert not JointTask.objects.exists()


@pytest.mark.parametrize(("state", "why"), [("perhaps", ""), ("cannot", ""), ("cannot", "rain"), ("done", "far")])
def test_an_answer_that_does_not_fit_changes_nothing(shared, mou, kabir, state, why):
    task(shared, mou)
    for number in ("t1", "t9"):
        with pytest.raises(Refused):
            joint_work.say(shared, "away", kabir, number, state, why)
    assert JointTask.objects.get().state == "open"


def test_nobody_else_writes(keepers, shared, mou, kabir):
    village = keepers.village.accounts
    for side, by in (("home", kabir), ("away", mou), ("home", village["ravi"]), ("away", village["devi"])):
        with pytest.raises(Refused, match="Somebody else works on this"):
            task(shared, by, side)


def test_a_worker_of_the_other_one_works_on_it_when_named(keepers, shared, kabir):
    Membership.objects.filter(account=kabir, role="supervisor").delete()
    assert not joint_work.may(shared, "away", kabir)
    JointFile.objects.update(worker=kabir)
    assert joint_work.may(again(shared), "away", kabir)
    Membership.objects.filter(account=kabir).update(valid_to=LONG_AGO)
    assert not joint_work.may(again(shared), "away", kabir)


def test_only_who_works_there_with_people_is_named(keepers, shared, kabir, mou):
    with pytest.raises(Refused, match="works with people"):
        joint.name_worker(shared, mou, kabir)
    joint.name_worker(shared, kabir, kabir)
    assert joint.works_on(kabir, shared.code)
    joint.name_worker(shared, None, kabir)
    assert not joint.works_on(kabir, shared.code)


def test_a_paper_goes_and_is_opened_there_and_lies_nowhere_in_clear(keepers, given, kabir):
    joint_work.give(given, keepers.mou, files.SealedFile.objects.get(), "fir", "p1")
    assert JointPaper.objects.count() == JointCopy.objects.count() == 1
    with scope.bound(given.away.code):
        content, _type = joint_work.open_paper(given, keepers.kabir, "p1", "court")
        assert b"".join(content) == FIR_COPY
    assert [place for place, held in tables().items() if found(["kingfisher"], held)] == []


def test_a_medical_paper_needs_her_yes_to_that(keepers, shared, paper, rina, mou, two):
    with pytest.raises(Refused, match="has not agreed"):
        joint_work.give(shared, keepers.mou, paper, "medical", "p1")
    share(rina, two, mou, ("health",))
    joint_work.give(shared, keepers.mou, paper, "medical", "p1")
    assert JointPaper.objects.get().kind == "medical"


def test_what_they_send_stands_in_her_record_and_twice_is_once(keepers, shared, rina, kabir):
    for _again in range(2):
        with scope.bound(shared.away.code):
            joint_work.send(shared, SimpleUploadedFile("x.txt", b"an order"), "order", "p2", kabir)
    assert (rina.files.count(), JointPaper.objects.get().side) == (1, "away")
    with scope.bound(shared.away.code), pytest.raises(Refused, match="not there any more"):
        joint_work.open_paper(shared, keepers.kabir, "p2", "court")


def test_the_same_number_neither_brings_a_paper_back_nor_takes_another_one_along(keepers, given, paper, mou, rina):
    other = files.keep_file(rina, io.BytesIO(b"other"), "x", "court", mou)
    for wrong, kind in ((other, "fir"), (paper, "order")):
        with pytest.raises(Refused, match="Nothing was written"):
            joint_work.give(given, keepers.mou, wrong, kind, "p1")
    joint_work.take_back(given, "p1", mou)
    with pytest.raises(Refused, match="Nothing was written"):
        joint_work.give(given, keepers.mou, paper, "fir", "p1")
    assert not JointCopy.objects.exists()


def test_what_is_marked_as_taken_back_opens_no_more_though_a_copy_is_there(keepers, given):
    JointPaper.objects.update(taken_back=True)
    with scope.bound(given.away.code), pytest.raises(Refused, match="not there any more"):
        joint_work.open_paper(given, keepers.kabir, "p1", "court")


def test_a_paper_that_is_taken_back_opens_no_more(keepers, given, mou):
    joint_work.take_back(given, "p1", mou)
    assert JointPaper.objects.get().taken_back
    with scope.bound(given.away.code), pytest.raises(Refused, match="not there any more"):
        joint_work.open_paper(given, keepers.kabir, "p1", "court")


def test_when_she_takes_it_back_everything_ends_at_once(keepers, given, rina, mou, kabir, kept):
    task(given, mou)
    with kept():
        consent.withdraw(consent.holding(rina, "share").get(), mou)
    now = again(given)
    assert (now.state, now.reason, now.worker) == ("ended", Ended.HER, None)
    assert gone(given)
    for wrong in (lambda: task(now, mou, number="t2"), lambda: joint_work.say(now, "away", kabir, "t1", "done")):
        with pytest.raises(Refused, match="not shared any more"):
            wrong()


def test_when_her_case_is_closed_it_ends_at_once(keepers, given, rina, book, mou, salma, records_kept):
    with records_kept():
        closing.decide(book, "waiting", mou, reason="her_wish", with_her="yes")
        assert again(given).state == "accepted"
    with records_kept():
        closing.decide(book, "closed", salma)
    assert (again(given).state, again(given).reason) == ("ended", Ended.HER)
    assert gone(given)


def test_also_where_nobody_was_told(keepers, given, rina, mou, kabir):
    """A machine that stopped before it told: the next who reads, or the night, ends it."""
    consent.withdraw(consent.holding(rina, "share").get(), mou)
    assert again(given).state == "accepted"
    with scope.bound(given.away.code), pytest.raises(Refused, match="not shared any more"):
        joint_work.open_paper(given, keepers.kabir, "p1", "court")
    assert again(given).state == "ended"
    assert gone(given)


def test_what_runs_out_ends_in_the_night(given, rina):
    Consent.objects.filter(purpose="share").update(valid_from=today() - 9 * DAY, valid_to=today() - DAY)
    assert joint.again() == 1
    assert again(given).state == "ended"
    assert joint.again() == 0


def test_another_yes_of_hers_that_ends_changes_nothing(given, rina, mou, two, kept):
    more = share(rina, two, mou, ("health",))
    with kept():
        consent.withdraw(more, mou)
    assert again(given).state == "accepted"


@pytest.mark.parametrize("how", ["case", "closed", "forgotten", "handed_over"])
def test_it_ends_with_her_case_and_with_her_record(keepers, given, rina, mou, salma, kabir, kept, two, how):
    with kept():
        if how == "case":
            consent.withdraw(consent.holding(rina, "case").get(), mou)
        elif how == "closed":
            Book.objects.update(state=Book.State.CLOSED)
        elif how == "forgotten":
            forget.forget(keepers.salma, rina, salma)
        else:
            agree(rina, mou, "transfer", two.code)
            handover.accept(handover.offer(keepers.mou, rina, two, mou), two, kabir)
    if how == "closed":  # nobody is told of the book alone: the next who reads ends it
        assert not joint.alive(again(given))
    assert again(given).state == "ended"
    assert not JointKey.objects.exists()
    assert not JointCopy.objects.exists()
    assert not halves.path(halves.joint(given.code)).exists()


def test_with_her_case_the_file_is_destroyed(given, rina, mou):
    task(given, mou)
    for along in forget.ALONG:
        along(rina.code)
    assert (JointFile.objects.count(), JointTask.objects.count(), JointPaper.objects.count()) == (0, 0, 0)
    JointKey.objects.update(on=today() - DAY)
    joint.again()
    assert gone(given)


def test_after_a_merge_it_goes_on_and_her_yes_counts_for_both_records(keepers, given, rina, mou, salma, kabir, kept):
    other = keepers.register()
    with kept():
        merge.confirm(merge.propose(other, rina, mou), salma)
    assert again(given).state == "accepted"
    file = again(given)
    task(file, mou)
    new = files.keep_file(other, io.BytesIO(b"new"), "x", "court", mou)
    joint_work.give(file, keepers.mou, new, "fir", "p2")
    with scope.bound(file.away.code):
        assert b"".join(joint_work.open_paper(file, keepers.kabir, "p1", "court")[0]) == FIR_COPY
        assert b"".join(joint_work.open_paper(file, keepers.kabir, "p2", "court")[0]) == b"new"
        joint_work.send(file, SimpleUploadedFile("x.txt", b"an order"), "order", "p3", kabir)
    assert other.files.count() == 2
    merge.undo(Merge.objects.get(), salma)
    file = again(given)
    with scope.bound(file.away.code), pytest.raises(Refused, match="not there any more"):
        joint_work.open_paper(file, keepers.kabir, "p2", "court")


def test_a_copy_of_somebody_elses_paper_goes_when_the_merge_is_undone(keepers, given, rina, mou, salma, kept):
    other = keepers.register()
    merge.confirm(merge.propose(other, rina, mou), salma)
    new = files.keep_file(other, io.BytesIO(b"new"), "x", "court", mou)
    joint_work.give(given, keepers.mou, new, "order", "p2")
    with kept():
        merge.undo(Merge.objects.get(), salma)
    assert dict(JointPaper.objects.values_list("number", "taken_back")) == {"p1": False, "p2": True}
    assert list(JointCopy.objects.values_list("number", flat=True)) == ["p1"]
    with scope.bound(given.away.code):
        assert b"".join(joint_work.open_paper(again(given), keepers.kabir, "p1", "court")[0]) == FIR_COPY


def test_it_goes_also_where_nobody_was_told(keepers, given, rina, mou, salma):
    other = keepers.register()
    merge.confirm(merge.propose(other, rina, mou), salma)
    new = files.keep_file(other, io.BytesIO(b"new"), "x", "court", mou)
    joint_work.give(given, keepers.mou, new, "order", "p2")
    merge.undo(Merge.objects.get(), salma)
    with scope.bound(given.away.code):
        papers = shown(again(given), "away")["papers"]
    assert [(one.number, one.taken_back) for one in papers] == [("p2", True), ("p1", False)]


def test_a_pair_that_was_made_for_a_merged_record_ends_when_the_merge_is_undone(
    keepers, rina, whole, mou, salma, two, kept
):
    other = keepers.register()
    done = merge.confirm(merge.propose(other, rina, mou), salma)
    share(other, two, mou)
    file = joint.offer(other, Thread.objects.get(number=whole), two, mou)
    with kept():
        merge.undo(done, salma)
    assert again(file).state == "ended"
    assert not JointKey.objects.exists()


def test_a_case_that_is_closed_is_not_offered(keepers, agreed, rina, whole, mou, two):
    Book.objects.update(state=Book.State.CLOSED)
    with pytest.raises(Refused):
        joint.offer(rina, Thread.objects.get(number=whole), two, mou)
    assert (JointFile.objects.count(), JointKey.objects.count()) == (0, 0)


def test_a_case_to_which_she_took_back_her_yes_is_not_offered(keepers, agreed, rina, whole, mou, two):
    consent.withdraw(consent.holding(rina, "case").get(), mou)
    with pytest.raises(Refused):
        joint.offer(rina, Thread.objects.get(number=whole), two, mou)
    assert not JointKey.objects.exists()


def test_the_night_ends_what_has_lost_its_pair_and_destroys_a_pair_without_a_case(keepers, given, rina, mou, two):
    code = joint.joint_code()
    joint.sealed.lay(code, rina, two, mou)
    joint.again()
    assert JointKey.objects.count() == 2  # of today: somebody may be sharing it just now
    JointKey.objects.update(on=today() - DAY)
    joint.again()
    assert JointKey.objects.get().code == given.code
    assert not halves.path(halves.joint(code)).exists()
    JointKey.objects.all().delete()
    joint.again()
    assert again(given).state == "ended"


def test_one_that_goes_wrong_at_night_does_not_keep_the_others(given, rina, monkeypatch, caplog):
    def fail(_file):
        raise ZeroDivisionError(rina.code)

    monkeypatch.setattr(joint, "alive", fail)
    assert joint.again() == 1
    joint.look(rina.code)
    assert "ZeroDivisionError" in caplog.text
    assert rina.code not in caplog.text


def test_either_side_ends_it_and_twice_is_once(given, mou, kabir):
    joint.end(given, Ended.AWAY, kabir)
    joint.end(given, Ended.HOME, mou)
    assert (again(given).state, again(given).reason) == ("ended", Ended.AWAY)
    assert gone(given)
    assert Entry.objects.filter(detail__step="ended").count() == 2


def test_it_can_be_offered_again_later(keepers, shared, rina, whole, mou, two):
    joint.end(shared, Ended.HOME, mou)
    fresh = joint.offer(rina, Thread.objects.get(number=whole), two, mou)
    assert fresh.code != shared.code
    assert fresh.state == "offered"


def test_a_colleague_who_may_not_see_her_does_not_end_what_she_agreed_to(shared, rina, keepers):
    salma = keepers.village.salma
    wishes.keep_apart(rina, salma, by=keepers.village.mina)
    with scope.read_by(lambda: apart.hidden_from(salma)):
        assert joint.alive(shared)
        heard.tell(rina.code)
    assert again(shared).running
