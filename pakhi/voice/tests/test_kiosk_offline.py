"""A tablet without a signal: two seals, one in the other; each ballot is checked, answered for, and kept once."""

import base64
import datetime as dt
import json
import os

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from pakhi.lib import seal
from pakhi.lib.clock import this_quarter
from pakhi.network.models import Membership
from pakhi.network.offices import close_office
from pakhi.voice import cards, keys, opening, pages_tablet, tablet, tablet_keys
from pakhi.voice.models import Sitting, Stack
from pakhi.voice.questions import questionnaire
from pakhi.voice.state import new_pass
from pakhi.voice.tests.dump import everything, written
from pakhi.voice.tests.phone import Phone
from tests.village import Ballot, Card, last_quarter

TAKE = reverse("v:tablet_take")
SAID = {"items": {"respect": 2, "listened": 0}, "yesno": {"money": True}, "themes": ["long_wait"], "words": "A chair."}


def said(village):
    private = village.opened().private
    return [opening.read(private, bytes(ballot.sealed)) for ballot in Ballot.objects.all()]


@pytest.fixture
def numbers(village):
    village.key()
    return village.cards(3)


@pytest.fixture
def ready(village, numbers):
    """A tablet that was made ready by Asha: what it keeps."""
    return tablet.listing(village.one)


def box(ready, card, office, holder="", quarter=None, answers=SAID, **changed):
    """What a tablet keeps of one person's answers: the same as tablet.js makes."""
    about = {"office": office, "holder": holder}
    inside = json.dumps({"v": ready["version"], **about, **answers}, ensure_ascii=False).encode("utf-8", "replace")
    inner = seal.seal_to(base64.b64decode(ready["counting"]), seal.pad(inside, ready["inner"]))
    envelope = {
        "card": card, **about, "quarter": str(this_quarter()) if quarter is None else str(quarter),
        "box": ready["box"], "inner": base64.b64encode(inner).decode(),
    }  # fmt: skip
    whole = seal.pad(json.dumps(envelope | changed).encode(), ready["outer"])
    return base64.b64encode(seal.seal_to(base64.b64decode(ready["receiving"]), whole)).decode()


def post(*boxes):
    phone = Phone()
    response = phone.client.post(TAKE, json.dumps({"boxes": list(boxes)}), content_type="application/json")
    assert response.status_code == 200
    assert not response.cookies
    return response.json()["results"]


def test_a_ballot_arrives_as_if_it_were_cast_here(village, ready, numbers):
    assert post(box(ready, numbers[0], village.bdo.code, village.hari.code)) == ["kept"]
    assert Ballot.objects.get().quarter == str(this_quarter())
    (inside,) = said(village)
    assert {key: inside[key] for key in SAID} == SAID
    assert (inside["office"], inside["holder"], inside["mode"]) == (village.bdo.code, village.hari.code, "kiosk")
    assert inside["rater"] == cards.rater_of(cards.patience.root(numbers[0]))
    assert Card.objects.filter(used=True).count() == 1


def test_it_cannot_be_told_from_one_that_was_cast_online(village, ready, numbers):
    village.tell(numbers[0], "bdo")
    post(box(ready, numbers[1], village.bdo.code))
    longest = SAID | {"words": '"' * 500, "themes": sorted(questionnaire().keys("themes"))}
    post(box(ready, numbers[2], village.bdo.code, village.hari.code, answers=longest))
    assert {len(bytes(ballot.sealed)) for ballot in Ballot.objects.all()} == {4096 + 48}


