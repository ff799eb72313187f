"""Survivors' own words lie apart from their answers; leaders and one editor read them, not knowing whose they are."""

import json

import pytest

from pakhi.lib import seal
from pakhi.voice import count, keys
from pakhi.voice import words as own_words
from pakhi.voice.tests.dump import everything
from tests.village import PASSPHRASE, Words, last_quarter

SAID = "They gave me water and a chair."


@pytest.fixture
def told(village):
    """Five survivors rated the block office, one of them the police; two wrote something."""
    village.key()
    numbers = village.cards(5)
    for number, face in zip(numbers, (1, 2, 3, 4, 4), strict=True):
        village.tell(number, "bdo", face=face)
    village.tell(numbers[0], "bdo", words=SAID)
    village.tell(numbers[1], "police", words="দিদি ভালো করে বুঝিয়ে দিলেন।")
    village.age()


def read(village):
    return own_words.read(village.network, village.rina, PASSPHRASE["rina"])


def test_words_are_read_after_counting_with_their_office_and_quarter(village, told):
    assert read(village) == []
    village.count()
    found = {said.words: said for said in read(village)}
    assert set(found) == {SAID, "দিদি ভালো করে বুঝিয়ে দিলেন।"}
    assert (found[SAID].about, found[SAID].quarter) == ("Block office, Amdanga", str(last_quarter()))


def test_an_office_that_few_people_rated_is_not_named(village, told):
    village.count()
    (said,) = [said for said in read(village) if said.words != SAID]
    assert said.about == "Police station"


def test_no_rater_is_with_the_words_and_no_words_with_the_rater(village, told):
    village.count()
    private = keys.open_words_key(village.key(), village.rina, PASSPHRASE["rina"])
    for row in Words.objects.all():
        inside = json.loads(seal.unpad(seal.open_with(private, bytes(row.sealed))))
        assert set(inside) == {"office", "holder", "quarter", "words"}
    _number, rows, _raters = count.archive(village.opened())
    assert not any("words" in row for row in rows)


def test_words_are_nowhere_in_the_clear(village, told):
    village.count()
    assert SAID.encode() not in everything()


def test_the_counters_do_not_open_them_with_the_counting_key(village, told):
    village.count(figures=False)
    with pytest.raises(seal.CannotOpen):
        seal.open_with(village.opened().private, bytes(Words.objects.first().sealed))


@pytest.mark.parametrize("letter", ["a", "ন", "😀", '"', "\\"])
def test_all_words_have_the_same_size(village, letter):
    village.key()
    (number,) = village.cards()
    village.tell(number, "bdo", words=letter * 500)
    village.tell(number, "police", words="Hm.")
    village.age()
    village.count(figures=False)
    assert len({len(row.sealed) for row in Words.objects.all()}) == 1


@pytest.mark.parametrize("who", ["asha", "devi", "mou", "mina", "kabir"])
def test_who_holds_no_share_reads_nothing(village, told, who):
    village.count(figures=False)
    with pytest.raises(keys.WrongPassphrase):
        own_words.read(village.network, village.accounts[who], PASSPHRASE["rina"])


def test_a_broken_row_does_not_hide_the_others(village, told):
    village.count()
    public = bytes(village.key().words_public)
    for sealed in (b"broken", seal.seal_to(public, b"no padding"), seal.seal_to(public, seal.pad(b"[1]", 64))):
        Words.objects.create(box=village.key().box, sealed=sealed)
    assert len(read(village)) == 2
