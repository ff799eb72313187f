"""A case is opened with her consent, by who is there for her, once."""

from __future__ import annotations

import pytest

from pakhi.cbr import books, counted, steps
from pakhi.cbr.models import Book
from pakhi.vault import apart, assign, forget, merge, scope, wishes
from pakhi.vault.keys import Refused
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")


def test_her_case_is_opened_once(rina, mou):
    first = books.open_case(rina, mou)
    assert books.open_case(rina, mou) == first
    assert (first.person, first.organisation.code, first.basis) == (rina.code, rina.organisation, "consent")


def test_without_her_yes_there_is_no_case(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    with pytest.raises(Refused, match="Ask her first"):
        books.open_case(person, mou)
    assert not Book.objects.exists()


def test_who_cannot_be_asked_gets_a_case_that_says_so(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    assert books.open_case(person, mou, Book.Basis.NOT_REACHED).basis == "not_reached"


def test_no_other_ground_will_do(rina, mou):
    with pytest.raises(Refused, match="on what ground"):
        books.open_case(rina, mou, "because")


def test_a_worker_who_is_not_there_for_her_opens_nothing(keepers, rina):
    with pytest.raises(Refused, match="who is there for her"):
        books.open_case(rina, keepers.village.accounts["kabir"])


def test_after_a_merge_her_two_cases_are_one_story(keepers, rina, book, mou, salma):
    other = keepers.register()
    assign.take_in(other, mou)
    second = books.open_case(other, mou, Book.Basis.DANGER)
    steps.write(second, steps.Said("standing", {"component": "health", "state": "begun"}), mou)
    merge.confirm(merge.propose(rina, other, mou), salma)
    assert [one.pk for one in books.cases_of(rina)] == [book.pk, second.pk]
    assert books.people_of([book, second]) == {book.pk: rina.code, second.pk: rina.code}
    assert [one.kind for one in steps.threads(books.cases_of(rina), "standing")] == ["standing"]


def test_when_her_key_is_destroyed_her_book_is_too(rina, book, mou):
    steps.write(book, steps.Said("standing", {"component": "health", "state": "begun"}), mou)
    for along in forget.ALONG:
        along(rina.code)
    assert not Book.objects.filter(person=rina.code).exists()


def test_a_supervisor_she_is_kept_apart_from_writes_nothing_and_is_asked_nothing(keepers, rina, mou):
    salma, mina = keepers.village.salma, keepers.village.mina
    book = books.open_case(rina, mou)
    said = steps.Said("mention", {"who": salma.pk, "by_day": "2026-11-30"})
    steps.write(book, said, mou)
    wishes.keep_apart(rina, salma, by=mina)
    assert not books.may_write(salma, rina)
    assert books.may_write(mina, rina)
    with pytest.raises(Refused, match="somebody who is there for her"):
        steps.write(book, said, mou)


def test_a_colleague_who_may_not_see_her_does_not_take_her_out_of_the_count(keepers, rina, mou):
    salma, book = keepers.village.salma, books.open_case(rina, mou)
    agree(rina, mou, "repository")
    counted.look(rina.code)
    wishes.keep_apart(rina, salma, by=keepers.village.mina)
    with scope.read_by(lambda: apart.hidden_from(salma)):
        counted.look(rina.code)
    book.refresh_from_db()
    assert book.counted_to is not None
