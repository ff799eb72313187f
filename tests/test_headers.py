"""What every answer carries and what no page may hold: the content policy, no store, no cookie on the survivors' site,
no style or script inside a page, and no other host anywhere."""

from __future__ import annotations

import re
from http.cookies import Morsel
from pathlib import Path

import pytest
from django.http import HttpResponse

from pakhi.network.access import sheet
from tests.addresses import routes
from tests.readers import House, browser, read
from tests.village import PASSWORD, Village

PAKHI = Path(__file__).resolve().parent.parent / "pakhi"
TEMPLATES = sorted(PAKHI.rglob("templates/**/*.html"))
OURS = [path for path in PAKHI.rglob("static/**/*") if path.suffix in {".css", ".js"} and "built" not in path.parts]
BUILT_IN = ("charts.js", "theme.js", "sealedbox.js")  # what is built into scripts of ours
WEB = [PAKHI.parent / "web" / name for name in BUILT_IN]
KEEPS = {"tablet.js"}  # sealed boxes alone: tests/browser/test_kiosk_offline.py looks at what lies on the tablet
PAPER = "@page"  # a template that lays out paper is drawn into a PDF; no browser ever sees it
INLINE = {
    "a script inside the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "a style inside the page": r"<style\b|\sstyle\s*=",
    "a handler inside the page": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
}
NAMESPACES = r"http://www\.w3\.org/(?:2000/svg|1999/xlink)"
HOST = r"(?:https?:)?//[\w-]+\.[\w.-]+"


def policy(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def is_strict(response: HttpResponse) -> bool:
    """Whether an answer has the whole strict policy and may not be kept.

    The app's own pages alone may run WebAssembly, and show pictures and sound that were made on the phone.
    """
    found = policy(response)
    if response.wsgi_request.path.startswith("/field/"):
        more = {"script-src": " 'wasm-unsafe-eval'", "media-src": " blob:", "img-src": " blob:"}
        found |= {name: found[name].removesuffix(end) for name, end in more.items() if found[name].endswith(end)}
    ours = all("unsafe" not in value and "*" not in value and "http" not in value for value in found.values())
    closed = (found["default-src"], found["base-uri"], found["frame-ancestors"]) == ("'none'",) * 3
    return ours and closed and found["script-src"] == "'self'" and found["style-src"] == "'self'"


def is_private(response: HttpResponse) -> bool:
    """Whether nothing of an answer stays in a cache, leaks by a referrer or is guessed to be something else.

    The staff site tells itself where a form came from, or forgery protection could not work there; nobody else.
    """
    desk = response.wsgi_request.path.startswith("/desk/")
    return (
        response["Cache-Control"] == "no-store"
        and response["Referrer-Policy"] == ("same-origin" if desk else "no-referrer")
        and response["X-Content-Type-Options"] == "nosniff"
        and response["X-Frame-Options"] == "DENY"
    )


def test_every_page_is_strict_and_private(house: House) -> None:
    people = [browser(), house.client("leader", "one"), house.client("coordinator", "network")]
    for route in routes():
        for method in [method for page, method in sheet().rows if page == route.page]:
            address = route.address(house.things["one"])
            for client in people[: 2 if "reports" in address else 3]:
                response = client.generic(method, address)
                read(response)
                assert is_strict(response), (method, route.page)
                assert is_private(response), (method, route.page)


def test_refusals_are_strict_and_private(village: Village) -> None:
    client = browser()
    answers = {
        404: client.get("/v/nothing"),
        405: client.put("/v/go"),
        400: client.post("/v/go", {"card": "12"}),
        413: client.generic("POST", "/v/go", headers={"Content-Length": "99999999"}),
    }
    for status, response in answers.items():
        assert response.status_code == status
        assert is_strict(response)
        assert is_private(response)
        assert not response.cookies


def test_styles_and_scripts_carry_the_policy_and_no_cookie(village: Village) -> None:
    for path in ("/static/v/v.css", "/static/desk/desk.js", "/static/icon.svg"):
        response = browser().get(path)
        assert read(response)
        assert is_strict(response)
        assert not response.cookies


def test_the_survivors_site_sets_no_cookie(house: House) -> None:
    """Also for somebody who brings cookies of the staff site along, or made-up ones."""
    for client in (browser(), house.client("leader", "one")):
        client.cookies["desk-language"] = "bn"
        for route in [route for route in routes() if not route.pattern.startswith("desk/")]:
            for method in ("GET", "POST"):
                response = client.generic(method, route.address(house.things["one"]))
                read(response)
                assert not response.cookies, (method, route.page)


def signed_in(village: Village) -> dict[str, Morsel[str]]:
    """The cookies that somebody has who signed in."""
    client = browser()
    client.get("/desk/account/login/")
    response = client.post("/desk/account/login/", {"login": "devi", "password": PASSWORD})
    assert response.status_code == 302
    return dict(client.cookies)


def test_the_staff_sites_cookies_stay_on_the_staff_site(village: Village) -> None:
    cookies = signed_in(village)
    assert {"desk", "desk-csrf"} <= set(cookies)
    assert [name for name, cookie in cookies.items() if cookie["path"] != "/desk/"] == []
    assert [name for name, cookie in cookies.items() if cookie["samesite"] not in {"Lax", "Strict"}] == []
    assert cookies["desk"]["httponly"]
    assert [name for name, cookie in cookies.items() if cookie["domain"]] == []


def test_no_cookie_outlives_the_browser(village: Village) -> None:
    kept = [
        cookie for cookie in signed_in(village).values() if cookie.value and (cookie["expires"] or cookie["max-age"])
    ]
    assert kept == []


def test_the_staff_sites_session_is_a_stranger_on_the_survivors_site(house: House) -> None:
    """The same page, byte for byte, for a leader who is signed in and for nobody."""
    notes = re.compile(rb'name="note" value="[^"]*"')
    pages = [notes.sub(b"", client.get("/v/").content) for client in (browser(), house.client("leader", "one"))]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PAKHI)))
