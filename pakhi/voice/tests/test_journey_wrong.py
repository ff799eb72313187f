"""Whatever comes in on the rating pages is answered with a page and a sentence; what was answered is still there."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhi.lib.clock import this_quarter
from pakhi.lib.codes import new_number
from pakhi.network.models import Account, Holder, Office
from pakhi.voice import cards, state
from pakhi.voice.opening import read
from pakhi.voice.state import Journey, new_pass
from pakhi.voice.tests.phone import Phone
from pakhi.voice.tests.test_journey import ANSWERS, to_questions
from tests.village import Ballot, Card


@pytest.fixture
def number(village) -> str:
    village.key()
    return village.cards()[0]


@pytest.fixture
def telling(village, number) -> Phone:
    """A phone on which the questions about Hari stand."""
    phone = Phone()
    to_questions(phone, village, number)
    return phone


def at(village, number, **more) -> str:
    """The note of a journey that stands anywhere."""
    held = cards.hold(number)
    return Journey(root=held.root.hex(), organisation=held.organisation, **more).pack()


def refuses(phone: Phone, sentence: str, screen: str) -> None:
    assert phone.status == 400
    assert sentence in " ".join(phone.page.alerts)
    assert phone.screen == screen


# The card


def test_a_wrong_number_stands_there_again(village, number):
    phone = Phone()
    phone.press(card="1234 5678 9012 3456")
    refuses(phone, "This number is not right. Look at the card again: it has 16 digits.", "start")
    assert phone.page.fields["card"] == ["1234 5678 9012 3456"]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "abc",
        "\x00\x00",
        "1" * 5000,
        "🙂" * 16,
        "1\u0301\u0316" * 150_000,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
    ],
    ids=["empty", "blank", "letters", "nul", "long", "pictures", "accents", "script", "quotes"],
)
def test_what_is_no_number(village, number, typed):
    phone = Phone()
    phone.press(card=typed)
    refuses(phone, "This number is not right.", "start")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": "void"}, "This card is void. Ask in your group for a new one."),
        ({"state": "printed"}, "This card is not active yet. Two leaders make it active in the group."),
        ({"until": str(this_quarter().plus(-1))}, "This card is from last year. Ask in your group for a new one."),
    ],
)
def test_a_card_that_is_not_good(village, number, change, sentence):
    Card.objects.update(**change)
    phone = Phone()
    phone.press(card=number)
    refuses(phone, sentence, "start")


def test_a_card_that_became_void_on_the_way_loses_no_answer(village, number, telling):
    telling.press(**ANSWERS)
    cards.void_own(number)
    telling.press()
    refuses(telling, "This card is void.", "check")
    assert "They gave me water." in telling.page.html
    assert not Ballot.objects.exists()


def test_a_used_card_is_fine(village, number, telling):
    telling.press(**ANSWERS)
    telling.press()
    phone = Phone()
    phone.press(card=number)
    assert (phone.status, phone.screen) == (200, "whom")


def test_numbers_that_were_guessed_get_no_other_sentence_than_misread_ones(village, number):
    phone = Phone()
    sentences = set()
    for typed in (new_number(16), "1234"):
        phone.press(card=typed)
        sentences |= set(phone.page.alerts)
    assert len(sentences) == 1


# Choices that nobody offered


@pytest.mark.parametrize(
    ("screen", "data", "sentence"),
    [
        ("whom", {"family": "pirates"}, "Please choose one of the pictures."),
        ("whom", {}, "Please choose one of the pictures."),
        ("where", {"place": "99999999"}, "Please choose a place from the list."),
        ("where", {"place": "9" * 18}, "Please choose a place from the list."),
        ("where", {"place": "9" * 5000}, "Please choose a place from the list."),
        ("where", {"place": "-1"}, "Please choose a place from the list."),
        ("where", {"place": "१२"}, "Please choose a place from the list."),
        ("where", {}, "Please choose a place from the list."),
        ("which", {"office": "NOWHERE"}, "This office is not in the list. Please choose again."),
        ("which", {"office": "\x00"}, "This office is not in the list. Please choose again."),
        ("which", {}, "This office is not in the list. Please choose again."),
        ("who", {"holder": "NOBODY"}, "This office is not in the list. Please choose again."),
        ("who", {"holder": "\x00NOBODY"}, "This office is not in the list. Please choose again."),
    ],
)
def test_a_choice_that_nobody_offered(village, number, screen, data, sentence):
    phone = Phone()
    where = {"family": "block-office", "district": village.district.pk, "place": village.block.pk}
    note = at(village, number, office=village.bdo.code, **where)
    phone.post("/v/go", {"screen": screen, "note": note, **data})
    refuses(phone, sentence, screen)


def test_the_desk_of_a_stranger_is_no_choice(village, number):
    phone = Phone()
    note = at(village, number, family="ngo", place=village.block.pk)
    phone.post("/v/go", {"screen": "which", "note": note, "office": village.desk_two.code})
    refuses(phone, "This office is not in the list.", "which")


def test_a_holder_of_another_office_is_no_choice(village, number):
    phone = Phone()
    note = at(village, number, family="block-office", place=village.block.pk, office=village.bdo.code)
    phone.post("/v/go", {"screen": "who", "note": note, "holder": village.gopal.code})
    refuses(phone, "This office is not in the list.", "who")


@pytest.mark.parametrize("screen", ["whom", "where", "which", "who", "tell", "check", "done"])
@pytest.mark.parametrize("to", [{}, {"to": "back"}, {"to_language": "bn"}, {"to_language": "xx"}], ids=str)
def test_a_screen_out_of_turn(village, number, screen, to):
    phone = Phone()
    for note in ("", Journey().pack(), at(village, number)):
        phone.post("/v/go", {"screen": screen, "note": note, "respect": "3", "office": village.bdo.code, **to})
        assert phone.status in {200, 400}
        assert phone.screen
        assert phone.status == 200 or phone.page.alerts
    assert not Ballot.objects.exists()


def test_an_unknown_screen_is_the_first(village, number):
    phone = Phone()
    phone.post("/v/go", {"screen": "paradise"})
    refuses(phone, "This number is not right.", "start")


# Answers


def test_one_unreadable_answer_keeps_the_others(telling):
    telling.post("/v/go", {**telling.page.fields, **ANSWERS, "safe": "9"})
    refuses(telling, "Something went wrong with an answer.", "tell")
    kept = {name: value for name, value in telling.page.fields.items() if name not in {"screen", "note"}}
    assert kept == {
        "respect": ["4"], "listened": ["2"], "waiting": ["na"], "money": ["no"], "told_others": ["yes"],
        "themes": ["kind_words", "long_wait"], "words": ["They gave me water.\nI waited."],
    }  # fmt: skip


def test_too_many_words_are_kept_to_be_shortened(telling):
    telling.press(respect="3", words="ক" * 600)
    refuses(telling, "Your own words are too long: 500 characters at most.", "tell")
    assert telling.page.fields["words"] == ["ক" * 600]
    assert telling.page.fields["respect"] == ["3"]


def test_five_hundred_characters_fit(telling):
    telling.press(words="ক" * 500)
    assert telling.screen == "check"


@pytest.mark.parametrize(
    "data", [{"themes": ["hero", "\x00"]}, {"money": "perhaps"}, {"beauty": "4"}, {"words": "\x00\x07"}]
)
def test_answers_to_nothing_are_no_answers(telling, data):
    telling.post("/v/go", {**telling.page.fields, **data})
    refuses(telling, "You have not answered anything yet.", "tell")


def test_words_come_in_without_control_characters(village, telling):
    telling.press(words="One\x00 two\x1b[31m\r\nthree\u200d \u202e")
    telling.press()
    inside = read(village.opened().private, bytes(Ballot.objects.get().sealed))
    assert inside["words"] == "One two[31m\nthree\u200d"


def test_markup_in_words_stays_words(telling):
    telling.press(words="<b onclick=x>no</b>")
    assert "<b onclick" not in telling.page.html
    assert "&lt;b onclick" in telling.page.html


# The way there and back


def test_pressing_send_twice_casts_one_ballot(telling):
    telling.press(**ANSWERS)
    fields, action = telling.page.fields, telling.page.action
    for _n in range(2):
        telling.post(action, fields)
        assert (telling.status, telling.screen) == (200, "done")
    assert Ballot.objects.count() == 1


def test_the_browsers_own_back_button_and_another_send_replace_the_answers(village, telling):
    before = dict(telling.page.fields)
    for face in ("1", "4"):
        telling.post("/v/go", {**before, "respect": face})
        telling.press()
        assert telling.screen == "done"
    inside = read(village.opened().private, bytes(Ballot.objects.get().sealed))
    assert inside["items"] == {"respect": 4}


def close(held: Office | Holder) -> None:
    """An office closes, or somebody leaves a post, while a survivor is answering."""
    held.valid_to = dt.date(2021, 1, 1)
    held.save()


def test_an_office_that_closed_on_the_way_is_chosen_again(village, telling):
    close(village.bdo)
    telling.press(**ANSWERS)
    refuses(telling, "This office is not in the list. Please choose again.", "which")


def test_a_holder_who_left_on_the_way_is_chosen_again(village, telling):
    telling.press(**ANSWERS)
    close(village.hari)
    telling.press()
    refuses(telling, "This office is not in the list. Please choose again.", "which")
    assert not Ballot.objects.exists()


# The note


@pytest.mark.parametrize("note", ["x", "!!!", "অ", "A" * 5000, "\x00", "====", "bm90aGluZw=="])
def test_a_forged_note_starts_again(village, note):
    phone = Phone()
    phone.post("/v/go", {"screen": "check", "note": note})
    refuses(phone, "Please start again.", "start")


def test_a_note_changed_in_one_place_starts_again(village, telling):
    note = telling.page.fields["note"][0]
    for place in (0, 40, len(note) // 2, len(note) - 5):
        other = "A" if note[place] != "A" else "B"
        telling.post("/v/go", {"screen": "tell", "note": note[:place] + other + note[place + 1 :], "respect": "4"})
        refuses(telling, "Please start again.", "start")


def test_an_old_note_starts_again(village, number, monkeypatch):
    note = at(village, number)
    late = state.time.time() + state.JOURNEY + 60
    monkeypatch.setattr(state.time, "time", lambda: late)
    phone = Phone()
    phone.post("/v/go", {"screen": "whom", "note": note, "family": "police"})
    refuses(phone, "This page was open for a long time. Please start again.", "start")


def test_a_note_of_an_older_version_starts_again(village, number, monkeypatch):
    older = dataclasses.make_dataclass("Older", [("answers", dict), ("until", float)])
    with monkeypatch.context() as then:
        then.setattr(state, "asdict", lambda journey: dataclasses.asdict(older({}, journey.until)))
        note = at(village, number)
    phone = Phone()
    phone.post("/v/go", {"screen": "whom", "note": note})
    refuses(phone, "Please start again.", "start")


def test_a_pass_that_is_over_or_forged_starts_without_help(village, monkeypatch):
    note = new_pass("kiosk", village.asha, village.one)
    phone = Phone()
    phone.get("/v/p/nonsense")
    refuses(phone, "Please start again.", "start")
    late = state.time.time() + state.PASS + 60
    monkeypatch.setattr(state.time, "time", lambda: late)
    phone.get(f"/v/p/{note}")
    refuses(phone, "This page was open for a long time. Please start again.", "start")


def test_a_helper_who_was_dismissed_meanwhile_helps_no_more(village, number):
    phone = Phone()
    phone.get(f"/v/p/{new_pass('peer', village.rina, village.one)}")
    to_questions(phone, village, number)
    Account.objects.filter(pk=village.rina.pk).update(is_active=False)
    phone.press(respect="2")
    phone.press()
    refuses(phone, "Please start again.", "check")
    assert not Ballot.objects.exists()


# Bytes


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("field", ["screen", "note", "card", "to", "to_language"])
def test_broken_utf8(village, field):
    phone = Phone()
    phone.send(field.encode() + b"=%FF%FE%C3%28&x=\xff\xfe\xed\xa0\x80", FORM)
    assert phone.screen == "start"
    assert phone.page.alerts or phone.status == 200


def test_broken_utf8_and_nul_among_answers(village, telling):
    note = telling.page.fields["note"][0].encode()
    body = b"screen=tell&note=" + note + b"&respect=3&words=good%00%FF\xfe&themes=%00&money=%C3"
    telling.send(body, FORM)
    assert (telling.status, telling.screen) == (200, "check")
    telling.press()
    assert telling.screen == "done"


@pytest.mark.parametrize("size", [1_100_000, 10_000_000, 20_000_000])
@pytest.mark.parametrize("address", ["/v/go", "/v/void"])
def test_a_post_of_many_megabytes(village, size, address):
    phone = Phone()
    phone.send(b"card=" + b"1" * size, FORM, address)
    assert phone.status == 413
    assert "More was sent than this page can take. Nothing was changed." in phone.page.html


def test_ten_thousand_fields(village):
    phone = Phone()
    phone.send(b"&".join(b"f%d=1" % n for n in range(10_000)), FORM)
    assert phone.status == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"card": 1}', "application/json"), (b"", FORM), (b"%", FORM), (b"&&&===", FORM), (b"\xff" * 500, FORM),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"), (b"--x", "multipart/form-data"),
        (b"card=1", f"{FORM}; charset=utf-16"), (b"card=1", f"{FORM}; charset=nonsense"), (b"card=1", "\x00"),
    ],
    ids=str,
)  # fmt: skip
def test_bodies_that_are_no_form(village, body, kind):
    phone = Phone()
    phone.send(body, kind)
    assert phone.status == 400
    assert phone.page.alerts or "could not be read" in phone.page.html


def test_opening_the_address_of_the_form_shows_the_first_page(village):
    phone = Phone()
    phone.get("/v/go")
    assert (phone.status, phone.screen) == (200, "start")
    phone.get("/v/go?screen=check&note=x&l=bn")
    assert (phone.status, phone.screen, phone.page.language) == (200, "start", "bn")


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
@pytest.mark.parametrize("address", ["/v/", "/v/go", "/v/void"])
def test_other_methods_are_refused(village, method, address):
    assert getattr(Phone().client, method)(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["x", "go/", "p/", "../desk", "sound/en/nothing", "sound/en/..%2fx", "?l=xx", "?l=%00", "?l="]
)
def test_addresses_that_are_none(village, address):
    phone = Phone()
    phone.get(f"/v/{address}")
    assert phone.status == (200 if "?" in address else 404)


# Anything at all


anything = st.one_of(
    st.text(max_size=30), st.sampled_from(["1", "na", "yes", "districts", "back", "bn", "police", "person", "2", "0"])
)
FIELDS = (
    "card",
    "family",
    "place",
    "office",
    "holder",
    "respect",
    "money",
    "themes",
    "words",
    "to",
    "to_language",
    "next",
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    screen=st.sampled_from(["start", "whom", "where", "which", "who", "tell", "check", "done", "x"]),
    stage=st.integers(0, 5),
    data=st.dictionaries(st.sampled_from(FIELDS), anything, max_size=5),
)
def test_anything_at_all_is_answered_with_a_page(village, number, screen, stage, data):
    cards.patience.wrong.clear()
    place = {"district": village.district.pk, "place": village.block.pk}
    notes = (
        "", Journey(mode="kiosk").pack(), at(village, number), at(village, number, family="police", **place),
        at(village, number, office=village.bdo.code, holder="GONE", **place),
        at(village, number, office=village.bdo.code, holder=village.hari.code, items={"safe": 2}, **place),
    )  # fmt: skip
    phone = Phone()
    phone.post("/v/go", {"screen": screen, "note": notes[stage], **data})
    assert phone.status in {200, 400}
    assert phone.screen
    assert phone.status == 200 or phone.page.alerts
