"""Who may open what: the access table is complete, and every page keeps it.

The table is walked cell by cell (row x role x relation), and every page is really asked for by every role from the
same organisation, from the network, from another organisation, and by nobody.
"""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from pakhi.network.access import ANYONE, COLUMNS, REACH, Relation, Row, Sheet, sheet
from pakhi.network.models import Membership
from pakhi.network.models.account import Role
from pakhi.reports.snapshot import take
from tests import readers
from tests.addresses import METHODS, routes
from tests.readers import House, browser
from tests.village import LONG_AGO, Village

ROUTES = {route.page: route for route in routes()}
ROWS = [sheet().rows[key] for key in sorted(sheet().rows)]
CELLS = [
    (row, column, relation)
    for row in ROWS
    for column in COLUMNS
    for relation in ([None] if column == ANYONE else Relation)
]
COUNTED = f"{len(ROWS)} rows x ({len(Role.values)} roles x {len(Relation)} relations + nobody) = {len(CELLS)} cells"
ROOMS = sorted({row.page.partition(":")[0] if ":" in row.page else "site" for row in ROWS})
SLOW = ("reports:", "pakhi:")  # each of these reads a snapshot
COUNTED_FIRST = "reports:office"  # there is no page of an office that nobody has rated


def rows_of(room: str) -> list[Row]:
    """The rows of a room's pages, reading before writing; the page that needs counted voices comes last."""
    mine = [row for row in ROWS if row.page.startswith(f"{room}:") or (room == "site" and ":" not in row.page)]
    return sorted(mine, key=lambda row: (row.page == COUNTED_FIRST, row.method, row.page))


def homes(row: Row) -> tuple[str, ...]:
    """Where the readers of a page come from. CBO One has things of its own, of its network and of CBO Two to ask for,
    so that it alone makes every relation; for lists, CBO Two is asked besides where that costs little."""
    cheap = row.page.startswith(("desk:", "voice:")) and not readers.owned(ROUTES[row.page])
    return ("one", "two") if cheap else ("one",)


def of_cbo_one(house: House) -> list[str]:
    """Names and codes of CBO One, its network and everybody there."""
    homes = [house.village.organisations[home] for home in ("one", "network")]
    inside = Membership.objects.filter(organisation__in=homes).select_related("account")
    codes = [str(house.things[home][thing]) for home in ("one", "network") for thing in ("stack", "person", "other")]
    return [*codes, *(o.name for o in homes), *(o.code for o in homes), *(m.account.name for m in inside)]


def told(words: list[str], page: HttpResponse) -> list[str]:
    """Which of the words a page holds, each as a word: random letters in a form's token may spell a short name."""
    text = page.content.decode()
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]


@pytest.mark.parametrize("cells", [CELLS], ids=[COUNTED])
def test_no_cell_is_undecided(cells) -> None:
    for row, column, relation in cells:
        assert row.cells[column] in REACH, (row.page, row.method, column)
        assert isinstance(row.allows(column, relation), bool)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    names = [route.page for route in routes()]
    assert len(names) == len(set(names)), "two addresses share a name"
    with_rows = {row.page for row in ROWS}
    assert set(names) - with_rows == set(), "a route without a row"
    assert with_rows - set(names) == set(), "a row without a route"


def test_what_an_address_captures_is_known_to_these_tests_or_has_an_owner() -> None:
    harmless = {"ratee", "report", "format", "language", "key", "note", "other", "token", "name", "version", "disguise",
                "sound", "kind", "thread", "tool", "series", "shared", "paper"}  # fmt: skip
    captured = {name for route in routes() for name in route.captured}
    assert captured <= harmless | set(sheet().owners)


def test_a_page_about_a_person_is_asked_for_by_readers_who_are_assigned() -> None:
    about = [row for row in ROWS if "assigned" in row.cells.values()]
    for row in about:
        asked = readers.questions(row, ROUTES[row.page], ("one",))
        wanted = {(one.role, one.owner, one.expected) for one in asked}
        assert {("worker", readers.MINE, True), ("worker", "one", False)} <= wanted, row.page
    assert about


def test_two_rows_for_one_page_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    from pakhi.desk import access

    monkeypatch.setattr(access, "ROWS", [*access.ROWS, access.ROWS[0]])
    with pytest.raises(ValueError, match="stands twice"):
        Sheet()


@pytest.mark.parametrize("room", [pytest.param(room, marks=[pytest.mark.slow] * (room == "reports")) for room in ROOMS])
def test_every_page_keeps_its_rows(house: House, settings, room: str) -> None:
    readers.give_second_factors(house)
    settings.DEMONSTRATION = True  # one page is there in a demonstration only
    faults = []
    for row in rows_of(room):
        if row.page == COUNTED_FIRST:
            readers.voices(house.village, settings.DATA)
        for asked in readers.questions(row, ROUTES[row.page], homes(row)):
            faults.append(house.fault(asked))
    assert [fault for fault in faults if fault] == []
    assert len(faults) > len(Role.values)