@pytest.mark.parametrize("letter", ["আ", "😀", "x", '"', "\n"])
def test_the_longest_words_in_any_script_fit(village, ready, numbers, letter):
    answers = {
        "items": dict.fromkeys(questionnaire().keys("items"), 4),
        "yesno": dict.fromkeys(questionnaire().keys("yesno"), False),
        "themes": sorted(questionnaire().keys("themes")),
        "words": "x" + letter * (498 // max(1, len(letter.encode("utf-16-le")) // 2)) + "x",
    }
    assert post(box(ready, numbers[0], village.bdo.code, village.hari.code, answers=answers)) == ["kept"]
    (inside,) = said(village)
    assert inside["words"] == answers["words"]


def test_it_is_counted_like_every_other(village, ready, numbers):
    village.tell(numbers[0], "bdo")
    assert post(*(box(ready, n, village.bdo.code) for n in numbers[1:])) == ["kept", "kept"]
    village.age()
    assert (village.count().counted, Ballot.objects.count()) == (3, 0)


def test_coming_twice_changes_nothing(village, ready, numbers):
    """The acknowledgement was lost: the tablet sends the same box again, also after the quarter."""
    one = box(ready, numbers[0], village.bdo.code)
    assert post(one) == ["kept"]
    assert post(one, one) == ["kept", "kept"]
    assert Ballot.objects.count() == 1


def made_earlier():
    """The tablet was made ready in the quarter before."""
    (tablet_keys.home() / str(this_quarter())).rename(tablet_keys.home() / str(last_quarter()))


def earlier(village):
    """The tablet was made ready in the quarter before, and the cards were good then, too."""
    made_earlier()
    until = str(this_quarter().plus(2))
    Card.objects.update(until=until)
    Stack.objects.update(until=until)


def test_coming_again_after_the_quarter_counts_once(village, ready, numbers):
    earlier(village)
    one = box(ready, numbers[0], village.bdo.code, quarter=last_quarter())
    assert post(one) == ["kept"]
    assert village.count().counted == 1
    Sitting.objects.all().delete()  # even if nobody remembered that it was counted
    assert post(one) == ["kept"]
    assert village.count().counted == 0


def test_what_comes_late_keeps_its_quarter_until_that_is_counted(village, ready, numbers):
    earlier(village)
    assert post(box(ready, numbers[0], village.bdo.code, quarter=last_quarter())) == ["kept"]
    assert Ballot.objects.get().quarter == str(last_quarter())
    village.count()
    assert post(box(ready, numbers[1], village.bdo.code, quarter=last_quarter())) == ["late"]
    assert not Ballot.objects.exists()


def test_while_somebody_counts_the_tablet_keeps_it(village, ready, numbers):
    earlier(village)
    rina, devi = village.rina, village.devi
    Sitting.objects.create(room=village.network, leader=rina, coordinator=devi, state="running")
    assert post(box(ready, numbers[0], village.bdo.code, quarter=last_quarter())) == ["later"]
    assert post(box(ready, numbers[0], village.bdo.code)) == ["kept"]


def test_a_clock_that_is_wrong_gives_no_second_voice_in_the_next_quarter(village, ready, numbers):
    """The key that opened it decides: the same box is of the same quarter whenever it comes."""
    earlier(village)
    one = box(ready, numbers[0], village.bdo.code, quarter="2093-94 Q2")
    assert post(one) == ["kept"]
    assert Ballot.objects.get().quarter == str(last_quarter())
    village.count()
    assert post(one) == ["late"]


def test_a_box_of_the_next_quarter_waits_for_it(village, ready, numbers):
    assert post(box(ready, numbers[0], village.bdo.code, quarter=this_quarter().plus(1))) == ["later"]
    assert not Ballot.objects.exists()


def test_what_was_made_ready_last_quarter_is_answered_in_this_one(village, ready, numbers):
    earlier(village)
    assert post(box(ready, numbers[0], village.bdo.code, quarter=this_quarter())) == ["kept"]
    assert Ballot.objects.get().quarter == str(this_quarter())


@pytest.mark.parametrize("online", [False, True])
def test_a_tablets_ballot_replaces_none_that_is_there(village, ready, numbers, online):
    old = box(ready, numbers[0], village.bdo.code, answers=SAID | {"words": "Old."})
    if online:
        village.tell(numbers[0], "bdo")
    else:
        post(box(ready, numbers[0], village.bdo.code))
    before = bytes(Ballot.objects.get().sealed)
    assert post(old, old) == ["kept", "kept"]
    assert bytes(Ballot.objects.get().sealed) == before


@pytest.mark.parametrize("name", ["card", "office", "holder", "quarter", "box"])
@pytest.mark.parametrize("strange", ["\ud800", "a\0b", "\0", "é"])
def test_half_a_sign_on_the_envelope_is_answered(village, ready, numbers, name, strange):
    said = {"card": numbers[0], "office": village.bdo.code} | {name: strange}
    (answer,) = post(box(ready, **said))
    assert answer == ("card" if name == "card" else "unreadable")
    assert post(box(ready, numbers[0], village.bdo.code)) == ["kept"]


def crafted(ready, number, office, words, quarter=None):
    """A box whose answers hold half a sign: JSON's own escapes can write it, UTF-8 cannot."""
    inside = {"v": ready["version"], "office": office, "holder": "", **SAID, "words": words}
    inner = seal.seal_to(base64.b64decode(ready["counting"]), seal.pad(json.dumps(inside).encode(), ready["inner"]))
    return box(ready, number, office, quarter=quarter, inner=base64.b64encode(inner).decode())


def test_counting_goes_on_with_half_a_sign_among_the_ballots(village, ready, numbers):
    earlier(village)
    strange = crafted(ready, numbers[0], village.bdo.code, "\ud800", last_quarter())
    assert post(strange, box(ready, numbers[1], village.bdo.code, quarter=last_quarter())) == ["kept", "kept"]
    assert (village.count().counted, Ballot.objects.count()) == (1, 0)


def test_own_words_from_a_tablet_are_as_plain_as_every_others(village, ready, numbers):
    post(crafted(ready, numbers[0], village.bdo.code, " a\0b\u202ec\nd "))
    assert said(village)[0]["words"] == "abc\nd"


def test_a_card_that_is_not_active_yet_keeps_its_box_on_the_tablet(village, ready, numbers):
    stack, (number,) = cards.print_stack(village.one, village.mina, 1)
    one = box(ready, number, village.bdo.code)
    assert post(one) == ["later"]
    assert not Ballot.objects.exists()
    cards.activate(stack, village.asha, village.rina, 1)
    assert post(one) == ["kept"]


@pytest.mark.parametrize("quarter", ["", "2019-20 Q1", "2093-94 Q2", "yesterday", "2026-99 Q1"])
def test_a_clock_that_is_wrong_decides_nothing(village, ready, numbers, quarter):
    assert post(box(ready, numbers[0], village.bdo.code, quarter=quarter)) == ["kept"]
    assert Ballot.objects.get().quarter == str(this_quarter())


def test_a_card_gives_no_voice_in_a_quarter_before_it_was_active(village, ready, numbers):
    made_earlier()
    assert post(box(ready, numbers[0], village.bdo.code, quarter=last_quarter())) == ["card"]


@pytest.mark.parametrize("kind", ["unknown", "misread", "void", "empty", "long"])
def test_without_a_good_card_nothing_is_kept(village, ready, numbers, kind):
    number = {"unknown": "1234567890123452", "misread": "1" * 16, "empty": "", "long": "1" * 4000}.get(kind)
    if kind == "void":
        number = numbers[0]
        cards.void_own(number)
    assert post(box(ready | {"outer": 8192}, number, village.bdo.code)) == ["card"]
    assert not Ballot.objects.exists()


def test_about_what_is_not_in_the_list(village, ready, numbers):
    for office, holder in (
        ("K7MR2PX", ""), ("", ""), (village.bdo.code, village.gopal.code), (village.desk_two.code, ""),
    ):  # fmt: skip
        assert post(box(ready, numbers[0], office, holder)) == ["office"]
    assert not Ballot.objects.exists()


def test_an_office_that_was_closed_meanwhile_is_still_taken(village, ready, numbers):
    close_office(village.bdo, timezone.localdate() - dt.timedelta(days=1))
    assert post(box(ready, numbers[0], village.bdo.code)) == ["kept"]


def test_a_card_of_another_network_cannot_be_used_here(village, ready, numbers):
    keys.make_key(village.two, {village.asha: "tamarind under"}, {village.kabir: "seven slow f"})
    stack, (number,) = cards.print_stack(village.two, village.mina, 1)
    for leader in (village.asha, village.rina):
        Membership.objects.create(
            account=leader, organisation=village.two, role="leader", valid_from=dt.date(2020, 1, 1)
        )
    cards.activate(stack, village.asha, village.rina, 1)
    assert post(box(ready, number, village.bdo.code)) == ["group"]


def test_what_is_not_ours_is_unreadable_and_harms_nothing(village, ready, numbers):
    other = seal.new_pair()
    strange = [
        box(ready | {"receiving": base64.b64encode(other.public).decode()}, numbers[0], village.bdo.code),
        base64.b64encode(b"").decode(), base64.b64encode(b"x" * 4144).decode(),
        box(ready, numbers[0], village.bdo.code, more="field"), box(ready, 7, village.bdo.code),
        box(ready, numbers[0], village.bdo.code, inner="not base64"),
        box(ready, numbers[0], village.bdo.code, inner=base64.b64encode(b"short").decode()),
        box(ready, numbers[0], village.bdo.code, inner=None), box(ready, numbers[0], ["x"]),
    ]  # fmt: skip
    good = box(ready, numbers[0], village.bdo.code)
    assert post(*strange, good) == ["unreadable"] * len(strange) + ["kept"]


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"boxes": 1}', '{"boxes": [1]}', '{"boxes": ["%%"]}', "null", "[" * 5000, "\xff",
             json.dumps({"boxes": ["AAAA"] * 21}), '{"boxes": "AAAA"}', '{"boxes": {"a": "b"}}']
)  # fmt: skip
def test_a_post_that_is_none_gets_an_answer(village, body):
    response = Phone().client.post(TAKE, body.encode("latin-1"), content_type="application/json")
    assert response.status_code == 400
    assert response.json() == {"error": "unreadable"}


