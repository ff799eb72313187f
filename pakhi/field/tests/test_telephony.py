"""Whole calls through the webhook, with a simulated company: heard, counted, left, and proof that nobody is kept."""

from __future__ import annotations

import datetime as dt
import logging
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from pakhi.field import followups, inbox, leaving, lines, menu_text, opening, records, whereabouts
from pakhi.field.models import Arrival, Attachment, Call, Counted, FollowUp, Line, Tally
from pakhi.field.pages import ringing
from pakhi.field.telephony import signature
from pakhi.field.tests.company import WAV, Company
from pakhi.lib.clock import INDIA, today
from pakhi.network.models import Account
from pakhi.vault import keys
from pakhi.vault.keys import Refused
from pakhi.vault.models import Recovery
from tests import canaries
from tests.village import PASSWORD

CALLER, LOCAL = "+919999900417", "9999900417"
TOKEN = "0123456789abcdef-company"
QUESTION = {"bn": "কী হবে? এক বা দুই টিপুন।", "en": "What now? Press one or two."}


@pytest.fixture(autouse=True)
def nobody_has_called_yet() -> None:
    cache.clear()


@pytest.fixture
def company(village) -> Company:
    """CBO One's line, on, with everything, an open episode in Bengali and two groups."""
    salma = village.accounts["salma"]
    line, secret = lines.set_up(village.organisations["one"], salma)
    every = ["rights", "serial", "back", "message"]
    lines.settle(line, ["bn", "hi", "te", "en"], every, "12 Neem group\n345 Pond", salma)
    episode = lines.add_episode(line, "The well", QUESTION, ["Go", "Stay"], salma)
    lines.keep_sound(line, "episode.1", "bn", WAV, False, salma)
    lines.open_episode(episode, True, salma)
    Line.objects.update(on=True)
    return Company(Line.objects.get(pk=line.pk), secret)


@pytest.fixture
def salma(ready) -> keys.Unlocked:
    return keys.unlock(ready.accounts["salma"], PASSWORD)


def sign(company: Company, salma: Account) -> Company:
    lines.sign_with(company.line, TOKEN, salma)
    company.token = TOKEN
    return company


def told(salma: keys.Unlocked) -> records.Record:
    """What the latest seal holds."""
    return records.read(opening.content(salma, Arrival.objects.latest("pk")))


def tallied() -> dict[tuple[str, int], int]:
    return {(one.group, one.choice): one.count for one in Tally.objects.all()}


@pytest.mark.parametrize(("digit", "language"), [("1", "bn"), ("2", "hi"), ("3", "te"), ("4", "en")])
def test_rights_are_read_in_each_language(company, digit, language) -> None:
    company.walk(CALLER, f"{digit}1")
    right = menu_text.rights()[0].text[language]
    assert company.heard[0] == f"{language}-IN {right}"
    assert company.heard[1] == f"{language}-IN {menu_text.fixed()['ask'][language]}"


def test_the_offer_of_a_language_is_said_in_it(company) -> None:
    company.call(CALLER)
    assert [one.split("-")[0] for one in company.heard] == ["bn", "bn", "hi", "te", "en"]


def test_an_episode_is_played_and_its_answer_counted_for_the_group(company) -> None:
    company.walk(CALLER, "12")
    sound = company.heard[0]
    assert sound.startswith(f"http://testserver/line/{company.line.code}/sound/")
    fetched = company.client.get(sound.removeprefix("http://testserver"))
    assert (fetched.content, fetched["Content-Type"]) == (WAV, "audio/wav")
    assert company.heard[1] == f"bn-IN {QUESTION['bn']}"
    company.press("2")
    company.press("12")
    assert tallied() == {("12", 2): 1}
    assert not Call.objects.exists()


def test_a_call_answers_an_episode_once_and_another_call_again(company) -> None:
    company.walk(CALLER, "121")
    group = company.onward
    company.press("12")
    first = company.heard
    company.post(group, Digits="12")
    assert company.heard == first  # the company asks again: the same answer, one count
    company.press("2")
    company.press("2")
    assert tallied() == {("12", 1): 1}
    company.walk(CALLER, "121")
    company.silence()
    assert tallied() == {("12", 1): 1, ("-", 1): 1}


def test_marks_of_running_calls_go_on_a_later_day(company) -> None:
    company.walk(CALLER, "121")
    company.press("12")
    Counted.objects.update(on="2020-01-01")
    company.walk(CALLER, "121")
    company.press("12")
    assert list(Counted.objects.values_list("on", flat=True)) == [today()]


def test_marks_of_running_calls_live_an_hour_past_midnight(company, ready, monkeypatch) -> None:
    company.walk(CALLER, "1312")
    for minutes, left in ((59, 1), (61, 0)):
        moment = dt.datetime.combine(today() + dt.timedelta(days=1), dt.time(), INDIA) + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(lines, "dt", SimpleNamespace(
            datetime=SimpleNamespace(now=lambda zone, moment=moment: moment), timedelta=dt.timedelta
        ))  # fmt: skip
        lines.forget_calls()
        assert Counted.objects.count() == left


