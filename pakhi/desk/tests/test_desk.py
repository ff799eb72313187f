"""Today and who is who: what waits for somebody, and the people of their own network."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pakhi.network.models import Membership
from tests.village import LONG_AGO, Village


def waiting(village: Village, name: str) -> list[str]:
    """The pages of what is due for somebody today."""
    return [item.page for item in village.client(name).get("/desk/").context["items"]]


def test_everybody_of_the_cast_has_a_first_page(village: Village) -> None:
    for name in village.accounts:
        assert village.client(name).get("/desk/").status_code == 200


def test_nothing_is_due_for_kabir(village: Village) -> None:
    village.key()
    village.cards(3)
    assert waiting(village, "kabir") == []


def test_a_coordinator_without_a_counting_key_is_asked_for_one(village: Village) -> None:
    assert "voice:counting" in waiting(village, "devi")
    assert "voice:counting" not in waiting(village, "mou")


def test_ballots_that_may_be_counted_wait_for_the_two_who_count(village: Village) -> None:
    village.key()
    (number,) = village.cards(1)
    village.tell(number, "bdo")
    assert "voice:counting" not in waiting(village, "devi"), "the quarter is not over"
    village.age()
    assert "voice:counting" in waiting(village, "devi")
    assert "voice:counting" in waiting(village, "rina")
    assert "voice:counting" not in waiting(village, "salma")


def test_what_is_due_is_a_page_that_the_reader_may_open(village: Village) -> None:
    village.key()
    village.tell(village.cards(2)[0], "bdo")
    village.age()
    for name in village.accounts:
        client = village.client(name)
        for item in client.get("/desk/").context["items"]:
            assert client.get(reverse(item.page)).status_code == 200, (name, item.page)


@pytest.mark.parametrize(
    ("name", "sees", "misses"),
    [
        ("mou", ["Asha", "Salma", "Devi"], ["Kabir", "Noor", "Finn"]),
        ("devi", ["Mou", "Rina", "Ravi"], ["Kabir", "Noor"]),
        ("kabir", ["Kabir"], ["Mou", "Asha", "Devi", "CBO One", "Banyan Network"]),
        ("finn", ["Finn"], ["Mou", "Kabir"]),
    ],
)
def test_who_is_who_ends_at_the_edge_of_the_network(village: Village, name: str, sees, misses) -> None:
    rows = village.client(name).get("/desk/people").context["rows"]
    shown = {str(organisation) for organisation, _people in rows} | {
        member.account.name for _organisation, people in rows for member in people
    }
    assert [word for word in sees if word not in shown] == []
    assert [word for word in misses if word in shown] == []


def test_who_left_is_not_shown(village: Village) -> None:
    Membership.objects.filter(account=village.accounts["mou"]).update(valid_to=LONG_AGO)
    rows = village.client("devi").get("/desk/people").context["rows"]
    names = {member.account.name for _organisation, people in rows for member in people}
    assert "Salma" in names
    assert "Mou" not in names