def test_the_cast_is_shown_before_sign_in_in_a_demonstration_only(house: House, settings) -> None:
    for demonstration, status in ((False, 404), (True, 200)):
        settings.DEMONSTRATION = demonstration
        for client in (browser(), house.client("manager", "one")):
            assert client.get("/desk/invented").status_code == status
    assert "Mou" in browser().get("/desk/invented").content.decode()


def test_methods_without_a_row_are_refused_to_everybody(house: House) -> None:
    clients = (house.client("coordinator", "network"), browser())
    for route in ROUTES.values():
        listed = {row.method for row in ROWS if row.page == route.page}
        listed |= {"HEAD"} if "GET" in listed else set()
        address = route.address(house.things["one"])
        for method in set(METHODS) - listed:
            for client in clients:
                assert client.generic(method, address).status_code == 405, (method, route.page)


def test_without_the_gate_these_tests_fail(house: House, settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith(".Gate")]
    for key in (("voice:stack", "GET"), ("voice:activate", "POST"), ("desk:home", "GET")):
        row = sheet().rows[key]
        asked = list(readers.questions(row, ROUTES[row.page], ("two",)))
        refused = [one for one in asked if not one.expected]
        assert len([one for one in refused if house.fault(one)]) == len(refused)


def test_an_address_that_names_nothing_looks_like_one_that_is_not_yours(house: House) -> None:
    kabir = house.village.client("kabir")
    hers = kabir.get(f"/desk/cards/{house.things['one']['stack']}/")
    nothing = kabir.get("/desk/cards/NTHNGX/")
    assert (hers.status_code, nothing.status_code) == (404, 404)
    assert hers.content == nothing.content


def test_kabir_of_cbo_two_sees_nothing_of_cbo_one(house: House, settings) -> None:
    """He is outside the network: what is CBO One's is not there for him, and his lists are empty."""
    take(settings.DATA)
    kabir = house.village.client("kabir")
    for owner in ("one", "network"):
        for page in ("voice:stack", "voice:sitting"):
            assert kabir.get(ROUTES[page].address(house.things[owner])).status_code == 404
    for page in ("voice:activate", "voice:void"):
        assert kabir.post(ROUTES[page].address(house.things["one"])).status_code == 404
    desk = house.village.offices["desk_one"].code
    assert kabir.get(f"/desk/reports/offices/{desk}/").status_code == 404
    assert kabir.get(f"/desk/reports/export/office/csv?ratee={desk}").status_code == 404


def test_another_organisation_finds_no_name_and_no_code(house: House, settings) -> None:
    """Whatever somebody is in CBO Two, no page that opens to them holds a word of CBO One or its network."""
    readers.voices(house.village, settings.DATA)
    secret = of_cbo_one(house)
    for role in Role.values:
        client = house.client(role, "two")
        for row in [row for row in ROWS if row.method == "GET" and row.allows(role, None)]:
            slow = row.page.startswith(SLOW) and role not in {Role.LEADER, Role.COORDINATOR}
            if row.page.startswith(("desk:", "voice:", "reports:")) and not slow:
                page = client.get(ROUTES[row.page].address(house.things["two"]))
                assert told(secret, page) == [], (role, row.page)


def test_their_own_people_do_find_them(house: House) -> None:
    """The words that the test above misses are on these pages for somebody who may read them."""
    page = house.client("leader", "one").get("/desk/people")
    assert {"CBO One", "Banyan Network", "Mou"} <= set(told(of_cbo_one(house), page))


def test_who_left_an_organisation_is_out_at_once(village: Village) -> None:
    mou = village.client("mou")
    assert mou.get("/desk/").status_code == 200
    Membership.objects.filter(account=village.accounts["mou"]).update(valid_to=LONG_AGO)
    assert mou.get("/desk/").status_code == 404


def test_a_closed_account_is_out_at_once(village: Village) -> None:
    mou = village.client("mou")
    village.accounts["mou"].is_active = False
    village.accounts["mou"].save()
    assert mou.get("/desk/").status_code == 302


def test_a_token_that_ran_out_or_was_made_up_opens_nothing(village: Village) -> None:
    import datetime as dt

    from pakhi.lib.clock import today
    from pakhi.network.models import ApiToken

    yesterday = today() - dt.timedelta(days=1)
    ApiToken.objects.create(account=village.accounts["devi"], digest=ApiToken.hash("old"), valid_to=yesterday)
    for token in ("old", "made-up", ""):
        answer = browser().get("/api/reports/offices", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_the_session_of_the_staff_site_does_not_open_the_json(village: Village) -> None:
    assert village.client("devi").get("/api/reports/offices").status_code == 401