def test_what_is_kept_of_a_call_is_not_made_from_the_companys_name_for_it(company, ready) -> None:
    """The company's log and the whole of our disk, secrets included, join no row to a telephone after a day."""
    company.walk(CALLER, "1312")
    company.press("2")  # already over; the same call
    named = lines.call_of(company.line, company.sid)
    Counted.objects.update(on="2020-01-01")
    lines.forget_calls()
    arrival, call = Arrival.objects.get(), Call.objects.get()
    assert arrival.instance == call.instance != f"line:{named}"
    derived = [named, lines.mark_of(named, "left").hex(), inbox.mark(f"line:{named}".encode()).hex()]
    assert not canaries.found([company.sid, *derived], b"".join(canaries.tables().values()))
    assert inbox.mark(f"line:{named}".encode()) != bytes(arrival.digest)


def test_a_wish_for_a_call_is_sealed_and_stands_in_the_log_without_a_name(company, salma) -> None:
    company.walk(CALLER, "13232")
    assert company.over
    call, follow = Call.objects.get(), FollowUp.objects.get()
    assert (call.caller, call.person, call.urgency, call.from_menu) == ("unnamed", "", "today", True)
    assert (follow.how, follow.on, follow.state) == ("we_call", today(), "open")
    found = told(salma)
    assert (found.get("number"), found.get("safe"), found.get("when")) == (CALLER, "hours", "evening")
    assert "only in the evening" in leaving.words(found)
    assert CALLER in leaving.words(found)


def test_a_call_that_is_not_safe_leaves_nothing(company) -> None:
    company.walk(CALLER, "133")
    assert not company.over
    assert not Arrival.objects.exists()
    assert not Call.objects.exists()


def test_danger_is_told_at_once_where_help_is_and_marked(company, ready) -> None:
    company.walk(CALLER, "4311")
    assert "112" in company.heard[0]
    assert (Call.objects.get().danger, Call.objects.get().urgency) == ("now", "now")


def test_a_message_is_sealed_with_its_sound_and_without_a_number_where_no_call_is_safe(company, salma) -> None:
    company.walk(CALLER, "1433")
    company.speak()
    assert company.over
    arrival = Arrival.objects.get()
    assert opening.attached(salma, arrival) == {"message": WAV}
    assert told(salma).get("number") == ""
    assert FollowUp.objects.get().how == "she_calls"


def test_a_message_that_lies_with_the_company_is_known_by_its_address_in_the_seal(company, salma) -> None:
    company.walk(CALLER, "1412")
    company.speak(b"", RecordingUrl="https://company.example/r/1")
    assert told(salma).get("address") == "https://company.example/r/1"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"sound": b""}, {"sound": b"", "RecordingUrl": "javascript:alert(1)"}, {"sound": b"<html>no sound</html>"}]
)
def test_what_is_no_message_is_not_kept_and_not_said_to_be(company, sent) -> None:
    company.walk(CALLER, "1412")
    company.speak(**sent)
    kept = menu_text.fixed()["left"]["bn"]
    assert not any(kept in one for one in company.heard)
    assert not Arrival.objects.exists()


def test_hanging_up_while_speaking_keeps_what_was_said(company, ready) -> None:
    company.walk(CALLER, "1412")
    company.post(company.onward, WAV, Digits="hangup", CallStatus="completed")
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("keys", ["", "1", "13", "132", "1323", "14", "1412"])
def test_hanging_up_before_the_end_leaves_nothing(company, keys) -> None:
    company.walk(CALLER, keys)
    assert not Arrival.objects.exists()
    assert not Call.objects.exists()


def test_the_last_request_again_gets_the_same_answer_and_writes_nothing_twice(company, ready) -> None:
    company.walk(CALLER, "1323")
    last = company.onward
    first = company.post(last, Digits="2").content
    assert company.post(last, Digits="2").content == first
    assert (Arrival.objects.count(), Call.objects.count(), FollowUp.objects.count()) == (1, 1, 1)


def test_silence_and_wrong_keys_are_told_and_end_a_call(company) -> None:
    company.walk(CALLER, "1")
    company.press("7")
    assert menu_text.fixed()["wrong"]["bn"] in company.heard[0]
    company.press("*")
    assert menu_text.fixed()["wrong"]["bn"] in company.heard[0]
    company.silence()
    assert company.over


def test_a_withheld_number_cannot_be_called_back_and_is_told_so(company) -> None:
    company.walk("anonymous", "1312")
    assert menu_text.fixed()["cannot"]["bn"] in company.heard[0]
    assert not Call.objects.exists()


def test_a_withheld_number_in_danger_still_hears_where_help_is(company) -> None:
    company.walk("anonymous", "4311")
    assert "112" in company.heard[0]
    assert menu_text.fixed()["cannot"]["en"] in company.heard[1]
    assert not Call.objects.exists()