def test_no_template_holds_style_script_or_another_host(path: Path) -> None:
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", "", path.read_text(), flags=re.S)
    if PAPER in text:
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    found = [what for what, pattern in INLINE.items() if re.search(pattern, text)]
    assert found == []
    assert re.findall(HOST, re.sub(NAMESPACES, "", text)) == []


@pytest.mark.parametrize("path", [*OURS, *WEB], ids=lambda path: path.name)
def test_no_style_or_script_of_ours_names_another_host(path: Path) -> None:
    text = re.sub(NAMESPACES, "", path.read_text())
    assert re.findall(HOST, text) == []
    assert not re.search(r"@import|\beval\(|new Function|\.innerHTML\s*=|document\.write|insertAdjacentHTML", text)


def test_the_two_sites_share_no_template_style_or_script() -> None:
    """Survivors' templates name files of their own only, and the staff's theirs. Pictures are shared."""
    wrong = []
    for path in TEMPLATES:
        named = re.findall(r"""{%\s*(?:extends|include|static)\s+['"]([^'"]+)['"]""", path.read_text())
        survivors = "/v/" in str(path) or path.name in {"survivor.html", "v_error.html"}
        apart = ("desk/", "site/staff.html", "built/") if survivors else ("v/v.", "site/survivor.html", "site/v/")
        wrong += [(path.name, name) for name in named if name.startswith(apart)]
    assert wrong == []


def test_hardly_anything_is_remembered_by_a_browser() -> None:
    """Nothing of ours writes to a phone's storage; the staff site's script may not either."""
    for path in [path for path in OURS if path.name not in KEEPS]:
        text = path.read_text()
        assert not re.search(
            r"localStorage\.setItem|sessionStorage\.setItem|indexedDB\.open|document\.cookie\s*=", text
        )
