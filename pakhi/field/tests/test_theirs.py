"""Phones of leaders, coordinators and researchers: the forms of their role, nobody's code, and nothing else."""

from __future__ import annotations

import re

import pytest

from pakhi.field import caseload, devices, publish, theirs
from pakhi.field.models import Arrival, Talk
from pakhi.field.tests.app import ask, bring, with_app, write
from pakhi.field.tests.conftest import CANARY, Phone, record, words
from pakhi.field.tests.filler import fill, in_use
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import identity
from pakhi.vault.models import Assignment
from tests.sheets import sheet

ROLES = {"asha": "leader", "devi": "coordinator", "noor": "researcher"}
STUDY = {"focus_group", "key_informant", "programme_staff", "duty_bearer"}
THEIRS = {"asha": {"focus_group"}, "devi": STUDY, "noor": STUDY}


def phone_of(village, name: str) -> Phone:
    """A phone of somebody who has this role in CBO One."""
    one, account = village.organisations["one"], village.accounts[name]
    Membership.objects.get_or_create(
        account=account, organisation=one, role=ROLES.get(name, "worker"), defaults={"valid_from": today()}
    )
    return Phone(*devices.add(account, one), one)


def offered(phone: Phone) -> set[str]:
    return set(re.findall(r"<formID>(\w+)<", phone.get("formList").content.decode()))


@pytest.mark.parametrize("name", ROLES)
def test_a_role_is_offered_its_own_forms_only(ready, visit, name: str) -> None:
    publish.ship()
    assert offered(phone_of(ready, name)) == THEIRS[name]
    everything = offered(with_app(phone_of(ready, "mou")))
    assert {"visit", "person", *STUDY} <= everything
    assert offered(with_app(phone_of(ready, name))) == THEIRS[name]


@pytest.mark.parametrize("name", ROLES)
def test_another_form_is_not_to_be_had_by_its_address(ready, visit, name: str) -> None:
    mine, other = in_use("focus_group"), in_use("consent")
    phone = phone_of(ready, name)
    for version, status in ((mine, 200), (other, 404), (visit, 404)):
        assert phone.get(f"forms/{version.pk}.xml").status_code == status
        assert phone.get(f"forms/{version.pk}/manifest").status_code == status
        assert phone.get(f"forms/{version.pk}/media/people.csv").status_code == 404


@pytest.mark.parametrize("name", ROLES)
def test_a_talk_of_theirs_is_taken_in(ready, name: str) -> None:
    phone = with_app(phone_of(ready, name))
    assert bring(phone, write(phone, fill(in_use("focus_group")).content)).status_code == 201
    assert Arrival.objects.get().state == "taken"
    assert Talk.objects.get().tool == "focus_group"


@pytest.mark.parametrize("name", ROLES)
def test_another_form_of_theirs_is_kept_and_waits_with_its_sentence(ready, visit, name: str, signed_in) -> None:
    phone = with_app(phone_of(ready, name))
    assert bring(phone, write(phone, record(who=CANARY, came="yes"))).status_code == 201
    report = fill(in_use("office_report"))
    files = {name.replace(".", "__"): b"a picture" for name in report.files}
    assert bring(phone, write(phone, report.content, **files)).status_code == 201
    assert {(one.state, one.why) for one in Arrival.objects.all()} == {("quarantine", "role")}
    assert "not for the role" in words(signed_in("salma").get("/desk/inbox"))


@pytest.mark.parametrize("name", ROLES)
def test_no_code_of_anybody_is_on_their_phones(ready, name: str) -> None:
    """Not even where an assignment of another time was left."""
    phone = with_app(phone_of(ready, name))
    names = {"names": {"names": [{"text": CANARY, "script": "latn", "kind": "usual"}]}}
    person = identity.register(phone.organisation, names, ready.accounts["salma"])
    Assignment.objects.create(person=person, account=phone.device.account.pk, kind="main", by=0)
    answer = ask(phone, "state")
    assert answer.json()["people"] == []
    assert person.code not in answer.content.decode()
    assert caseload.of(phone.device.account, phone.organisation) == []


@pytest.mark.parametrize("name", ROLES)
def test_they_set_up_and_end_their_own_phone(ready, name: str) -> None:
    phone_of(ready, name)
    client = ready.client(name)
    mine = Membership.objects.current().get(account=ready.accounts[name], organisation=ready.organisations["one"])
    page = client.post("/desk/phones", {"whose": str(mine.pk), "label": "mine"})
    assert page.status_code == 200
    made = devices.Device.objects.get(label="mine")
    assert made.account == ready.accounts[name]
    text = words(client.get("/desk/phones"))
    assert "forms that are for your role" in text
    assert "A file from a phone" not in text
    assert client.post(f"/desk/phones/{made.code}/revoke").status_code == 302
    hers = phone_of(ready, "mou").device
    assert client.post(f"/desk/phones/{hers.code}/revoke").status_code == 404


