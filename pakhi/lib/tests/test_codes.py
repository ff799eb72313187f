"""Numbers and codes that people read aloud and type: a slip of the finger is caught, any script's digits are read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.lib.codes import (
    LETTERS,
    BadCode,
    damm,
    letters_check,
    new_letters,
    new_number,
    plain_digits,
    read_letters,
    read_number,
)  # fmt: skip

bodies = st.text("0123456789", min_size=1, max_size=20)
letter_bodies = st.text(LETTERS, min_size=1, max_size=12)


@given(bodies)
def test_a_number_with_its_check_digit_is_read(body):
    number = body + str(damm(body))
    assert read_number(number, len(number)) == number


@given(bodies, st.data())
def test_every_single_wrong_digit_is_caught(body, data):
    number = body + str(damm(body))
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    with pytest.raises(BadCode):
        read_number(number[:place] + wrong + number[place + 1 :], len(number))


@given(bodies, st.data())
def test_every_swap_of_neighbours_is_caught(body, data):
    number = body + str(damm(body))
    place = data.draw(st.integers(0, len(number) - 2))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(BadCode):
            read_number(swapped, len(number))


def test_a_new_number_is_right_and_never_the_same():
    numbers = {new_number(16) for _n in range(50)}
    assert len(numbers) == 50
    assert all(read_number(number, 16) == number for number in numbers)


@pytest.mark.parametrize("zero", ["०", "০", "౦", "０", "௦", "٠"], ids=["hi", "bn", "te", "full width", "ta", "ur"])
def test_digits_of_any_script_are_read(zero):
    number = new_number(16)
    written = "".join(chr(ord(zero) + int(digit)) for digit in number)
    assert read_number(written, 16) == number


def test_spaces_dashes_and_invisible_marks_fall_away():
    number = new_number(16)
    for written in (
        f"{number[:4]} {number[4:8]}-{number[8:12]}–{number[12:]}",
        f"\u200b{number}\ufeff",
        f" {number}\n",
    ):
        assert read_number(written, 16) == number


@pytest.mark.parametrize("written", ["", "12345678", "1234 5678 9012 345x", "१२½", "-", "\x00" * 16, "𝟙" * 15])
def test_anything_else_is_refused(written):
    with pytest.raises(BadCode):
        read_number(written, 16)


def test_an_endless_run_of_accents_is_refused_at_once():
    started = time.monotonic()
    with pytest.raises(BadCode):
        plain_digits("1" + "\u0301\u0316" * 250_000)
    assert time.monotonic() - started < 1


@given(letter_bodies)
def test_a_letter_code_is_read_however_it_is_written(body):
    code = body + letters_check(body)
    assert read_letters(code.lower(), len(code)) == code
    assert read_letters(f" {code[:2]}-{code[2:]} ", len(code)) == code


@given(letter_bodies, st.data())
def test_every_single_wrong_letter_is_caught(body, data):
    code = body + letters_check(body)
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([c for c in LETTERS if c != code[place]]))
    with pytest.raises(BadCode):
        read_letters(code[:place] + wrong + code[place + 1 :], len(code))


@given(letter_bodies, st.data())
def test_every_swap_of_neighbouring_letters_is_caught(body, data):
    code = body + letters_check(body)
    place = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(BadCode):
            read_letters(swapped, len(code))


def test_a_new_letter_code_has_no_look_alikes():
    codes = "".join(new_letters(7) for _n in range(100))
    assert not set(codes) & set("01OIL5SB8ZQG")
    assert read_letters(codes[:7], 7) == codes[:7]


@pytest.mark.parametrize("written", ["", "ABC", "ßßßßßßß", "AAAAAA0", "অআইঈউঊঋ"])
def test_other_letters_are_refused(written):
    with pytest.raises(BadCode):
        read_letters(written, 7)
