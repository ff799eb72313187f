"""What lies in the databases: nothing by which a ballot could be brought back to a person, a moment or a machine."""

import base64
import json
import logging

import pytest
from django.apps import apps

from pakhi.lib import seal
from pakhi.lib.clock import this_quarter
from pakhi.voice import cards, cast, count, opening
from pakhi.voice.cast import Assistant, Reply
from pakhi.voice.models import Result
from pakhi.voice.tests.dump import cells, columns, everything, tables, written
from tests.village import CAST, Ballot, Card

KEY, BYTES, TEXT, YES, NUMBER, JSON = "key", "bytes", "text", "yes or no", "number", "json"
LISTED = {
    "ballots_ballot": {"id": KEY, "slot": BYTES, "box": TEXT, "quarter": TEXT, "sealed": BYTES, "spent": YES},
    "ballots_card": {
        "id": KEY, "digest": BYTES, "ticket": BYTES, "stack": TEXT, "state": TEXT, "used": YES, "until": TEXT,
    },
    "ballots_archive": {"id": KEY, "box": TEXT, "number": NUMBER, "content": TEXT, "sealed": BYTES},
    "ballots_words": {"id": KEY, "box": TEXT, "sealed": BYTES},
    "ballots_outgoing": {"id": KEY, "box": TEXT, "number": NUMBER, "content": JSON, "arrived": YES},
}  # fmt: skip
KINDS = {
    "BinaryField": BYTES, "CharField": TEXT, "BooleanField": YES, "JSONField": JSON, "AutoField": KEY,
    "BigAutoField": KEY, "BigIntegerField": KEY, "PositiveIntegerField": NUMBER, "IntegerField": NUMBER,
    "RandomKey": KEY,
}  # fmt: skip


def test_the_ballots_database_has_the_listed_columns_and_no_other():
    found = {
        model._meta.db_table: {field.column: KINDS[type(field).__name__] for field in model._meta.fields}
        for model in apps.get_app_config("ballots").get_models()
    }
    assert found == LISTED


def test_the_tables_on_the_disk_are_those_of_the_list(village):
    own = [table for table in tables("ballots") if table != "django_migrations"]
    assert sorted(own) == sorted(LISTED)
    for table, listed in LISTED.items():
        kinds = {name: KINDS[kind] for name, kind in columns("ballots", table).items()}
        assert kinds.keys() == listed.keys()
        assert all(kinds[name] == kind or kind == KEY for name, kind in listed.items()), table


def test_no_column_of_the_ballots_database_holds_a_moment():
    fields = [field for model in apps.get_app_config("ballots").get_models() for field in model._meta.fields]
    assert not [field for field in fields if "Date" in type(field).__name__ or "Time" in type(field).__name__]


def test_no_relation_leaves_or_enters_the_ballots_database():
    for model in apps.get_app_config("ballots").get_models():
        assert not [field for field in model._meta.get_fields() if field.is_relation]


@pytest.fixture
def traffic(village):
    """Cards printed, activated, used and made void; ballots cast alone and with help; a quarter counted."""
    village.key()
    for username, account in village.accounts.items():  # words so long that no sealed bytes hold them by chance
        account.username, account.name = f"login-of-{username}", f"The name of {account.name}"
        account.save()
    numbers = village.cards(6)
    for number in numbers:
        village.tell(number, "hari", face=2, words="I came three times.")
    village.age()
    village.count()
    for number, helper in zip(numbers, ("asha", "rina", "mou", None, None, None), strict=True):
        mode = "worker" if helper == "mou" else "peer" if helper else "kiosk"
        assistant = Assistant(village.accounts[helper], village.one) if helper else None
        cast.cast(cards.hold(number), Reply(village.gp.code, items={"respect": 1}), mode, assistant)
    cards.void_own(numbers[5])
    return numbers


def spellings(value: object) -> list[bytes]:
    """A value as it might stand elsewhere."""
    if isinstance(value, int):
        return [str(value).encode(), value.to_bytes(8, "big"), value.to_bytes(8, "little"), f"{value:x}".encode()]
    raw = bytes(value)
    return [raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"="), base64.urlsafe_b64encode(raw).rstrip(b"=")]


def test_no_value_of_a_ballot_is_in_any_other_database(village, traffic):
    elsewhere = written("default") + written("vault")
    for ballot in Ballot.objects.all():
        for value in (ballot.pk, ballot.slot, ballot.sealed):
            assert not [known for known in spellings(value) if known in elsewhere]
    assert {(ballot.box, ballot.quarter) for ballot in Ballot.objects.all()} == {
        (village.key().box, str(this_quarter()))
    }


