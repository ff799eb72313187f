"""A survivor rates an office on a phone without JavaScript, from the first page to the last."""

import pytest

from pakhi.voice.opening import read
from pakhi.voice.state import new_pass
from pakhi.voice.tests.phone import Phone
from tests.village import Ballot, Card

ANSWERS = {
    "respect": "4", "listened": "2", "waiting": "na", "money": "no", "told_others": "yes",
    "themes": ["kind_words", "long_wait"], "words": "They gave me water.\r\nI waited.",
}  # fmt: skip


@pytest.fixture
def number(village) -> str:
    village.key()
    return village.cards()[0]


def said(village) -> dict:
    return read(village.opened().private, bytes(Ballot.objects.get().sealed))


def to_questions(phone: Phone, village, number: str) -> None:
    """From the first page to the questions about Hari."""
    phone.press(card=number)
    phone.choose("family", "block-office")
    phone.choose("place", village.block.pk)
    phone.choose("office", village.bdo.code)
    phone.choose("holder", village.hari.code)
    assert (phone.status, phone.screen) == (200, "tell")


def test_every_screen_in_turn(village, number):
    phone = Phone()
    assert (phone.status, phone.screen) == (200, "start")
    for name, value, screen in (
        ("", "", "whom"), ("family", "block-office", "where"), ("place", village.block.pk, "which"),
        ("office", village.bdo.code, "who"), ("holder", village.hari.code, "tell"),
    ):  # fmt: skip
        phone.press(name, str(value), **({} if name else {"card": number}))
        assert (phone.status, phone.screen, phone.page.alerts) == (200, screen, [])
    phone.press(**ANSWERS)
    assert (phone.status, phone.screen) == (200, "check")
    assert "They gave me water." in phone.page.html
    phone.press()
    assert (phone.status, phone.screen) == (200, "done")
    assert said(village) == {
        "v": 1, "rater": said(village)["rater"], "office": village.bdo.code, "holder": village.hari.code,
        "quarter": said(village)["quarter"], "mode": "phone", "items": {"respect": 4, "listened": 2, "waiting": 0},
        "yesno": {"money": False, "told_others": True}, "themes": ["kind_words", "long_wait"],
        "words": "They gave me water.\nI waited.",
    }  # fmt: skip


@pytest.mark.parametrize(("language", "zero"), [("bn", "০"), ("hi", "०"), ("te", "౦")])
def test_the_whole_way_in_another_language_with_its_own_digits(village, number, language, zero):
    phone = Phone(language)
    to_questions(phone, village, "".join(chr(ord(zero) + int(digit)) for digit in number))
    assert phone.page.language == language
    phone.press(**ANSWERS)
    phone.press()
    assert (phone.screen, phone.page.language) == ("done", language)
    assert said(village)["items"]["respect"] == 4


def test_everything_may_be_skipped_but_one_answer(village, number):
    phone = Phone()
    to_questions(phone, village, number)
    phone.press()
    assert (phone.status, phone.screen) == (400, "tell")
    assert phone.page.alerts == ["You have not answered anything yet."]
    phone.press(safe="1")
    phone.press()
    assert phone.screen == "done"


def test_an_office_where_nobody_sits_by_name_goes_straight_to_the_questions(village, number):
    phone = Phone()
    phone.press(card=number)
    phone.choose("family", "police")
    phone.choose("place", village.block.pk)
    phone.choose("office", village.police.code)
    assert phone.screen == "tell"


def test_the_office_as_a_whole(village, number):
    phone = Phone()
    phone.press(card=number)
    phone.choose("family", "block-office")
    phone.choose("place", village.block.pk)
    phone.choose("office", village.bdo.code)
    phone.choose("holder", "")
    phone.press(respect="3")
    phone.press()
    assert said(village)["holder"] == ""


def test_another_district(village, number):
    phone = Phone()
    phone.press(card=number)
    phone.choose("family", "police")
    phone.choose("place", "districts")
    phone.choose("place", village.district.pk)
    phone.choose("place", village.block.pk)
    assert phone.screen == "which"


def test_another_office_with_the_same_card(village, number):
    phone = Phone()
    to_questions(phone, village, number)
    phone.press(respect="3")
    phone.press()
    phone.choose("next", "office")
    assert phone.screen == "whom"
    phone.choose("family", "police")
    phone.choose("place", village.block.pk)
    phone.choose("office", village.police.code)
    assert set(phone.page.fields) == {"screen", "note", "words"}  # nothing of the first answers
    phone.press(respect="1")
    phone.press()
    assert Ballot.objects.count() == 2


