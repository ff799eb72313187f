"""Entity lists as ODK Collect gets and changes them: one's own people by code, an organisation's lists by code only."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import itertools
import random
import uuid
from xml.etree import ElementTree

import pytest

from pakhi.field import devices, entities, publish
from pakhi.field.models import Answer, Arrival, Change, Dataset, Entity
from pakhi.field.tests.conftest import CANARY, VISIT, Phone, record
from pakhi.field.xlsform import NotAForm
from pakhi.lib.clock import today
from pakhi.vault import assign, identity, leave
from pakhi.vault.keys import Refused
from tests.canaries import found, tables
from tests.readers import read
from tests.sheets import sheet

State = Arrival.State
WELLS = sheet(
    "wells_form", "select_one_from_file people.csv | person | Who? |",
    "select_one_from_file wells.csv | well | Which well? |", "integer | depth | How deep? | depth",
    "select_one yes_no | dry | Dry? | dry", "text | remark | Anything else? |",
    title="Wells", columns="type | name | label | save_to", more="""
| entities |
| | list_name | entity_id | create_if | update_if | label |
| | wells | coalesce(${well}, uuid()) | ${well} = '' | ${well} != '' | concat('Well ', ${depth}) |
""",
)  # fmt: skip
VISITS = WELLS.replace("wells", "rounds").replace("| Who? | |", "| Who? | who |")
NAMELESS = {"names": {"names": [{"text": CANARY, "script": "latn", "kind": "usual"}]}}
WELL, OTHER = (str(uuid.UUID(int=number, version=4)) for number in (7, 8))


@pytest.fixture
def wells(village) -> object:
    return publish.go_live(publish.upload(WELLS.encode(), "wells.md", village.organisations["one"], None))


@pytest.fixture
def people(ready) -> dict[str, object]:
    """Three people of CBO One; Mou is there for two, Salma for the third."""
    one, salma = ready.organisations["one"], ready.accounts["salma"]
    made = [identity.register(one, NAMELESS, salma) for _ in range(3)]
    for person, who in zip(made, ("mou", "mou", "salma"), strict=True):
        assign.assign(person, ready.accounts[who], salma)
    return {"mou": {made[0].code, made[1].code}, "salma": {made[2].code}, "first": made[0]}


def sent(
    key: str = WELL,
    make: bool = False,
    base: object = "",
    trunk: object = "",
    branch: str = "",
    old: str = "",
    form: str = "wells_form",
    dataset: str = "wells",
    label: str = "",
    number: str = "",
    **answers: object,
) -> str:
    """A record that says something about a well, as Collect sends it."""
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
    deprecated = f"<deprecatedID>{old}</deprecatedID>" if old else ""
    act = 'create="1"' if make else f'update="1" baseVersion="{base}" trunkVersion="{trunk}" branchId="{branch}"'
    return (
        f'<data id="{form}" version="1">{inside}<meta><instanceID>{number or "uuid:" + str(uuid.uuid4())}</instanceID>'
        f'{deprecated}<entity dataset="{dataset}" id="{key}" {act}><label>{label}</label></entity></meta></data>'
    )


def manifest(phone: Phone, version) -> dict[str, dict[str, str]]:
    """File name -> what the manifest says of it."""
    top = ElementTree.fromstring(phone.get(f"forms/{version.pk}/manifest").content)
    told = [{child.tag.rpartition("}")[2]: child.text for child in media} | media.attrib for media in top]
    return {one["filename"]: one for one in told}


def fetch(phone: Phone, address: str, **headers: str):
    return phone.client.get(address.removeprefix("http://testserver"), headers=phone.shown | headers)


def rows(phone: Phone, version, name: str = "wells") -> list[dict[str, str]]:
    """A list as a phone reads it, its hash checked."""
    told = manifest(phone, version)[f"{name}.csv"]
    content = read(fetch(phone, told["downloadUrl"]))
    assert told["hash"] == f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_people_of_a_phone_are_those_of_its_worker_by_code_and_nothing_else(phone, wells, people, ready) -> None:
    told = manifest(phone, wells)["people.csv"]
    assert told["type"] == "entityList"
    assert {(one["name"], one["label"], one["__version"]) for one in rows(phone, wells, "people")} == {
        (code, code, "1") for code in people["mou"]
    }
    assert CANARY.encode() not in read(fetch(phone, told["downloadUrl"]))
    one = ready.organisations["one"]
    salma = Phone(*devices.add(ready.accounts["salma"], one), one)
    assert {row["name"] for row in rows(salma, wells, "people")} == people["salma"]


def test_who_is_no_longer_there_or_on_leave_loses_them_from_the_phone(phone, wells, people, ready) -> None:
    before = manifest(phone, wells)["people.csv"]["hash"]
    mou, salma = ready.accounts["mou"], ready.accounts["salma"]
    assign.assign(people["first"], salma, salma)
    assert len(rows(phone, wells, "people")) == 1
    assert manifest(phone, wells)["people.csv"]["hash"] != before
    leave.on_leave(phone.organisation.code, mou, salma, salma, today(), today() + dt.timedelta(days=3))
    assert rows(phone, wells, "people") == []


def test_a_list_has_its_columns_before_anything_is_in_it(phone, wells) -> None:
    told = manifest(phone, wells)["wells.csv"]
    assert read(fetch(phone, told["downloadUrl"])) == b"name,label,__version,depth,dry\n"


def test_a_record_makes_an_entry_and_another_changes_it(phone, wells) -> None:
    assert phone.send(sent(make=True, label="Well 4", depth="4", dry="no", remark=CANARY)).status_code == 201
    assert rows(phone, wells) == [{"name": WELL, "label": "Well 4", "__version": "1", "depth": "4", "dry": "no"}]
    phone.send(sent(base=1, trunk=1, branch="b", dry="yes"))
    assert rows(phone, wells) == [{"name": WELL, "label": "Well 4", "__version": "2", "depth": "4", "dry": "yes"}]
    assert [place for place, held in tables().items() if found([CANARY], held)] == []


def test_a_list_that_a_phone_has_is_not_sent_again_until_it_changes(phone, wells) -> None:
    phone.send(sent(make=True, depth="4"))
    address = manifest(phone, wells)["wells.csv"]["downloadUrl"]
    first = fetch(phone, address)
    again = fetch(phone, address, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, read(again)) == (304, b"")
    pressed = fetch(phone, address, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(read(pressed)) == read(first)
    assert pressed["ETag"] != first["ETag"]
    phone.send(sent(base=1, trunk=1, branch="b", depth="5"))
    assert fetch(phone, address, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_any_order_and_every_record_twice_gives_the_same_list(phone, wells) -> None:
    first = [
        sent(make=True, label="Well", depth="4"),
        sent(base=1, branch="b", depth="5"), sent(base=2, branch="b", dry="yes"), sent(base=3, branch="b", depth="6"),
    ]  # fmt: skip
    results = set()
    for order in itertools.islice(itertools.permutations(first), 0, 24, 5):
        key = str(uuid.uuid4())
        for content in random.Random(key).sample([*order, *order], 8):
            content = content.replace(WELL, key).replace(">uuid:", f">uuid:{key[:8]}")
            assert phone.send(content).status_code == 201
        entity = Entity.objects.get(key=key)
        results.add((entity.number, entity.label, str(sorted(entity.values.items())), entity.conflict))
    assert results == {(4, "Well 4", "[('depth', '6'), ('dry', 'yes')]", False)}
    assert not Arrival.objects.exclude(state=State.TAKEN).exists()


def test_a_change_without_what_made_the_entry_waits_and_no_phone_sees_it(phone, wells) -> None:
    phone.send(sent(base=2, branch="b", depth="5"))
    assert rows(phone, wells) == []
    assert Arrival.objects.get().state == State.TAKEN
    assert Entity.objects.get().number == 0
    phone.send(sent(make=True, label="Well", depth="4"))
    assert [(row["depth"], row["__version"]) for row in rows(phone, wells)] == [("5", "2")]


def test_two_phones_in_conflict_are_flagged_and_a_person_decides(phone, wells, ready) -> None:
    phone.send(sent(make=True, label="Well", depth="4"))
    for branch, depth in (("a", "5"), ("b", "6")):
        phone.send(sent(base=1, trunk=1, branch=branch, depth=depth))
    entity = Entity.objects.get()
    assert entity.conflict
    assert entities.conflicts([phone.organisation.pk]) == 1
    leaves = entities.tree_of(entity).leaves
    with pytest.raises(Refused):
        entities.decide(entity, leaves[0].number, [leaves[0].number], ready.accounts["salma"])
    entities.decide(entity, leaves[0].number, [one.number for one in leaves], ready.accounts["salma"])
    entity.refresh_from_db()
    assert (entity.conflict, entity.values["depth"], entity.number) == (False, leaves[0].values["depth"], 4)
    with pytest.raises(Refused):
        entities.decide(entity, leaves[0].number, [one.number for one in leaves], ready.accounts["salma"])
    assert rows(phone, wells)[0]["__version"] == "4"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (sent(key="", make=True, depth="4"), "entity_id"),
        (sent(key="not-a-uuid", base=1, depth="4"), "entity_id"),
        (sent(make=True, dataset="people", depth="4"), "entity_list"),
        (sent(make=True, dataset="elsewhere", depth="4"), "entity_list"),
        (sent(make=True, dry=CANARY.replace(" ", "_")), "answer"),
        (sent(make=True, depth="deep"), "answer"),
    ],
)
def test_what_cannot_be_in_a_list_waits_in_quarantine_with_its_whole_record(phone, wells, content, why) -> None:
    assert phone.send(content).status_code == 201
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.why) == (State.QUARANTINE, why)
    assert not Entity.objects.exists()
    assert not Answer.objects.exists()


def test_another_organisations_list_is_another_list(phone, wells, ready) -> None:
    two = ready.organisations["two"]
    theirs = publish.go_live(publish.upload(WELLS.encode(), "wells.md", two, None))
    kabir = Phone(*devices.add(ready.accounts["kabir"], two), two)
    phone.send(sent(make=True, depth="4"))
    kabir.send(sent(base=1, trunk=1, branch="b", depth="9"))
    assert [row["depth"] for row in rows(phone, wells)] == ["4"]
    assert rows(kabir, theirs) == []
    assert kabir.get(f"forms/{wells.pk}/media/wells.csv").status_code == 404


def test_entries_about_a_person_are_on_the_phones_of_those_who_are_there_for_her(phone, people, ready) -> None:
    one = ready.organisations["one"]
    version = publish.go_live(publish.upload(VISITS.encode(), "rounds.md", one, None))
    salma = Phone(*devices.add(ready.accounts["salma"], one), one)
    mine, hers = min(people["mou"]), min(people["salma"])
    phone.send(sent(WELL, True, form="rounds_form", dataset="rounds", person=mine, depth="1"))
    salma.send(sent(OTHER, True, form="rounds_form", dataset="rounds", person=hers, depth="2"))
    assert [row["who"] for row in rows(phone, version, "rounds")] == [mine]
    assert [row["who"] for row in rows(salma, version, "rounds")] == [hers]
    phone.send(sent(str(uuid.uuid4()), True, form="rounds_form", dataset="rounds", person=hers, depth="3"))
    assert Arrival.objects.latest("pk").why == "person"
    assert told(phone, version, "rounds", [WELL, OTHER]) == {WELL: "false", OTHER: "true"}


def told(phone: Phone, version, name: str, keys: list[str]) -> dict[str, str]:
    """What the integrity address says of some entries."""
    address = phone.get(f"forms/{version.pk}/integrity/{name}", id=",".join(keys))
    assert address["X-OpenRosa-Version"] == "1.0"
    top = ElementTree.fromstring(address.content)
    return {one.get("id"): one[0].text for one in top.find("entities")}


def test_a_phone_is_told_what_to_lose_and_nothing_of_what_has_not_come_yet(phone, wells, people, ready) -> None:
    phone.send(sent(make=True, depth="4"))
    assert manifest(phone, wells)["wells.csv"]["integrityUrl"].endswith(f"/forms/{wells.pk}/integrity/wells")
    assert told(phone, wells, "wells", [WELL, OTHER]) == {WELL: "false"}
    before = manifest(phone, wells)["wells.csv"]["hash"]
    entities.take_out(Entity.objects.get(), ready.accounts["salma"])
    assert told(phone, wells, "wells", [WELL, OTHER]) == {WELL: "true"}
    assert rows(phone, wells) == []
    assert manifest(phone, wells)["wells.csv"]["hash"] != before
    mine, hers = min(people["mou"]), min(people["salma"])
    answer = told(phone, wells, "people", [mine, hers, "A2BC3DEF"])
    assert answer == {mine: "false", hers: "true", "A2BC3DEF": "true"}  # whether a code exists is not told


@pytest.mark.parametrize(
    ("made", "label", "called"),
    [
        ("concat('Well ', ${depth})", CANARY, "Well 4"),  # the server makes it
        ("concat('Well ', jr:choice-name(${dry}, '${dry}'))", "Well No", "Well No"),
        ("concat('Well ', jr:choice-name(${dry}, '${dry}'))", "Well Jhilmilita", WELL[:8]),
        ("if(${depth} > 3, 'deep', 'flat')", "(deep) 4", "(deep) 4"),
        ("if(${depth} > 3, 'deep', 'flat')", CANARY, WELL[:8]),
        ("${depth}", CANARY, "4"),
    ],
)
def test_a_label_says_nothing_but_what_the_form_and_the_checked_values_say(phone, village, made, label, called) -> None:
    text = WELLS.replace("concat('Well ', ${depth})", made)
    version = publish.go_live(publish.upload(text.encode(), "wells.md", village.organisations["one"], None))
    phone.send(sent(make=True, label=label, depth="4", dry="no"))
    assert [row["label"] for row in rows(phone, version)] == [called]
    assert [place for place, held in tables().items() if found(["Jhilmilita"], held)] == []


def test_an_entry_about_a_person_has_no_label(phone, people, ready) -> None:
    version = publish.upload(VISITS.encode(), "rounds.md", ready.organisations["one"], None)
    publish.go_live(version)
    mine = min(people["mou"])
    phone.send(sent(WELL, True, form="rounds_form", dataset="rounds", label=CANARY, person=mine, depth="1"))
    assert [row["label"] for row in rows(phone, version, "rounds")] == [WELL[:8]]
    assert Entity.objects.get().label == ""


GROUPS = """| | begin_group | a | | |
| | integer | same | How many? | |
| | end_group | | | |
| | begin_group | b | | |
| | text | same | Who? | |
| | end_group | | | |
| | text | remark"""
REFUSED = [
    (WELLS.replace("| | text | remark", GROUPS).replace("${depth})", "/data/a/same)"), "“same” is neither"),
    (WELLS.replace("| | text | remark", GROUPS).replace("${depth})", "/data/b)"), "“b” is neither"),
    (WELLS.replace("${depth})", "string(..))"), "is neither"),
    (WELLS.replace("| remark | Anything else? | |", "| remark | Anything else? | remark |"),
     "Sheet “survey”, row 6, column “save_to”: “remark” is neither"),
    (WELLS.replace("concat('Well ', ${depth})", "concat('Well ', ${remark})"),
     "Sheet “entities”, row 2, column “label”: “remark” is neither"),
    (WELLS.replace("concat('Well ', ${depth})", "concat('Well ', /data/remark)"), "“remark” is neither"),
    (WELLS.replace("| | text | remark", "| | text | name_of | Name? | |\n| | calculate | said | | |\n| | text | remark")
     .replace("| name | label | save_to |", "| name | label | save_to | calculation |")
     .replace("| | calculate | said | | |", "| | calculate | said | | said | ${name_of} |"), "“said” is neither"),
    (WELLS.replace("| | wells | coalesce", "| | people | coalesce"),
     "Sheet “entities”, row 2, column “list_name”: “people”"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_form_that_would_put_a_text_into_a_list_is_refused_with_row_and_column(village, text, said) -> None:
    with pytest.raises(NotAForm) as refused:
        publish.upload(text.encode(), "wells.md", village.organisations["one"], None)
    assert said in str(refused.value)
    assert not Dataset.objects.exists()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_a_corrected_record_replaces_the_earlier_one_in_whatever_order_they_come(phone, wells, order) -> None:
    numbers = [f"uuid:0000000{place}-0000-4000-8000-1234567890ab" for place in range(3)]
    versions = [
        sent(make=True, depth=str(place + 4), label="Well", number=numbers[place], old=older)
        for place, older in enumerate(["", *numbers[:2]])
    ]
    for place in order:
        assert phone.send(versions[place]).status_code == 201
    states = dict(Arrival.objects.values_list("instance", "state"))
    assert states == {numbers[0]: State.REPLACED, numbers[1]: State.REPLACED, numbers[2]: State.TAKEN}
    assert list(Answer.objects.filter(question="depth").values_list("value", flat=True)) == ["6"]
    assert [(row["depth"], row["__version"]) for row in rows(phone, wells)] == [("6", "3")]
    assert Change.objects.count() == 3
    assert not Entity.objects.get().conflict


def test_a_correction_of_what_a_room_has_taken_in_waits_for_a_person(phone, ready, monkeypatch) -> None:
    from pakhi.field import handlers
    from pakhi.field.handlers import Taken

    taken = []
    monkeypatch.setitem(handlers.HANDLERS, "product", lambda one: taken.append(one.record.instance) or Taken())
    publish.go_live(publish.upload(VISIT.replace("visit", "product").encode(), "product.md", None, None))
    first, second = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab", "uuid:0a1b2c3d-0000-4000-8000-1234567890ac"
    phone.send(record(first, form="product", came="yes"))
    later = record(second, form="product", came="no").replace("</meta>", f"<deprecatedID>{first}</deprecatedID></meta>")
    phone.send(later)
    assert dict(Arrival.objects.values_list("state", "why")) == {State.TAKEN: "", State.QUARANTINE: "edited"}
    third, fourth = first.replace("ab", "ad"), second.replace("ac", "ae")
    phone.send(later.replace(first, third).replace(second, fourth))
    phone.send(record(third, form="product", came="yes"))
    assert Arrival.objects.get(instance=third).state == State.REPLACED
    assert taken == [first, fourth]
