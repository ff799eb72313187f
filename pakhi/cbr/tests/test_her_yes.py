"""She takes back her yes to a case: what may still be written, what not, and who closes it."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import books, closing, desk_work, her_yes, migration, safety
from pakhi.cbr.identification import ASK_HER
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault import assign, consent
from pakhi.vault.keys import Refused
from pakhi.vault.models import Withdrawal
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
INCIDENT = {
    "what": "threat", "who": "trafficker", "severity": "high", "told": ["nobody"], "done": ["heard"],
    "follow_on": today(),
}  # fmt: skip


def take_back(person, by) -> None:
    consent.withdraw(consent.holding(person, "case").get(), by)


def a_flag(book: Book, by, **more) -> object:
    return write(book, Said("flag", {"mark": "no_calls"}, **more), by)


def test_nothing_new_is_written_and_the_reason_is_a_sentence(rina, book, mou):
    take_back(rina, mou)
    with pytest.raises(Refused, match="She took back her yes to a case on"):
        a_flag(book, mou)
    assert not Thread.objects.filter(kind="flag").exists()


def test_what_happened_before_that_day_still_comes_in_from_a_phone(rina, book, mou):
    take_back(rina, mou)
    Withdrawal.objects.update(on=today() - dt.timedelta(days=3))
    assert a_flag(book, mou, day=today() - dt.timedelta(days=4))
    with pytest.raises(Refused):
        a_flag(book, mou, day=today() - dt.timedelta(days=2))


def test_danger_is_written_whatever_she_has_agreed_to(rina, book, mou):
    take_back(rina, mou)
    write(book, Said("incident", INCIDENT), mou)
    assert Thread.objects.filter(kind=safety.STEP.key, state="open").exists()


def test_closing_is_asked_for_by_itself_and_somebody_else_closes(
    rina, book, mou, salma, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        take_back(rina, mou)
    asked = Thread.objects.get(kind="closing")
    assert (asked.state, asked.values["reason"]) == ("waiting", closing.Reason.HER_WISH)
    closing.decide(book, closing.State.CLOSED, salma)
    book.refresh_from_db()
    assert book.state == Book.State.CLOSED


def test_who_agrees_again_has_a_case_again(rina, book, mou):
    take_back(rina, mou)
    agree(rina, mou, "case")
    assert her_yes.ended(book) is None
    assert a_flag(book, mou)


def test_a_yes_that_has_run_out_is_asked_anew_and_stops_nothing(rina, book, mou):
    consent.holding(rina, "case").update(valid_to=today() - dt.timedelta(days=1))
    assert her_yes.ended(book) is None
    assert a_flag(book, mou)


def test_a_later_yes_that_has_run_out_does_not_bring_the_old_no_back(rina, book, mou):
    take_back(rina, mou)
    Withdrawal.objects.update(on=today() - dt.timedelta(days=40))
    agree(rina, mou, "case")
    day = today() - dt.timedelta(days=1)
    consent.holding(rina, "case").update(valid_from=day - dt.timedelta(days=30), valid_to=day)
    assert her_yes.ended(book) is None
    assert a_flag(book, mou)


def test_who_was_asked_after_a_danger_and_said_no_is_left_in_peace(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    made = books.open_case(person, mou, Book.Basis.DANGER)
    assert a_flag(made, mou)
    asked = Thread.objects.get(kind=ASK_HER.key)
    write(made, Said(ASK_HER.key, {"state": "refused"}, thread=asked.number, seen=tuple(asked.heads)), mou)
    assert her_yes.ended(made) == today()
    with pytest.raises(Refused):
        a_flag(made, mou)


def test_the_page_says_so_first(keepers, rina, book, mou):
    take_back(rina, mou)
    page = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/").content.decode()
    assert "She took back her yes to a case on" in page


def test_her_word_that_she_is_well_and_that_less_is_kept_still_comes_in(rina, book, mou):
    away = write(book, Said("migration", {"agreed": "yes", "parts": ["where", "check_in"], "to_state": "36",
                                          "check_in": today() + dt.timedelta(days=7)}), mou).thread  # fmt: skip
    take_back(rina, mou)
    migration.check_in(away, mou, today() + dt.timedelta(days=20))
    migration.keep_back(away, mou, "where")
    away.refresh_from_db()
    assert away.values["parts"] == ["check_in"]
    for more in ({"wage": 9000}, {"parts": ["where", "check_in"]}):
        with pytest.raises(Refused):
            write(book, Said("migration", more, thread=away.number), mou)
    with pytest.raises(Refused):
        write(book, Said("migration", {"parts": []}, thread=away.number, words="What else she told me"), mou)
    with pytest.raises(Refused):
        write(book, Said("migration", {"parts": []}), mou)


def test_nothing_of_hers_leaves_the_house_any_more(rina, book, mou, salma):
    asked = desk_work.ask(book, ["stands"], "", mou).thread
    desk_work.decide(asked, "agreed", salma)
    take_back(rina, mou)
    asked.refresh_from_db()
    with pytest.raises(Refused, match="She took back her yes"):
        write(book, Said("packet", {"state": "printed"}, thread=asked.number, seen=tuple(asked.heads)), mou)
