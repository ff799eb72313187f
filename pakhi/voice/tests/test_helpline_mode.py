"""On the telephone: a call taker reads aloud and presses; never about herself or her own organisation."""

import re

import pytest
from django.urls import reverse

from pakhi.network.models import Membership, Office
from pakhi.voice import cards, cast
from pakhi.voice.opening import read
from pakhi.voice.screens import SCREENS
from pakhi.voice.script import HELPLINE
from pakhi.voice.state import new_pass, unpack
from pakhi.voice.tests.dump import cells
from pakhi.voice.tests.phone import Phone
from tests.village import LONG_AGO, Ballot


def said(village):
    private = village.opened().private
    return [read(private, bytes(ballot.sealed)) for ballot in Ballot.objects.all()]


@pytest.fixture
def number(village):
    village.key()
    return village.cards()[0]


def call(village, taker="mou", language=""):
    """The screen of a call taker."""
    phone = Phone(language)
    phone.get(f"/v/p/{new_pass('helpline', village.accounts[taker], village.one)}")
    return phone


def to_questions(phone, village, number, office="bdo", family="block-office"):
    phone.press(card=number)
    phone.choose("family", family)
    phone.choose("place", village.block.pk)
    phone.choose("office", village.offices[office].code)
    if phone.screen == "who":
        phone.choose("holder", "")


@pytest.mark.parametrize("taker", ["mou", "asha"])
def test_a_worker_or_a_leader_takes_the_call(village, taker):
    response = village.client(taker).post(reverse("voice:rounds"), {"mode": "helpline"})
    note = re.search(r'/v/p/([^"]+)"', response.content.decode())[1]
    assert (unpack(note).mode, unpack(note).helper) == ("helpline", village.accounts[taker].pk)


def test_every_screen_has_something_to_say():
    assert HELPLINE.keys() == SCREENS.keys()


def test_a_call_from_the_first_word_to_the_last(village, number):
    phone = call(village)
    assert "Do not tell me your name" in phone.page.html
    to_questions(phone, village, number)
    assert "Do not explain it" in phone.page.html
    phone.press(respect="2", told_others="no")
    assert "Is it right?" in phone.page.html
    phone.press()
    assert "It is locked" in phone.page.html
    (inside,) = said(village)
    assert (inside["mode"], inside["items"]) == ("helpline", {"respect": 2})
    phone.choose("next", "person")
    assert phone.screen == "start"
    assert unpack(phone.page.fields["note"][0]).root == ""
    assert number not in phone.page.html


def test_nobody_else_is_told_what_to_say(village, number):
    for mode in ("kiosk", "peer", "worker"):
        phone = Phone()
        phone.get(f"/v/p/{new_pass(mode, village.asha if mode != 'worker' else village.mou, village.one)}")
        to_questions(phone, village, number)
        assert "Say to the caller" not in phone.page.html


def test_what_was_said_before_is_not_shown_again(village, number):
    village.tell(number, "bdo", face=1)
    phone = call(village)
    to_questions(phone, village, number)
    assert not [name for name in ("respect", "listened") if name in phone.page.fields]
    assert "checked" not in phone.page.html


@pytest.mark.parametrize("taker", ["mou", "asha"])
def test_never_about_the_organisation_that_answers_the_telephone(village, number, taker):
    phone = call(village, taker)
    to_questions(phone, village, number, "desk_one", "ngo")
    assert (phone.status, phone.screen) == (400, "who")
    assert "works there" in phone.page.alerts[0]
    assert not Ballot.objects.exists()


def test_a_leader_who_works_elsewhere_takes_no_call_about_that(village, number):
    Membership.objects.create(account=village.asha, organisation=village.one, role="worker", valid_from=LONG_AGO)
    phone = call(village, "asha")
    to_questions(phone, village, number, "desk_one", "ngo")
    assert phone.status == 400


def test_a_leader_of_two_organisations_takes_no_call_about_the_other(village, number):
    Membership.objects.create(account=village.asha, organisation=village.network, role="leader", valid_from=LONG_AGO)
    Office.objects.filter(pk=village.desk_one.pk).update(organisation=village.network)
    office, asha = Office.objects.get(pk=village.desk_one.pk), cast.Assistant(village.asha, village.one)
    with pytest.raises(cards.Refused):
        cast.may_assist(asha, office, None, "helpline")
    cast.may_assist(asha, office, None, "peer")
    cast.may_assist(cast.Assistant(village.rina, village.one), office, None, "helpline")


def test_danger_shows_the_numbers_and_what_to_say(village, number):
    phone = call(village)
    to_questions(phone, village, number)
    phone.press(told_others="yes")
    assert "Ask whether she is safe" in phone.page.html
    assert "tel:112" in phone.page.addresses


def test_the_call_taker_leaves_no_trace(village, number):
    def disk():
        return [sorted((t, n, str(v)) for t, n, v in cells(alias)) for alias in ("default", "vault")]

    before, insides = disk(), []
    for taker in ("mou", "asha"):
        Ballot.objects.all().delete()
        phone = call(village, taker)
        to_questions(phone, village, number)
        phone.press(respect="2")
        phone.press()
        insides += said(village)
    assert disk() == before
    assert insides[0] == insides[1]


def test_a_call_taker_who_left_is_refused(village, number):
    phone = call(village)
    village.mou.is_active = False
    village.mou.save()
    phone.press(card=number)
    phone.choose("family", "block-office")
    phone.choose("place", village.block.pk)
    phone.choose("office", village.bdo.code)
    phone.choose("holder", "")
    assert phone.status == 400


def test_the_words_stand_in_the_callers_language(village, number):
    phone = call(village)
    phone.get(f"/v/p/{new_pass('helpline', village.mou, village.one)}?l=bn")
    assert phone.page.language == "bn"
    to_questions(phone, village, number)
    assert phone.page.language == "bn"
