"""A note in a case: its words are sealed, it stands in the story, a colleague may be asked to read it."""

from __future__ import annotations

import pytest

from pakhi.cbr import desk_work
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, threads, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
WORDS = "Her aunt comes on Mondays"


def at(rina, rest: str = "") -> str:
    return f"/desk/people/{rina.code}/case/{rest}"


def test_a_note_is_its_words(book, mou):
    with pytest.raises(Faulty) as fault:
        write(book, Said("note"), mou)
    assert (fault.value.question, fault.value.why) == ("words", "missing")
    assert not Thread.objects.exists()


def test_who_cannot_open_the_case_is_not_asked(keepers, book, mou):
    for name in ("kabir", "ravi"):
        with pytest.raises(Faulty) as fault:
            write(book, Said("note", {"who": keepers.village.accounts[name].pk}, words=WORDS), mou)
        assert fault.value.question == "who"
    assert not Thread.objects.exists()


def test_it_is_written_on_its_page_read_with_a_reason_and_stands_in_the_story(keepers, rina, book, salma):
    mou = client(keepers, "mou")
    typed = {"words": WORDS, "who": salma.pk, "day": str(today()), "number": "n1", "seen": ""}
    assert mou.post(at(rina, "new/note"), typed).status_code == 302
    [note] = threads([book], "note")
    assert WORDS not in str(Step.objects.values_list("values", flat=True))
    story = mou.get(at(rina, "story?kind=note")).content.decode()
    assert at(rina, note.number) in story
    assert WORDS not in story
    for name in ("mou", "salma"):
        read = client(keepers, name).post(at(rina, f"{note.number}/words"), {"reason": "visit"})
        assert WORDS in read.content.decode()


def test_who_is_named_finds_it_among_what_is_due_and_is_led_to_the_note(keepers, rina, book, mou, salma):
    note = write(book, Said("note", {"who": salma.pk}, number="n1", words=WORDS), mou).thread
    [asked] = threads([book], desk_work.MENTION.key, running=True)
    assert (asked.owner_id, asked.about, asked.due) == (salma.pk, note.number, today() + desk_work.TO_READ)
    write(book, Said("note", {"who": salma.pk}, thread=note.number, number="n1", words=WORDS), mou)
    assert len(threads([book], desk_work.MENTION.key)) == 1  # sent twice, it is asked once
    shown = client(keepers, "salma").get(at(rina)).content.decode()
    assert "A colleague asked you to look." in shown
    assert f'{at(rina, note.number)}">What they wrote' in shown


def test_the_case_says_of_her_packet_whether_it_waits_or_was_agreed_since_when_and_by_whom(
    keepers, rina, book, mou, salma
):
    packet = desk_work.ask(book, ["stands"], "", mou).thread
    browser = client(keepers, "mou")
    line = browser.get(at(rina)).content.decode().split("Her packet</a>", 1)[1].split("</p>", 1)[0]
    assert "Asked for; somebody else decides" in line
    assert "Field worker" in line
    packet.refresh_from_db()
    desk_work.decide(packet, "agreed", salma)
    line = browser.get(at(rina)).content.decode().split("Her packet</a>", 1)[1].split("</p>", 1)[0]
    assert "May be printed" in line
    assert "Supervisor" in line
    assert "Field worker" not in line
