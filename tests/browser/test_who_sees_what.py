"""Who belongs elsewhere sees nothing, and nobody who is rated at work finds how."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser.papers import read, walk
from tests.browser.people import pages_about_people
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
OPEN_TO_ALL = {"/desk/invented"}  # in a demonstration, so that one can find whom to be
FORMATS = ("pdf", "xlsx", "csv")
# Who takes somebody on, may be shown something, or gets a letter is chosen among organisations and offices.
RECIPIENTS = re.compile(r"/desk/(hand-overs|letters\?letter=\w+|person/\w+/(ask\?purpose=.+|offer|consents.*))$")
# Colleagues are named here for what they do with people, in no list of offices or figures.
COLLEAGUES = re.compile(
    r"/desk/(people$|caseload|person/|at/|keys|log|notices|limits|hand-overs|phones|inbox|calls|on-call|follow-ups|"
    r"hand-over-notes|helpdesk|office-reports|talks|phone-file|names-for-a-visit|people/\w+/|day$|board|cases|groups|"
    r"agreed/|villages|hearings$|shared/)"
)


def ask(data: Path, question: str, database: str = "records") -> list[tuple[str, ...]]:
    """Read the records as they lie on the disk."""
    with closing(sqlite3.connect(f"file:{data / database}.sqlite3?mode=ro", uri=True)) as records:
        return list(records.execute(question))


def seated(data: Path, where: str) -> dict[str, str]:
    """Codes and names of those who sit, or sat, in some offices."""
    rows = ask(
        data,
        f"""select holder.code, holder.names from network_holder holder
            join network_post post on post.id = holder.post_id join network_office office on office.id = post.office_id
            where office.{where}""",
    )
    return {code: json.loads(names)["en"] for code, names in rows}


def own_desks(data: Path) -> tuple[set[str], set[str]]:
    """Codes of all who sit at an organisation's own desk; names of those who share theirs with no public officer."""
    own = seated(data, "organisation_id is not null")
    return set(own), set(own.values()) - set(seated(data, "organisation_id is null").values())


def named(text: str, names: set[str]) -> set[str]:
    """Which of the names stand in a text, as whole words."""
    return {name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}


@pytest.fixture(scope="module")
def seen_by_devi(everybody: Visitors) -> set[str]:
    """The addresses of everything that the coordinator finds by following links."""
    found = set(walk(everybody.staff("devi").context.request))
    everybody.leave()
    assert len(found) > 25
    return found


def test_a_worker_of_another_organisation_sees_nothing(visitors: Visitors, seen_by_devi: set[str]) -> None:
    data = visitors.product.data
    organisations = {name for (name,) in ask(data, "select name from network_organisation where name != 'CBO Two'")}
    offices, holders = ({code for (code,) in ask(data, f"select code from network_{t}")} for t in ("office", "holder"))
    stacks = {code for (code,) in ask(data, "select code from voice_stack")}
    [(home,)] = ask(data, "select code from network_organisation where name = 'CBO Two'")
    people = {code for (code,) in ask(data, f"select code from vault_person where organisation != '{home}'", "vault")}
    assert len(people) > 15

    kabir = visitors.staff("kabir").context.request
    for address in sorted((seen_by_devi | set(walk(kabir))) - OPEN_TO_ALL):
        status, text = read(kabir, address)
        assert status in {200, 404}, (address, status)
        if status == 200:
            chosen = organisations | offices if RECIPIENTS.match(address) else set()
            assert named(text, organisations | offices | holders | stacks | people) - chosen == set(), address


def test_kabir_cannot_open_by_address_what_devi_opens(visitors: Visitors, seen_by_devi: set[str]) -> None:
    kabir = visitors.staff("kabir").context.request
    one_by_one = [
        address
        for address in seen_by_devi
        if re.search(r"/desk/(cards/.+|counting/.*|words/|reports/(offices/.+|flags/|team/|export/flags.*))", address)
    ]
    assert len(one_by_one) > 8
    assert {kabir.get(address).status for address in one_by_one} == {404}


@pytest.mark.parametrize("name", ["mou", "salma", "ravi", "mina"])
def test_who_works_there_never_sees_how_a_worker_is_rated(visitors: Visitors, name: str) -> None:
    codes, names = own_desks(visitors.product.data)
    visitor = visitors.staff(name).context.request
    pages = walk(visitor, FORMATS if name == "mou" else ("csv",))
    assert any("/export/" in address for address in pages)
    for address, text in pages.items():
        if address not in OPEN_TO_ALL:
            assert named(text, codes if COLLEAGUES.match(address) else codes | names) == set(), address

    for code in list(codes)[:3]:
        assert visitor.get(f"/desk/reports/offices/{code}/").status == 404
        for form in FORMATS:
            assert visitor.get(f"/desk/reports/export/office/{form}?ratee={code}").status == 404
    for form in FORMATS:
        assert visitor.get(f"/desk/reports/export/team/{form}").status == 404


def test_leaders_and_the_coordinator_see_them(visitors: Visitors) -> None:
    _codes, names = own_desks(visitors.product.data)
    for name in ("rina", "devi"):
        _status, text = read(visitors.staff(name).context.request, "/desk/reports/team/")
        assert named(text, names)


def test_nobody_opens_by_address_a_person_for_whom_they_are_not_there(visitors: Visitors) -> None:
    salma = visitors.staff("salma")
    salma.goto("/desk/caseload?who=nobody")
    codes = [link.split("/")[-2] for link in salma.locator("tbody th a").evaluate_all("all => all.map((a) => a.href)")]
    every = pages_about_people(salma, {"busiest": codes[0], "looked at in an emergency": codes[1]}).values()
    about = [address for address in every if any(code in address for code in codes[:2]) and "?person" not in address]
    assert len(about) > 8
    assert {salma.context.request.get(address).status for address in about} == {200}
    for name in ("kabir", "mou", "ravi", "rina", "devi"):
        visitor = visitors.staff(name).context.request
        assert {visitor.get(address).status for address in about} == {404}, name
