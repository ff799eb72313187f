"""A form that was sent when the session had ended, or from a page that is too old: what was written is not lost."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils.html import escape

from tests.village import PASSWORD, Village

NOTE = "Two calls wait <for> whoever comes next."
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


class Hidden(HTMLParser):
    """The fields of the form that sends it again."""

    def __init__(self, response) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs) -> None:
        one = dict(attrs)
        if tag == "input" and one.get("type") == "hidden":
            self.said[one["name"]] = one["value"]


def sent(client: Client, headers=HERE, **more: str):
    return client.post("/desk/hand-over-notes", {"action": "write", "text": NOTE, **more}, headers=headers)


def test_what_was_written_is_in_the_answer_to_who_is_signed_out(village: Village) -> None:
    response = sent(Client())
    text = response.content.decode()
    assert response.status_code == 403
    assert "You are signed out" in text
    assert "/desk/account/login/" in text
    assert NOTE not in text
    assert Hidden(response).said["text"] == NOTE


def test_signed_in_again_it_is_sent_with_one_press_more_at_most(village: Village) -> None:
    client = Client(enforce_csrf_checks=True)
    old = sent(client)
    assert old.status_code == 403
    token = Hidden(client.get("/desk/account/login/")).said["csrfmiddlewaretoken"]
    way_in = {"login": "salma", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/desk/account/login/", way_in, headers=HERE).status_code == 302
    again = client.post("/desk/hand-over-notes", Hidden(old).said, headers=HERE)
    assert again.status_code == 403
    assert "Please send it once more" in again.content.decode()
    taken = client.post("/desk/hand-over-notes", Hidden(again).said, headers=HERE).content.decode()
    assert "This organisation has no key yet." in taken  # the page itself answers, and what was written is in its field
    assert f">{escape(NOTE)}</textarea>" in taken


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=["nobody says where from", "elsewhere", "hidden", "two answers"],
)
def test_what_did_not_come_from_a_page_of_ours_is_not_given_back(village: Village, headers: dict[str, str]) -> None:
    response = sent(Client(enforce_csrf_checks=True), headers)
    assert response.status_code == 403
    assert NOTE.split("<")[0] not in response.content.decode()
    assert "text" not in Hidden(response).said


@pytest.mark.parametrize("name", ["password", "leader_passphrase", "desk_password", "token", "old", "leader_again"])
def test_a_password_does_not_come_back(village: Village, name: str) -> None:
    response = sent(Client(), **{name: "banyan"})
    assert "banyan" not in response.content.decode()
    assert Hidden(response).said["text"] == NOTE


@pytest.mark.parametrize("address", ["/desk/account/login/", "/desk/account/password/", "/desk/keys"])
def test_pages_of_passwords_and_shares_give_nothing_back(village: Village, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(address, {"first": "river stone", "login": "salma"}, headers=HERE)
    assert response.status_code == 403
    assert "river stone" not in response.content.decode()
    assert "Nothing was changed" in response.content.decode()


def test_a_page_that_does_not_exist_is_no_page_for_the_signed_out_either(village: Village) -> None:
    assert Client().post("/desk/nothing-of-the-kind", {"text": NOTE}, headers=HERE).status_code == 404
