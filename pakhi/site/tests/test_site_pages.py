"""Pages of no room: the calendar, health, language, and a sentence for everything that goes wrong."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhi.lib.clock import today
from pakhi.site.navigation import DAILY, GROUPS, INSIDE, ROOMS
from tests.addresses import routes
from tests.village import Village

WORDS = ("traffick", "survivor", "rescue", "pakhi", "rating", "card", "police", "victim")


def test_the_page_at_the_root_is_a_months_calendar_and_nothing_else(village: Village) -> None:
    response = Client().get("/")
    text = response.content.decode().lower()
    assert str(today().year) in text
    assert 'aria-current="date"' in text
    assert [word for word in WORDS if word in text] == []
    assert not response.cookies


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
def test_the_calendar_speaks_the_browsers_language(village: Village, language: str) -> None:
    response = Client().get("/", headers={"Accept-Language": f"{language}-IN, en;q=0.3"})
    assert response["Content-Language"] == language


def test_health_says_ok_when_all_three_databases_answer(village: Village) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("code", ["en", "bn", "hi", "te"])
def test_a_chosen_language_stays_on_the_staff_site(village: Village, code: str) -> None:
    devi = village.client("devi")
    response = devi.post("/desk/language", {"language": code, "next": "/desk/people"})
    assert response["Location"] == "/desk/people"
    cookie = response.cookies["desk-language"]
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["max-age"]) == (code, "/desk/", True, "")
    assert f'<html lang="{code}"' in devi.get("/desk/people").content.decode()
    assert '<html lang="en"' in devi.get("/v/").content.decode()


@pytest.mark.parametrize("code", ["xx", "", "en;path=/"])
def test_a_language_that_is_none_changes_nothing(village: Village, code: str) -> None:
    response = village.client("devi").post("/desk/language", {"language": code})
    assert response.status_code == 302
    assert "desk-language" not in response.cookies


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "/desk//example.org", "/v/", "javascript:x"])
def test_choosing_a_language_leads_nobody_away(village: Village, away: str) -> None:
    response = Client().post("/desk/language", {"language": "bn", "next": away})
    assert response["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("address", "here", "not_here"), [("/desk/nothing", "/desk/", "/v/?"), ("/v/nothing", "/v/?", "/desk/")]
)
def test_what_is_not_there_is_said_in_the_look_of_the_site_that_was_asked(village, address, here, not_here) -> None:
    text = Client().get(address)
    assert text.status_code == 404
    assert f'href="{here}' in text.content.decode()
    assert f'href="{not_here}' not in text.content.decode()


def test_ten_megabytes_get_a_sentence(village: Village) -> None:
    response = Client().post(
        "/v/go", data=b"words=" + b"a" * 10_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "More was sent than this page can take" in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "many", "99999999999999999999"])
def test_a_length_that_cannot_be_gets_a_sentence(village: Village, length: str) -> None:
    response = Client().post("/v/go", headers={"Content-Length": length})
    assert response.status_code == 413


def test_too_many_fields_get_a_sentence(village: Village) -> None:
    sent = "&".join(f"field{n}=1" for n in range(3000))
    response = Client().post("/v/go", data=sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


@pytest.mark.parametrize(
    "sent",
    [
        b"card=%ff%fe&screen=start",
        b"card=\xff\xfe\x00",
        b"%00=%00",
        b"note=%F0%9F%A6%9C",
        b"&&&===",
        b"card=" + b"%E0%A7%A7" * 16,
    ],
)
def test_broken_letters_get_an_answer(village: Village, sent: bytes) -> None:
    for address in ("/v/go", "/v/void", "/desk/account/login/"):
        response = Client().post(address, data=sent, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "application/json", "a" * 300]
)
def test_a_strange_kind_of_content_gets_an_answer(village: Village, kind: str) -> None:
    response = Client(raise_request_exception=False).post("/v/go", data=b"\x00\x01--", content_type=kind)
    assert response.status_code in {200, 400}


def test_a_host_that_is_not_ours_gets_a_sentence(village: Village) -> None:
    assert Client().get("/v/", headers={"Host": "example.org"}).status_code == 400


def test_the_navigation_shows_what_one_may_open_and_nothing_else(village: Village) -> None:
    shown = {}
    for name in ("mou", "mina", "devi", "noor"):
        groups = village.client(name).get("/desk/").context["navigation"]
        entries = [place for group in groups for place in group.places]
        shown[name] = {entry.url for entry in entries}
        for entry in [entry for entry in entries if "/reports/" not in entry.url]:
            assert village.client(name).get(entry.url).status_code == 200, (name, entry.url)
    assert "/desk/cards/" not in shown["mou"]
    assert {"/desk/cards/", "/desk/reports/team/"} <= shown["mina"]
    assert "/desk/counting/" in shown["devi"]
    assert "/desk/reports/" not in shown["noor"]


def test_a_page_without_a_link_says_to_which_place_it_belongs(village: Village) -> None:
    for address, place in (
        ("/desk/on-call", "/desk/calls"),
        ("/desk/forms", "/desk/phones"),
        ("/desk/limits", "/desk/board"),
    ):
        page = village.client("salma").get(address)
        entries = [one for group in page.context["navigation"] for one in group.places]
        assert [(one.url, one.current) for one in entries if one.current] == [(place, "true")]
        assert f'<a href="{place}" aria-current="true"' in page.content.decode()


def test_the_navigation_knows_the_pages_that_there_are() -> None:
    pages = {route.page for route in routes()}
    linked = {row[0] for rows in (DAILY, *(rows for _label, _icon, rows in GROUPS)) for row in rows}
    assert set(INSIDE) <= pages
    assert {*INSIDE.values(), *ROOMS.values()} <= linked <= pages


def test_the_navigation_folds_up_and_says_in_which_group_one_is(village: Village) -> None:
    page = village.client("salma").get("/desk/board")
    groups = page.context["navigation"]
    assert [place.url for place in groups[0].places][:4] == ["/desk/", "/desk/day", "/desk/cases", "/desk/caseload"]
    assert len(groups) <= 8, "a phone shows few words, and the rest under them"
    assert all(len(group.places) > 1 for group in groups if group.label)
    assert [any(place.url == "/desk/board" for place in group.places) for group in groups] == [
        group.current for group in groups
    ]
    assert page.text.count('<summary aria-current="true">') == 1