def test_no_value_of_a_ballot_is_in_the_row_of_a_card(village, traffic):
    of_cards = {bytes(value) for card in Card.objects.all() for value in (card.digest, card.ticket)}
    of_ballots = {bytes(ballot.slot) for ballot in Ballot.objects.all()}
    assert not of_cards & of_ballots
    assert not {card.pk for card in Card.objects.all()} & {ballot.pk for ballot in Ballot.objects.all()}


def test_no_person_is_in_the_ballots_database(village, traffic):
    ballots = written("ballots").lower()
    assert len(village.accounts) == len(CAST)
    for account in village.accounts.values():
        assert account.username.encode() not in ballots
        assert account.name.lower().encode() not in ballots


def test_who_helped_leaves_no_trace_in_any_database(village, traffic):
    def disk(alias):
        return sorted((table, name, str(value)) for table, name, value in cells(alias))

    records, vault = disk("default"), disk("vault")
    private, others = village.opened().private, {ballot.pk for ballot in Ballot.objects.all()}
    insides = []
    for helper in ("asha", "rina"):
        assistant = Assistant(village.accounts[helper], village.one)
        cast.cast(cards.hold(traffic[0]), Reply(village.police.code, items={"respect": 3}), "peer", assistant)
        sealed = bytes(Ballot.objects.exclude(pk__in=others).get().sealed)
        insides.append(json.loads(seal.unpad(seal.open_with(private, sealed))))
    assert (disk("default"), disk("vault")) == (records, vault)
    assert insides[0] == insides[1]
    assert insides[0].keys() == set(opening.KINDS) | {"from", "items", "yesno", "themes"}


def test_what_leads_from_a_card_to_its_ballots_is_nowhere_in_the_clear(village, traffic):
    disk = everything()
    for number in traffic:
        root = cards.patience.root(number)
        token = cards.rater_of(root)
        for secret in (number.encode(), root, root.hex().encode(), token.encode(), bytes.fromhex(token)):
            assert secret not in disk


def test_nothing_of_a_single_ballot_comes_out_of_a_counting(village):
    """With fewer than five people a tally would be their answers: it stays behind."""
    village.key()
    for number, face in zip(village.cards(4), (1, 2, 3, 4), strict=True):
        more = {
            "yesno": {"money": True, "told_others": True},
            "themes": ("asked_bribe",),
            "words": "He wanted 500 rupees.",
        }
        village.tell(number, "gopal", face=face, **more)
        village.tell(number, "hari", face=4)
    village.age()
    village.count()
    rows = {result.table: result.rows for result in Result.objects.all()}
    assert rows["voice_yesno"] == rows["voice_theme"] == []
    assert {row[face] for row in rows["voice_item"] for face in ("face1", "face2", "face3", "face4")} == {None}
    assert {row["score"] for row in rows["voice_batch"]} == {None}
    assert {row["raters"] for row in rows["voice_batch"]} == {4}
    assert b"asked_bribe" not in written("default")
    assert b"rupees" not in everything()


def test_tallies_of_five_people_come_out(village):
    village.key()
    for number, face in zip(village.cards(5), (1, 2, 3, 4, 4), strict=True):
        village.tell(number, "gopal", face=face, yesno={"money": face == 1}, themes=("long_wait",))
        village.tell(number, "hari", face=4)
    village.age()
    village.count()
    rows = {result.table: result.rows for result in Result.objects.all()}
    money = [row for row in rows["voice_yesno"] if row["ratee"] == village.gopal.code]
    assert [(row["question"], row["raters"], row["yes"]) for row in money] == [("money", 5, 1)]
    assert {(row["theme"], row["raters"]) for row in rows["voice_theme"]} == {("long_wait", 5)}
    (respect,) = [r for r in rows["voice_item"] if (r["ratee"], r["item"]) == (village.gopal.code, "respect")]
    assert [respect[f"face{face}"] for face in (1, 2, 3, 4)] == [1, 1, 1, 2]
    (batch,) = [row for row in rows["voice_batch"] if row["ratee"] == village.gopal.code]
    assert batch["score"] == pytest.approx(60)


def test_no_rater_number_leaves_the_counting_room(village, traffic):
    numbers = count.archive(village.opened())[2].values()
    outside = written("default") + written("vault")
    assert not [number for number in numbers if str(number).encode() in outside]


def test_casting_and_counting_write_nothing_into_the_log(village, caplog):
    caplog.set_level(logging.DEBUG, "pakhi")
    village.key()
    (number,) = village.cards()
    village.tell(number, "gopal", words="He wanted 500 rupees.")
    with pytest.raises(cards.Refused):
        cards.hold("1111222233334444")
    village.age()
    village.count()
    assert not [record for record in caplog.records if record.name.startswith("pakhi")]
    assert "rupees" not in caplog.text
    assert number not in caplog.text