def test_who_has_two_roles_has_the_forms_of_both(ready, visit) -> None:
    phone_of(ready, "noor")
    one = ready.organisations["one"]
    Membership.objects.create(account=ready.accounts["noor"], organisation=one, role="worker", valid_from=today())
    assert "visit" in offered(phone_of(ready, "noor"))


@pytest.mark.parametrize("name", ["ravi", "finn"])
def test_other_roles_have_no_phone(ready, name: str) -> None:
    one = ready.organisations["one"]
    if name == "finn":
        Membership.objects.create(account=ready.accounts["finn"], organisation=one, role="funder", valid_from=today())
    phone = Phone(*devices.add(ready.accounts[name], one), one)
    assert phone.get("formList").status_code == 401
    assert phone.send(record()).status_code == 401


HEAD = "form leader coordinator researcher"


@pytest.mark.parametrize("text", ["form a b c", f"{HEAD}\nx yes no", f"{HEAD}\nx yes no maybe"])
def test_a_table_with_an_undecided_cell_stops_the_start(text: str) -> None:
    with pytest.raises(ValueError, match=r"columns of this table|undecided"):
        theirs.table(text)


def test_every_row_of_the_table_is_a_form_of_the_product() -> None:
    assert set(theirs.FORMS) <= {path.parent.name for path in publish.SHIPPED.glob("*/form.md")}
    assert set(theirs.FORMS) == STUDY


WALLS = sheet("walls", "select_one yes_no | whole | Are the walls whole?")
ABOUT = {
    "who": WALLS.replace(
        "| | select_one yes_no | whole |", "| | text | names | Name |\n| | select_one yes_no | whole |"
    ),
    "list": WALLS.replace(
        "| | select_one yes_no | whole |",
        "| | select_one_from_file people.csv | woman | Who? |\n| | select_one yes_no | whole |",
    ),
}


def own_form(village, text: str = WALLS):
    return publish.upload(text.encode(), "walls.md", village.organisations["one"], None)


def give(village, version, *roles: str):
    return village.client("salma").post(f"/desk/forms/{version.pk}", {"action": "others", "role": list(roles)})


@pytest.mark.parametrize("name", ROLES)
def test_an_organisation_gives_its_own_form_to_a_role_and_takes_it_back(ready, name: str) -> None:
    version = publish.go_live(own_form(ready))
    phone = phone_of(ready, name)
    assert offered(phone) == set()
    assert give(ready, version, ROLES[name]).status_code == 302
    assert offered(phone) == {"walls"}
    others = [other for other in ROLES if other != name]
    assert [offered(phone_of(ready, other)) for other in others] == [set(), set()]
    assert phone.get(f"forms/{version.pk}.xml").content == bytes(version.xform)
    assert phone.send(record(form="walls", whole="yes")).status_code == 201
    assert Arrival.objects.get().state == "taken"
    assert give(ready, version).status_code == 302
    assert offered(phone) == set()
    assert phone.get(f"forms/{version.pk}.xml").status_code == 404
    assert phone.send(record(form="walls", whole="no")).status_code == 201
    assert Arrival.objects.filter(state="quarantine", why="role").count() == 1


@pytest.mark.parametrize("kind", ABOUT)
def test_a_form_about_people_is_never_given(ready, kind: str) -> None:
    version = publish.go_live(own_form(ready, ABOUT[kind]))
    answer = give(ready, version, "leader")
    assert answer.status_code == 409
    assert "about people or works with a list" in words(answer)
    version.form.refresh_from_db()
    assert version.form.others == []


@pytest.mark.parametrize("kind", ABOUT)
def test_a_later_version_that_is_about_people_stays_with_workers(ready, kind: str) -> None:
    give(ready, publish.go_live(own_form(ready)), "leader")
    phone = phone_of(ready, "asha")
    assert offered(phone) == {"walls"}
    later = publish.go_live(own_form(ready, ABOUT[kind].replace("| walls | 1 |", "| walls | 2 |")))
    assert offered(phone) == set()
    assert phone.get(f"forms/{later.pk}.xml").status_code == 404
    assert phone.get(f"forms/{later.pk}/media/people.csv").status_code == 404


def test_nothing_but_the_three_roles_is_given(ready) -> None:
    version = publish.go_live(own_form(ready))
    assert give(ready, version, "funder", "mis", "leader").status_code == 302
    version.form.refresh_from_db()
    assert version.form.others == ["leader"]


def test_who_fills_a_form_of_the_product_is_not_for_an_organisation_to_say(ready) -> None:
    publish.ship()
    version = in_use("consent")
    assert give(ready, version, "leader").status_code == 404
    with pytest.raises(ValueError, match="of the product"):
        theirs.give(version.form, ["leader"])