def test_a_ballot_that_says_something_else_inside_is_not_counted(village, ready, numbers):
    """Whoever runs the server cannot put somebody's answers to another office."""
    answers = SAID | {"office": village.gp.code, "holder": ""}
    post(box(ready, numbers[0], village.bdo.code, answers=answers))
    assert said(village) == [None]


@pytest.mark.parametrize(
    "answers", [{}, {"items": {"respect": 9}}, SAID | {"words": "x" * 501}, SAID | {"themes": 3}, SAID | {"v": "1"}]
)
def test_answers_that_cannot_be_are_refused_at_the_counting(village, ready, numbers, answers):
    post(box(ready, numbers[0], village.bdo.code, answers=answers))
    assert said(village) == [None]


def test_the_server_cannot_read_what_it_takes_in(village, ready, numbers):
    whole = box(ready, numbers[0], village.bdo.code)
    envelope, quarter = tablet.opened(base64.b64decode(whole))
    assert quarter == this_quarter()
    assert envelope.card == numbers[0]
    for _quarter, private in tablet_keys.openers():
        with pytest.raises(seal.CannotOpen):
            seal.open_with(private, base64.b64decode(envelope.inner))


def test_nothing_of_a_batch_is_written_but_sealed_ballots(village, ready, numbers, caplog):
    before = written("default"), written("vault")
    post(*(box(ready, number, village.bdo.code) for number in numbers), "AAAA")
    assert (written("default"), written("vault")) == before
    assert not [number for number in numbers if number.encode() in everything()]
    assert b"A chair" not in everything()
    assert not [record for record in caplog.records if record.name.startswith("pakhi")]


