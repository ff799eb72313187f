"""The server's side of the app at /field/: a shell that tells nothing, a password of the phone's own, and no name."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from pakhi.field import devices, publish
from pakhi.field.models import Device
from pakhi.field.pages import app as pages
from pakhi.field.tests.app import OWN, ask, bring, digest, enrol, with_app, write
from pakhi.field.tests.conftest import CANARY, Phone, record
from pakhi.vault import assign, identity, scope
from tests.canaries import found, tables
from tests.readers import browser

WEB = Path(__file__).resolve().parents[3] / "web" / "field"
WORDS = {path.stem: json.loads(path.read_text()) for path in sorted((WEB / "words").glob("*.json"))}
MOST = 310_000  # bytes of the whole app, compressed
# What the app is for. None of it may stand in what lies in clear on a phone, in any of its languages.
TELLING = [
    "surviv", "traffick", "victim", "rescue", "police", "abus", "violence", "shelter", "brothel", "slave", "pakhi",
    "পাচার", "পুলিশ", "নির্যাত", "উদ্ধার", "ধর্ষণ", "तस्कर", "पुलिस", "पीड़ि", "शोषण", "बचाव", "అక్రమ రవాణా", "పోలీసు", "బాధిత", "హింస",
]  # fmt: skip


def test_the_shell_is_the_same_for_everybody_and_sets_no_cookie(village) -> None:
    answers = [client.get("/field/") for client in (browser(), village.client("mou"))]
    assert answers[0].content == answers[1].content
    assert not answers[0].cookies
    for answer in answers:
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy
        assert "media-src 'self' blob:;" in policy
        assert "microphone=(self)" in answer["Permissions-Policy"]
        assert "geolocation=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/v/", "/desk/account/login/", "/static/icon.svg"])
def test_what_the_app_may_no_other_page_may(village, path: str) -> None:
    answer = browser().get(path)
    assert "wasm" not in answer["Content-Security-Policy"]
    assert "blob:" not in answer["Content-Security-Policy"]
    assert "microphone=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("disguise", pages.NAMES)
def test_it_is_installed_under_a_dull_name(village, disguise: str) -> None:
    told = browser().get(f"/field/{disguise}.webmanifest").json()
    assert (told["name"], told["scope"], told["display"]) == (pages.NAMES[disguise], "/field/", "standalone")
    assert browser().get("/field/pakhi.webmanifest").status_code == 404


def test_the_service_worker_keeps_the_whole_app_and_changes_with_it(village, monkeypatch) -> None:
    source = browser().get("/field/sw.js").content.decode()
    for file in ("/field/", "/field/calendar", "/field/notes.webmanifest", "/static/built/field/door.js"):
        assert f'"{file}"' in source
    assert "%" not in source.replace("% ", "")
    before = pages.version()
    monkeypatch.setattr(pages, "listed", lambda: {"files": [], "version": "another"})
    assert pages.version() != before


def test_nothing_of_the_app_that_lies_in_clear_tells_what_it_is_for(village) -> None:
    mine = [
        name for name in pages.listed()["files"] if not name.startswith(("engine", "webTree", "xpath", "reactivity"))
    ]
    texts = [pages.built(name).read_text().lower() for name in mine]
    texts += [browser().get(path).content.decode().lower() for path in ("/field/", "/field/calendar", "/field/sw.js")]
    assert [word for text in texts for word in TELLING if word in text] == []
    assert len(mine) > 8


def test_the_whole_app_is_small() -> None:
    sizes = {
        name: len(gzip.compress(pages.built(name).read_bytes(), 9)) for name in [*pages.listed()["files"], "sw.js"]
    }
    assert sum(sizes.values()) < MOST, sizes
    assert sum(size for name, size in sizes.items() if name.startswith(("door", "en-"))) < 16_000


@pytest.mark.parametrize("code", WORDS)
def test_the_apps_words_are_whole_in_each_language(code: str) -> None:
    english, words = WORDS["en"], WORDS[code]
    assert list(WORDS) == ["bn", "en", "hi", "te"]
    assert set(words) == set(english)
    assert [key for key, text in words.items() if not text.strip()] == []
    places = re.compile(r"{\w+}")
    assert [key for key in english if sorted(places.findall(words[key])) != sorted(places.findall(english[key]))] == []
    if code != "en":
        assert [key for key, text in words.items() if text == english[key]] == []


def test_every_word_is_used_and_every_word_that_is_used_is_there() -> None:
    source = "".join(path.read_text() for path in WEB.glob("*.js"))
    named = set(re.findall(r'"(\w+)"', source)) | set(re.findall(r"`(\w+)\$", source))
    unused = [key for key in WORDS["en"] if key not in named and not key.startswith(("told_", "step_", "name_", "in_"))]
    assert unused == []
    assert set(re.findall(r'\bsay\("(\w+)"', source)) <= set(WORDS["en"])


def test_the_app_makes_itself_a_password_and_what_was_shown_opens_nothing(phone, visit) -> None:
    shown = phone.password
    with_app(phone)
    assert phone.device.app_since
    assert phone.get("formList").status_code == 200
    phone.password = shown
    assert phone.get("formList").status_code == 401
    assert [place for place, held in tables().items() if found([OWN, shown], held)] == []


def test_a_lost_answer_does_not_lock_a_phone_out(phone) -> None:
    assert enrol(phone).status_code == 200
    assert enrol(phone).status_code == 401  # what was shown at the desk
    phone.password = OWN
    assert enrol(phone).status_code == 200
    assert devices.admitted(phone.device.code, OWN, phone.organisation.code)


@pytest.mark.parametrize(
    "told", ["{", "[]", "{}", '{"digest": 1}', '{"digest": "ab"}', "x" * 9000, '{"digest": "%s"}' % ("Z" * 64)]
)
def test_a_broken_enrolment_changes_nothing(phone, told: str) -> None:
    answer = enrol(phone, told)
    assert answer.status_code == 400
    assert answer.json()["told"]
    assert Device.objects.get().digest == digest(phone.password)


def test_the_state_tells_codes_and_a_key_and_no_name(ready, phone) -> None:
    one, mou = ready.organisations["one"], ready.accounts["mou"]
    with scope.bound(one.code):
        person = identity.register(
            one, {"names": {"names": [{"text": CANARY, "script": "latn", "kind": "usual"}]}}, mou
        )
        other = identity.register(one, {"names": {"names": [{"text": CANARY, "script": "latn", "kind": "usual"}]}}, mou)
        assign.take_in(person, mou)
    answer = ask(with_app(phone), "state", l="bn")
    told = answer.json()
    assert [one["code"] for one in told["people"]] == [person.code]
    assert other.code not in answer.content.decode()
    assert set(told) == {"titles", "places", "today", "key", "people", "due", "keyed", "names"}
    assert set(told["key"]) == {"code", "public", "until"}
    assert found([CANARY, *CANARY.split()], answer.content) == []


def test_an_ended_phone_is_told_so_by_our_server(phone) -> None:
    with_app(phone)
    devices.revoke(phone.device)
    answer = ask(phone, "state")
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (401, "1.0")
    assert answer.content == b""


def test_forms_with_names_go_to_our_own_app_and_to_collect_only_by_decision(ready, phone, visit) -> None:
    publish.ship()

    def offered() -> set[str]:
        return set(re.findall(r"<formID>(\w+)<", phone.get("formList").content.decode()))

    assert "person" not in offered()
    assert "visit" in offered()
    salma, one = ready.client("salma"), ready.organisations["one"].code
    two = ready.organisations["two"].code
    assert salma.post("/desk/forms-in-collect", {"organisation": two, "allow": "yes"}).status_code == 404
    assert "does not get them" in salma.get("/desk/forms").content.decode()
    assert salma.post("/desk/forms-in-collect", {"organisation": one, "allow": "yes"}).status_code == 302
    assert "person" in offered()
    assert salma.post("/desk/forms-in-collect", {"organisation": one, "allow": "no"}).status_code == 302
    assert "person" not in offered()
    assert ready.client("mou").post("/desk/forms-in-collect", {"organisation": one, "allow": "yes"}).status_code == 404
    assert "person" in (with_app(phone) and offered())


def test_the_desk_shows_the_code_of_our_own_app_first(ready) -> None:
    page = ready.client("mou").post("/desk/phones", {"label": "green"}).content.decode()
    assert page.count("data:image/svg+xml") == 2
    assert page.index("our own app") < page.index("ODK Collect")


def test_a_record_of_the_app_is_taken_in_like_any_other(phone: Phone, visit) -> None:
    with_app(phone)
    answer = bring(phone, write(phone, record(who=CANARY, came="yes", children="2")))
    assert answer.status_code == 201
    (arrival,) = phone.device.arrivals.all()
    assert (arrival.state, arrival.account) == ("taken", phone.device.account)
    assert [place for place, held in tables().items() if found([CANARY, *CANARY.split()], held)] == []