def test_answering_again_takes_the_place_of_the_first_answers(village, number):
    for face in ("1", "4"):
        phone = Phone()
        to_questions(phone, village, number)
        phone.press(respect=face)
        phone.press()
    assert said(village)["items"] == {"respect": 4}


def test_going_back_keeps_the_answers(village, number):
    phone = Phone()
    to_questions(phone, village, number)
    phone.press(**ANSWERS)
    phone.press("to", "back")
    assert phone.screen == "tell"
    kept = {name: value for name, value in phone.page.fields.items() if name not in {"screen", "note"}}
    assert kept == {
        "respect": ["4"], "listened": ["2"], "waiting": ["na"], "money": ["no"], "told_others": ["yes"],
        "themes": ["kind_words", "long_wait"], "words": ["They gave me water.\nI waited."],
    }  # fmt: skip


def test_back_from_every_screen(village, number):
    phone = Phone()
    to_questions(phone, village, number)
    phone.press(respect="3")
    for screen in ("tell", "which", "where", "whom", "start"):
        phone.press("to", "back")
        assert (phone.status, phone.screen) == (200, screen)


def test_changing_the_language_keeps_the_answers(village, number):
    phone = Phone()
    to_questions(phone, village, number)
    phone.press("to_language", "bn", **ANSWERS)
    assert (phone.status, phone.screen, phone.page.language) == (200, "tell", "bn")
    assert (phone.page.fields["respect"], phone.page.fields["waiting"]) == (["4"], ["na"])
    assert phone.page.fields["themes"] == ["kind_words", "long_wait"]
    phone.press()
    assert (phone.screen, phone.page.language) == ("check", "bn")


def test_danger_offers_help_on_the_page_itself(village, number):
    phone = Phone()
    to_questions(phone, village, number)
    assert 'href="#help"' in phone.page.html
    phone.press(told_others="yes")
    assert "You are not alone" in phone.page.html
    assert "tel:112" in phone.page.addresses


def test_a_shared_tablet_forgets_each_person(village, number):
    phone = Phone()
    phone.get(f"/v/p/{new_pass('kiosk', village.asha, village.one)}")
    assert (phone.status, phone.screen) == (200, "start")
    to_questions(phone, village, number)
    phone.press(respect="2")
    phone.press()
    assert said(village)["mode"] == "kiosk"
    assert phone.response["Clear-Site-Data"] == '"cache"'
    phone.choose("next", "person")
    assert phone.screen == "start"
    phone.press(card=village.cards()[0])
    assert phone.screen == "whom"


def test_somebody_helps(village, number):
    phone = Phone()
    phone.get(f"/v/p/{new_pass('peer', village.rina, village.one)}")
    to_questions(phone, village, number)
    phone.press(respect="2")
    phone.press()
    assert said(village)["mode"] == "peer"


def test_a_worker_cannot_help_with_her_own_organisation(village, number):
    phone = Phone()
    phone.get(f"/v/p/{new_pass('worker', village.mou, village.one)}")
    phone.press(card=number)
    phone.choose("family", "ngo")
    phone.choose("place", village.block.pk)
    phone.choose("office", village.desk_one.code)
    phone.choose("holder", "")
    assert (phone.status, phone.screen) == (400, "who")
    assert "The person who helps you works there." in phone.page.alerts[0]


def test_a_card_is_made_void_by_its_holder(village, number):
    phone = Phone()
    phone.get("/v/void")
    phone.press(card=number)
    assert phone.status == 200
    assert "Your card is void." in phone.page.html
    assert Card.objects.get().state == "void"
    phone.get("/v/void")
    phone.press(card="1234")
    assert (phone.status, phone.page.fields["card"]) == (400, ["1234"])
    assert "This number is not right." in phone.page.alerts[0]


def test_the_strangers_desk_is_not_offered(village, number):
    phone = Phone()
    phone.press(card=number)
    phone.choose("family", "ngo")
    phone.choose("place", village.block.pk)
    assert ("office", village.desk_one.code) in phone.page.buttons
    assert ("office", village.desk_two.code) not in phone.page.buttons