def test_all_boxes_have_one_size(village, ready, numbers):
    few = box(
        ready, numbers[0], village.bdo.code, answers={"items": {"safe": 1}, "yesno": {}, "themes": [], "words": ""}
    )
    many = box(ready, numbers[1], village.bdo.code, village.hari.code, answers=SAID | {"words": "আ" * 500})
    assert len(few) == len(many)


def test_each_quarter_has_its_key_and_old_ones_are_destroyed(village, ready, numbers, monkeypatch):
    whole = box(ready, numbers[0], village.bdo.code)
    now = this_quarter()
    for later, answer in ((1, True), (2, False)):
        monkeypatch.setattr(tablet_keys, "this_quarter", lambda later=later: now.plus(later))
        tablet_keys.receiving()
        assert (tablet.opened(base64.b64decode(whole)) is not None) is answer
    assert len(list(tablet_keys.home().iterdir())) == 2
    assert oct(next(tablet_keys.home().glob("20*")).stat().st_mode)[-3:] == "600"


def old_key():
    """A key that is too old, and another name for its file, by which its bytes are still seen."""
    path = tablet_keys.home() / str(this_quarter().plus(-2))
    tablet_keys.lay(path, b"k" * 32)
    seen = tablet_keys.home().parent / "seen"
    seen.unlink(missing_ok=True)
    os.link(path, seen)
    return path, seen


@pytest.mark.parametrize("way", ["count", "take"])
def test_a_key_that_is_destroyed_is_overwritten(village, ready, numbers, way):
    path, seen = old_key()
    if way == "count":
        village.count()
    else:
        post("AAAA")
    assert (path.exists(), seen.read_bytes()) == (False, bytes(32))
    seen.unlink()


def test_what_a_crash_left_of_a_key_goes_and_the_key_stays(village, ready, numbers):
    home, now = tablet_keys.home(), tablet_keys.receiving()
    (home / ".half").write_bytes(b"h" * 32)
    os.link(home / str(this_quarter()), home / ".second")
    (home / ".young").write_bytes(b"y" * 32)
    for name in (".half", ".second"):
        os.utime(home / name, (0, 0))
    tablet_keys.destroy_old()
    assert sorted(path.name for path in home.glob(".*")) == [".young"]
    assert tablet_keys.receiving() == now


