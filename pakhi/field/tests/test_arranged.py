"""Where forms stand on the first screen of the app: one table, for every form of the product, by role."""

from __future__ import annotations

import pytest

from pakhi.field import arranged, publish, xlsform
from pakhi.field.tests.app import ask, with_app
from pakhi.field.tests.conftest import VISIT
from pakhi.field.tests.test_app import WORDS

SHIPPED = {path.parent.name: path for path in publish.SHIPPED.glob("*/form.md")}


def test_every_form_of_the_product_has_a_place() -> None:
    assert set(arranged.PLACES) == set(SHIPPED)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_it_is_about_one_person_where_it_asks_for_her_code(name: str) -> None:
    made = xlsform.read(SHIPPED[name].read_bytes(), f"{name}.md")
    asks = any((one.name, one.type, one.repeated) == ("person", "text", False) for one in made.questions)
    assert arranged.PLACES[name].person == asks


@pytest.mark.parametrize("role", arranged.ROLES)
def test_every_role_has_an_order_without_doubt(role: str) -> None:
    numbers = [number for place in arranged.PLACES.values() for held, number in place.first if held == role]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert 1 <= len(numbers) <= 5


def test_every_group_has_a_word_in_the_app() -> None:
    for words in WORDS.values():
        assert {f"in_{group}" for group in (*arranged.GROUPS, arranged.OTHER)} <= set(words)


@pytest.mark.parametrize(
    "row",
    ["visit nowhere no - - - - - -", "visit visit perhaps - - - - - -", "visit visit no x - - - - -", "visit visit no"],
)  # fmt: skip
def test_a_row_that_leaves_something_open_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="undecided"):
        arranged.table(f"form group person {' '.join(arranged.ROLES)}\n{row}")


def test_the_phone_hears_the_places_of_its_worker_and_an_own_form_has_none(ready, phone) -> None:
    publish.ship()
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", ready.organisations["one"], None))
    told = ask(with_app(phone), "state").json()["places"]
    places = {key.split()[0]: place for key, place in told.items()}
    assert told["visit 1"] == {"group": "other"}
    assert places["case_visit"] == {"group": "visit", "person": True, "first": 1}
    assert places["office_report"] == {"group": "office"}