def test_without_a_ready_key_nothing_is_said_to_be_kept(company, ready) -> None:
    company.walk(CALLER, "131")
    Recovery.objects.update(rehearsed_on=None)
    company.press("2")
    assert menu_text.fixed()["cannot"]["bn"] in company.heard[0]


@pytest.mark.parametrize("path", ["", "on"])
def test_nothing_is_there_for_a_line_that_is_off_or_none(company, path) -> None:
    company.walk(CALLER, "1")
    Line.objects.update(on=False)
    assert company.call(CALLER).status_code == 404
    assert company.client.post(f"/line/AAAAAAAA/{path}").status_code == 404
    assert company.client.get(f"/line/{company.line.code}/{path}").status_code == 405
    sound = company.line.recordings.get().token
    assert company.client.get(f"/line/{company.line.code}/sound/{sound}").status_code == 404


def test_without_the_password_no_call_begins(company) -> None:
    for secret in ("", "0" * 40, company.secret[:-1]):
        company.secret = secret
        assert company.call(CALLER).status_code == 401


@pytest.mark.parametrize("shown", ["Basic é", "Basic AGE6eA==", "Basic", "é é"])
def test_a_password_that_is_no_text_opens_nothing(company, shown) -> None:
    path = f"/line/{company.line.code}/"
    assert company.client.post(path, {"CallSid": "CA1"}, headers={"Authorization": shown}).status_code == 401


def test_an_address_that_was_not_made_here_is_nothing(company) -> None:
    company.walk(CALLER, "13")
    for address in (company.onward[:-3] + "abc", company.onward.partition("?")[0], company.onward.replace("s=", "s=x")):
        assert company.post(address, Digits="1").status_code == 400
    company.sid = "CA-another"
    assert company.press("1").status_code == 400


def test_an_address_ends_after_an_hour(company, monkeypatch) -> None:
    company.walk(CALLER, "13")
    monkeypatch.setattr(whereabouts, "LASTS", -1)
    assert company.press("1").status_code == 400


def test_a_signed_line_takes_nothing_that_is_not_signed(company, ready) -> None:
    sign(company, ready.accounts["salma"]).walk(CALLER, "1312")
    assert Call.objects.count() == 1
    company.call(CALLER)
    onward = company.onward
    company.token = TOKEN + "x"
    assert company.post(onward, Digits="1").status_code == 401
    assert company.call(CALLER).status_code == 401
    company.token = ""
    assert company.call(CALLER).status_code == 401  # the password alone counts no more


def test_a_signature_is_the_published_one() -> None:
    """The worked example of the company's own manual."""
    fields = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
        "To": "+18005551212",
    }  # fmt: skip
    address = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature("12345", address, fields) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


def test_the_token_lies_locked(company, village) -> None:
    sign(company, village.accounts["salma"])
    assert not canaries.found([TOKEN], b"".join(canaries.tables().values()))


def test_too_many_calls_hear_that_the_line_is_busy(company) -> None:
    for _n in range(ringing.EACH):
        company.call(CALLER)
        assert not company.over
    company.call(CALLER)
    assert company.over
    assert company.heard == [f"bn-IN {menu_text.fixed()['busy']['bn']}"]
    company.call("+919999900418")
    assert not company.over


def test_too_many_things_left_in_a_day_are_refused(company, ready, monkeypatch) -> None:
    monkeypatch.setattr(leaving, "A_DAY", 1)
    company.walk(CALLER, "1312")
    company.walk(CALLER, "1312")
    assert menu_text.fixed()["cannot"]["bn"] in company.heard[0]
    assert Call.objects.count() == 1


def test_the_number_is_nowhere_in_clear(company, ready, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    company.walk(CALLER, "13232")
    onward = []
    company.call(CALLER)
    for key in "1412":
        onward.append(company.onward)
        company.press(key)
    company.speak()
    company.walk(CALLER, "121")
    company.press("345")
    held = b"".join(canaries.tables().values()) + " ".join(onward).encode() + caplog.text.encode()
    assert not canaries.found([CALLER, LOCAL, company.sid], held)
    assert not any(LOCAL in repr(value) for value in cache._cache.values())
    assert not any(LOCAL in repr(value) for value in cache._cache)


def test_a_call_back_moves_to_another_day_and_is_none_again_once_it_was_not_safe(company, ready) -> None:
    company.walk(CALLER, "1312")
    row, by = FollowUp.objects.get(), ready.accounts["salma"]
    moved = followups.move(row, today(), "we_call", "no_answer", by)
    with pytest.raises(Refused):
        followups.move(moved, today(), "we_call", "not_safe", by)
    moved = followups.move(moved, today(), "she_calls", "not_safe", by)
    with pytest.raises(Refused):
        followups.move(moved, today(), "we_call", "other", by, safe=True)