def test_an_empty_key_file_opens_nothing_and_is_made_anew(village, ready, numbers):
    (tablet_keys.home() / str(last_quarter())).touch()
    (tablet_keys.home() / "20th").touch()
    assert [quarter for quarter, _private in tablet_keys.openers()] == [this_quarter()]
    (tablet_keys.home() / str(this_quarter())).write_bytes(b"")
    assert tablet_keys.openers() == []
    assert len(tablet_keys.receiving()) == 32


def test_the_tablet_knows_the_quarters_in_which_its_key_lives(village, ready):
    assert [quarter["name"] for quarter in ready["quarters"]] == [str(this_quarter()), str(this_quarter().plus(1))]


def test_the_worker_changes_with_what_is_shown_in_any_language(village, monkeypatch):
    def shown():
        return Phone().client.get("/v/tablet/worker.js").content

    before = shown()
    assert shown() == before
    monkeypatch.setattr(pages_tablet, "sound_of", lambda key: "/new" if get_language() == "te" else "")
    assert shown() != before


def test_the_list_is_for_a_leaders_pass_of_today(village, numbers):
    client = Phone().client
    good = client.get(reverse("v:tablet_list", args=[new_pass("tablet", village.asha, village.one)]))
    assert good.status_code == 200
    assert village.bdo.code in good.json()["offices"]
    assert village.desk_two.code not in good.json()["offices"]
    for note in (new_pass("kiosk", village.asha, village.one), "nothing", "AAAA"):
        answer = client.get(reverse("v:tablet_list", args=[note]))
        assert (answer.status_code, "offices" in answer.json()) == (400, False)


def test_the_list_names_no_survivor_and_no_card(village, numbers):
    text = json.dumps(tablet.listing(village.one), ensure_ascii=False)
    assert not [word for word in ("Asha", "Rina", *numbers) if word in text]


def test_a_tablets_pass_casts_nothing_online(village, numbers):
    phone = Phone()
    phone.get(f"/v/p/{new_pass('tablet', village.asha, village.one)}")
    phone.press(card=numbers[0])
    phone.choose("family", "block-office")
    phone.choose("place", village.block.pk)
    phone.choose("office", village.bdo.code)
    phone.choose("holder", "")
    phone.press(respect="2")
    phone.press()
    assert phone.status == 400
    assert not Ballot.objects.exists()


def test_only_a_leader_gets_a_tablet_ready(village, numbers):
    rounds = reverse("voice:rounds")
    assert "/v/tablet/#p=" in village.client("asha").post(rounds, {"mode": "tablet"}).content.decode()
    assert "/v/tablet/#p=" not in village.client("mou").post(rounds, {"mode": "tablet"}).content.decode()
    assert "Get a tablet ready" not in village.client("mou").get(rounds).content.decode()


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
def test_the_page_holds_all_screens_and_nothing_of_anybody(village, language):
    phone = Phone()
    phone.get(f"/v/tablet/?l={language}")
    assert phone.page.language == language
    for screen in ("unready", "preparing", "start", "family", "place", "office", "holder", "tell", "check", "done"):
        assert f'data-screen="{screen}"' in phone.page.html
    assert village.bdo.code not in phone.page.html


def test_the_worker_keeps_every_file_of_the_page(village):
    client = Phone().client
    script = client.get("/v/tablet/worker.js")
    assert script["Content-Type"].startswith("text/javascript")
    files = json.loads(script.content.decode().split("FILES = ")[1].split("\n")[0])
    page = Phone()
    page.get("/v/tablet/")
    statics = {address.split("#")[0] for address in page.page.addresses if address.startswith("/static/")}
    assert statics <= set(files)
    assert all(f"/v/tablet/?l={code}" in files for code in ("en", "bn", "hi", "te"))


def test_a_key_that_another_process_lays_at_the_same_moment_is_not_taken_away(monkeypatch):
    """Between the look and the turn of this process another one was faster: tablets seal to its key already."""
    alone, faster = tablet_keys.alone, b"k" * tablet_keys.LENGTH

    def late(folder):
        tablet_keys.lay(folder / str(this_quarter()), faster)
        return alone(folder)

    monkeypatch.setattr(tablet_keys, "alone", late)
    assert tablet_keys.receiving() == faster
    assert [private for _quarter, private in tablet_keys.openers()] == [faster]
