"""The staff pages of voice cards: a sheet is printed once, two leaders activate it, a lost stack is made void."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from pakhi.lib.codes import read_number
from pakhi.voice import cards
from pakhi.voice.models import Stack
from pakhi.voice.tests.dump import everything
from tests.village import PASSWORD, Card, cards_of

STACKS = reverse("voice:stacks")


def alert(response) -> str:
    """The sentence of a page that refused something."""
    found = re.search(r'role="alert".*?</div>', response.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def ask(village, who="mina", **typed):
    """Ask for a sheet of cards."""
    return village.client(who).post(STACKS, {"organisation": village.one.code, "many": "12", "label": "", **typed})


def numbers_on(response) -> list[str]:
    """The numbers on a printed sheet."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return ["".join(found.split()) for found in re.findall(r"\d{4} \d{4} \d{4} \d{4}", text)]


def test_a_sheet_comes_out_once_with_numbers_that_are_nowhere_else(village):
    response = ask(village, label="Monday group")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Cache-Control"] == "no-store"
    numbers = numbers_on(response)
    assert len(set(numbers)) == 12
    assert [read_number(number, 16) for number in numbers] == numbers
    with pytest.raises(cards.Refused, match="not active yet"):
        cards.hold(numbers[0])
    disk = everything()
    assert not [number for number in numbers if number.encode() in disk]
    stack = Stack.objects.get()
    assert (stack.printed, stack.label, stack.printed_by) == (12, "Monday group", village.mina)
    assert cards_of(stack) == {"printed": 12}
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text().lower()
    assert not [word for word in ("vote", "ballot", "survivor", "traffick", "rate", "pakhi", "voice") if word in text]
    again = village.client("mina").get(STACKS).content.decode()
    assert not [number for number in numbers if number in again or number[:4] + " " + number[4:8] in again]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"many": ""}, "Please write a number."), ({"many": "many"}, "Please write a number."),
        ({"many": "1.5"}, "Please write a number."), ({"many": "9" * 5000}, "Please write a number."),
        ({"many": "0"}, "Print between 1 and 400 cards at a time."),
        ({"many": "401"}, "Print between 1 and 400 cards at a time."),
        ({"organisation": "NOWHERE"}, "Please choose a group from the list."),
        ({"organisation": ""}, "Please choose a group from the list."),
        ({"organisation": "\x00"}, "Please choose a group from the list."),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_said(village, typed, sentence):
    response = ask(village, **typed)
    assert response.status_code == 400
    assert sentence in alert(response)
    assert not Stack.objects.exists()


def test_nobody_prints_for_another_organisation(village):
    response = ask(village, organisation=village.two.code)
    assert "Please choose a group from the list." in alert(response)


def test_a_coordinator_prints_for_the_members_of_the_network(village):
    response = ask(village, "devi", many="৫", label="A\x00" + "b" * 100)  # Bengali digits; a label that is too long
    assert len(numbers_on(response)) == 5
    assert Stack.objects.get().label == "A" + "b" * 59
    assert ask(village, "devi", organisation=village.two.code).status_code == 400


@pytest.mark.parametrize("who", ["mou", "salma", "ravi", "noor", "finn", "kabir"])
def test_others_do_not_print(village, who):
    assert ask(village, who).status_code == 404


def test_somebody_who_is_not_signed_in_sees_nothing(village):
    assert village.client().get(STACKS).status_code == 302
    assert village.client().post(STACKS, {}).status_code == 403


@pytest.fixture
def printed(village):
    return cards.print_stack(village.one, village.mina, 10)


def make_active(village, stack, who="rina", **typed):
    """Rina is signed in; Asha gives her name and password."""
    filled = {"other": "asha", "password": PASSWORD, "witnessed": "7", "leftovers": "", **typed}
    return village.client(who).post(reverse("voice:activate", args=[stack.code]), filled)


def test_two_leaders_activate_at_one_screen(village, printed):
    stack, numbers = printed
    left = "\r\n".join([numbers[0], f"{numbers[1][:4]} {numbers[1][4:]}", "", numbers[2]])
    response = make_active(village, stack, leftovers=left)
    assert (response.status_code, response["Location"]) == (302, reverse("voice:stack", args=[stack.code]))
    page = village.client("rina").get(response["Location"]).content.decode()
    assert "Rina and Asha made these cards active and witnessed the count." in page
    assert cards_of(stack) == {"active": 7, "void": 3}


WRONG = {
    "a wrong password": ({"password": "guess"}, "The second leader's name or password is not right."),
    "no password": ({"password": ""}, "The second leader's name or password is not right."),
    "nobody": ({"other": "nobody"}, "The second leader's name or password is not right."),
    "a nul": ({"other": "asha\x00x"}, "The second leader's name or password is not right."),
    "herself": ({"other": "rina"}, "Two different leaders activate a stack."),
    "a worker": ({"other": "mou"}, "Mou is not a survivor leader here, or also works here."),
    "a manager": ({"other": "mina"}, "Mina is not a survivor leader here, or also works here."),
    "no count": ({"witnessed": ""}, "Please write a number."),
    "another count": ({"witnessed": "9"}, "so 10 were drawn; you counted 9."),
    "a misread leftover": ({"leftovers": "1234"}, "This number is not right."),
    "a megabyte of leftovers": ({"leftovers": "1234567890123452\n" * 50_000}, "more leftover cards than were printed"),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_not_right_changes_nothing(village, printed, typed, sentence):
    stack, _numbers = printed
    response = make_active(village, stack, **{"witnessed": "10", **typed})
    assert response.status_code == 400
    assert sentence in alert(response).replace("&#x27;", "'")
    assert cards_of(stack) == {"printed": 10}
    assert f'value="{typed.get("witnessed", "10")}"' in response.content.decode()
    assert PASSWORD not in response.content.decode()


def test_guessing_the_second_leaders_password_is_stopped(village, printed):
    stack, _numbers = printed
    for _n in range(9):
        response = make_active(village, stack, password="guess", witnessed="10")
    assert response.status_code in {400, 403, 429}
    make_active(village, stack, witnessed="10")  # the right one, while she is locked out
    assert cards_of(stack) == {"printed": 10}


@pytest.mark.parametrize("who", ["mina", "devi", "mou", "kabir"])
def test_only_leaders_activate(village, printed, who):
    assert make_active(village, printed[0], who, witnessed="10").status_code == 404
    assert cards_of(printed[0]) == {"printed": 10}


def test_a_stack_that_is_none(village):
    for page in ("stack", "activate", "void"):
        address = reverse(f"voice:{page}", args=["NOSTACK"])
        assert village.client("rina").get(address).status_code in {404, 405}
        assert village.client("rina").post(address).status_code in {404, 405}


def test_a_lost_stack_is_made_void(village, printed):
    stack, _numbers = printed
    address = reverse("voice:void", args=[stack.code])
    assert village.client("rina").post(address).status_code == 302
    assert cards_of(stack) == {"void": 10}
    response = village.client("rina").post(address)
    assert response.status_code == 400
    assert "Only a stack that is not in use yet can be made void as a whole." in response.content.decode()


def test_the_page_of_all_stacks_counts_cards(village, printed):
    village.key()
    for number in village.cards(3):
        village.tell(number)
    page = village.client("devi").get(STACKS).content.decode()
    figures = re.findall(r"<dd>(\d+)</dd>", page)
    assert figures == ["13", "3", "0"]
    assert Card.objects.count() == 13
