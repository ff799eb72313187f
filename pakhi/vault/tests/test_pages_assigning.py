"""Who is there for her, on her page and for a whole team: the pages of supervisors, and who gets nothing of them."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import assign, leave, merge
from pakhi.vault.models import Assignment, Entry, Leave
from pakhi.vault.tests.conftest import INVENTED
from tests.canaries import found
from tests.village import LONG_AGO

DAY = dt.timedelta(days=1)
CANARIES = [name for name, _script in INVENTED] + ["Ghughudanga", "00417"]


@pytest.fixture
def lata(keepers):
    """Another field worker of CBO One."""
    account = Account.objects.create(username="lata", name="Lata")
    Membership.objects.create(account=account, organisation=keepers.village.one, role="worker", valid_from=LONG_AGO)
    return account


@pytest.fixture
def people(keepers):
    """Three people whose main worker is Mou."""
    made = [keepers.register() for _ in range(3)]
    for person in made:
        assign.assign(person, keepers.village.mou, by=keepers.village.salma)
    return made


@pytest.fixture
def salma(keepers):
    return keepers.village.client("salma")


def to(keepers, page: str) -> str:
    return reverse(f"vault:{page}", args=[keepers.village.one.code])


def typed(to, way="main", start=None, end="") -> dict[str, object]:
    return {"to": to.pk, "way": way, "start": start or today(), "end": end}


def put(client, person, **said):
    return client.post(reverse("vault:assign", args=[person.code]), said)


def chosen(page, name: str) -> str:
    """What a list of a page stands at."""
    whole = re.search(rf'<select name="{name}".*?</select>', page.text, re.DOTALL)
    return (re.findall(r'<option value="(\d*)" selected>', whole[0]) if whole else ["no list"])[0]


def holders(person) -> dict[int, str]:
    """Who is there for her today, and as what."""
    return dict(Assignment.objects.current().filter(person=person).values_list("account", "kind"))


# One person


def test_a_keeper_gives_her_a_main_worker_a_stand_in_and_a_visit(keepers, people, salma, lata):
    person, mina = people[0], keepers.village.mina
    assert put(salma, person, **typed(lata)).status_code == 302
    assert put(salma, person, **typed(mina, "stand_in", today(), today() + DAY)).status_code == 302
    assert put(salma, person, **typed(keepers.village.mou, "visit", today() + 2 * DAY)).status_code == 302
    assert holders(person) == {lata.pk: "main", mina.pk: "stand_in"}
    assert assign.assigned(keepers.village.mou, person, today() + 2 * DAY)


def test_what_she_has_is_ended_and_only_once(keepers, people, salma):
    row = people[0].assignments.get()
    assert put(salma, people[0], over=row.pk).status_code == 302
    assert holders(people[0]) == {}
    page = put(salma, people[0], over=row.pk)
    assert (page.status_code, "ended already" in page.text) == (400, True)


def test_an_assignment_of_somebody_else_is_not_ended_through_her(keepers, people, salma):
    row = people[1].assignments.get()
    assert put(salma, people[0], over=row.pk).status_code == 400
    assert holders(people[1]) == {keepers.village.mou.pk: "main"}


@pytest.mark.parametrize(
    ("way", "start", "end", "said"),
    [
        ("stand_in", 0, None, "Say until which day"),
        ("stand_in", 3, 1, "the first before the last"),
        ("main", -2, None, "from today on"),
        ("queen", 0, None, "Please look at this again"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(keepers, people, salma, lata, way, start, end, said):
    days = {"start": today() + start * DAY, "end": today() + end * DAY if end is not None else ""}
    page = put(salma, people[0], **typed(lata, way, **days))
    assert (page.status_code, said in page.text) == (400, True)
    assert chosen(page, "to") == str(lata.pk)
    assert f'value="{days["start"]}"' in page.text
    assert holders(people[0]) == {keepers.village.mou.pk: "main"}


def test_who_is_on_leave_is_refused_in_a_sentence(keepers, people, salma, lata):
    leave.on_leave(keepers.village.one.code, lata, keepers.village.mou, keepers.village.salma, today(), today())
    page = put(salma, people[0], **typed(lata, "visit"))
    assert (page.status_code, "Lata is on leave" in page.text) == (400, True)


def test_nobody_from_outside_can_be_chosen(keepers, people, salma):
    for name in ("kabir", "ravi", "devi"):
        assert put(salma, people[0], **typed(keepers.village.accounts[name])).status_code == 400
    assert put(salma, people[0], to="drop table", way="main").status_code == 400
    assert holders(people[0]) == {keepers.village.mou.pk: "main"}


def test_after_a_merge_her_page_has_the_workers_of_both_records(keepers, people, salma, lata):
    other = keepers.register()
    assign.assign(other, lata, keepers.village.salma)
    merge.confirm(merge.propose(people[0], other, keepers.village.mina), keepers.village.salma)
    page = put(salma, people[0])
    assert (page.status_code, "Lata" in page.text, "her other record" in page.text) == (400, True, True)
    assert put(salma, other, over=other.assignments.get().pk).status_code == 302
    assert not assign.assigned(lata, other)


def test_a_worker_and_others_assign_nobody(keepers, people, lata):
    for name in ("mou", "ravi", "devi", "kabir", "asha", "noor", "finn"):
        assert put(keepers.village.client(name), people[0], **typed(lata)).status_code == 404
    assert put(keepers.village.client(), people[0], **typed(lata)).status_code == 403
    assert holders(people[0]) == {keepers.village.mou.pk: "main"}


def test_her_page_shows_who_is_there_and_the_form_to_keepers_only(keepers, people, lata):
    assign.stand_in(people[0], lata, keepers.village.salma, today() + DAY, today() + 3 * DAY)
    for name, form in (("salma", True), ("mina", True), ("mou", False)):
        page = keepers.village.client(name).get(reverse("vault:person", args=[people[0].code]))
        assert page.status_code == 200
        assert [word in page.text for word in ("Main worker", "Stand-in", "Lata")] == [True, True, True]
        assert (reverse("vault:assign", args=[people[0].code]) in page.text) == form
        assert found(CANARIES, page.content) == []


# The team


def figures(page) -> dict[str, tuple[str, str]]:
    """Colleague -> (main worker of, stands in for), as the table shows it."""
    rows = re.findall(r'<tr><th scope="row">(\w+).*?<td class="num">(\d+)</td><td class="num">(\d+)</td>', page.text)
    return {name: (main, instead) for name, main, instead in rows}


def test_everybodys_share_is_shown_and_who_has_nobody(keepers, people, salma, lata):
    alone = keepers.register()
    leave.on_leave(keepers.village.one.code, keepers.village.mou, lata, keepers.village.salma, today(), today() + DAY)
    page = salma.get(to(keepers, "workload"))
    assert page.status_code == 200
    assert figures(page) == {"Lata": ("0", "3"), "Mina": ("0", "0"), "Mou": ("3", "0"), "Salma": ("0", "0")}
    assert f"/person/{alone.code}/" in page.text
    assert page.text.count("on leave until") == 1


def test_who_left_and_still_has_people_is_shown_until_they_are_moved(keepers, people, salma, lata):
    Membership.objects.filter(account=keepers.village.mou).update(valid_to=today() - DAY)
    page = salma.get(to(keepers, "workload"))
    assert "works here no more" in page.text
    assert figures(page)["Mou"] == ("3", "0")
    salma.post(to(keepers, "workload"), {"of": keepers.village.mou.pk, "which": "all", "to": lata.pk})
    assert "Mou" not in figures(salma.get(to(keepers, "workload")))


def test_a_caseload_is_moved_whole_or_in_part(keepers, people, salma, lata):
    mou = keepers.village.mou.pk
    page = salma.get(to(keepers, "workload"), {"of": mou})
    assert all(f'value="{person.code}"' in page.text for person in people)
    some = {"of": mou, "which": "some", "codes": [people[0].code], "to": lata.pk}
    assert salma.post(to(keepers, "workload"), some).status_code == 302
    assert holders(people[0]) == {lata.pk: "main"}
    assert holders(people[1]) == {mou: "main"}
    assert salma.post(to(keepers, "workload"), {"of": mou, "which": "all", "to": lata.pk}).status_code == 302
    assert assign.caseloads(keepers.village.one.code) == {lata.pk: 3, 0: 0}


def test_those_who_have_nobody_are_given_somebody(keepers, people, salma, lata):
    alone = keepers.register()
    assert alone.code in salma.get(to(keepers, "workload"), {"of": 0}).text
    salma.post(to(keepers, "workload"), {"of": 0, "which": "all", "to": lata.pk})
    assert holders(alone) == {lata.pk: "main"}


def test_nothing_ticked_and_nobody_chosen_is_said_and_ticks_stay(keepers, people, salma, lata):
    mou = keepers.village.mou.pk
    page = salma.post(to(keepers, "workload"), {"of": mou, "which": "some", "to": lata.pk})
    assert (page.status_code, "Tick at least one" in page.text, chosen(page, "to")) == (400, True, str(lata.pk))
    page = salma.post(to(keepers, "workload"), {"of": mou, "which": "some", "codes": [people[1].code]})
    assert (page.status_code, page.text.count(" checked")) == (400, 2)
    assert assign.caseloads(keepers.village.one.code)[mou] == 3


def test_a_refusal_moves_nobody_and_keeps_what_was_chosen(keepers, people, salma, lata):
    leave.on_leave(keepers.village.one.code, lata, keepers.village.mou, keepers.village.salma, today(), today())
    page = salma.post(to(keepers, "workload"), {"of": keepers.village.mou.pk, "which": "all", "to": lata.pk})
    assert (page.status_code, "Lata is on leave" in page.text, chosen(page, "to")) == (400, True, str(lata.pk))
    assert assign.caseloads(keepers.village.one.code)[keepers.village.mou.pk] == 3


def test_people_of_somebody_who_is_not_here_are_not_there(keepers, people, salma):
    for number in ("x", "99999", "", "9" * 5000, str(keepers.village.kabir.pk), str(keepers.village.ravi.pk)):
        said = {"of": number, "which": "all", "to": keepers.village.mina.pk}
        assert salma.post(to(keepers, "workload"), said).status_code == 409
    assert salma.get(to(keepers, "workload"), {"of": keepers.village.kabir.pk}).status_code == 409


# Leave


def away(keepers, lata, start=0, end=6, who="mou") -> dict[str, object]:
    days = {"start": today() + start * DAY, "end": today() + end * DAY}
    return {"action": "on", "account": keepers.village.accounts[who].pk, "instead": lata.pk, **days}


def test_a_leave_is_written_down_and_ends_before_time(keepers, people, salma, lata):
    assert salma.post(to(keepers, "leave"), away(keepers, lata)).status_code == 302
    assert not assign.assigned(keepers.village.mou, people[0])
    assert assign.assigned(lata, people[0])
    page = salma.get(to(keepers, "workload"))
    assert "Lata stands in" in page.text
    back = {"action": "back", "leave": Leave.objects.get().pk}
    assert salma.post(to(keepers, "leave"), back).status_code == 302
    assert assign.assigned(keepers.village.mou, people[0])
    page = salma.post(to(keepers, "leave"), back)
    assert (page.status_code, "over already" in page.text) == (400, True)


def test_a_leave_that_cannot_be_keeps_what_was_typed(keepers, people, salma, lata):
    said = away(keepers, lata, start=3, end=1)
    page = salma.post(to(keepers, "leave"), said)
    assert (page.status_code, "the first before the last" in page.text) == (400, True)
    assert chosen(page, "instead") == str(lata.pk)
    assert f'value="{said["start"]}"' in page.text
    page = salma.post(to(keepers, "leave"), {**said, "start": "yesterday"})
    assert (page.status_code, 'value="yesterday"' in page.text) == (400, True)
    assert not Leave.objects.exists()


def test_workers_and_others_do_not_see_the_team(keepers, people, lata):
    for name in ("mou", "ravi", "devi", "kabir", "asha", "noor", "finn"):
        client = keepers.village.client(name)
        assert client.get(to(keepers, "workload")).status_code == 404
        assert client.post(to(keepers, "workload"), {"of": 0, "which": "all", "to": lata.pk}).status_code == 404
        assert client.post(to(keepers, "leave"), away(keepers, lata)).status_code == 404
    assert not Leave.objects.exists()


def test_a_supervisor_of_another_organisation_finds_nothing(keepers, people, lata):
    Membership.objects.create(account=keepers.village.kabir, organisation=keepers.village.two, role="supervisor")
    client = keepers.village.client("kabir")
    assert client.get(to(keepers, "workload")).status_code == 404
    row = leave.on_leave(
        keepers.village.one.code, keepers.village.mou, lata, keepers.village.salma, today(), today() + DAY
    )
    own = reverse("vault:leave", args=[keepers.village.two.code])
    assert client.post(own, {"action": "back", "leave": row.pk}).status_code == 400
    row.refresh_from_db()
    assert row.valid_to == today() + DAY


def test_no_name_of_hers_is_on_these_pages_or_in_the_log(keepers, people, salma, lata):
    pages = [
        salma.get(to(keepers, "workload"), {"of": keepers.village.mou.pk}), put(salma, people[0]),
        put(salma, people[0], **typed(lata)), salma.get(to(keepers, "workload")),
    ]  # fmt: skip
    for page in pages:
        assert found(CANARIES, page.content + unquote(page.get("Location", "")).encode()) == []
        assert page["Cache-Control"] == "no-store"
    assert [line.act for line in Entry.objects.order_by("-number")[:1]] == ["assign"]
    assert found(CANARIES, str(list(Entry.objects.values())).encode()) == []


def never(client, person, **said):
    return client.post(reverse("vault:apart", args=[person.code]), said)


def test_her_worker_writes_down_which_colleague_shall_never_be_there_for_her(keepers, people, lata):
    mou, her_page = keepers.village.client("mou"), reverse("vault:person", args=[people[0].code])
    assert "She wants that a colleague never sees this" in mou.get(her_page).text
    assert never(mou, people[0], never=lata.pk).status_code == 302
    shown = mou.get(her_page).text
    assert "Never this colleague" in shown
    assert "Lata" in shown
    assert f'value="{lata.pk}"' not in shown  # she is offered no more
    refused = never(mou, people[0], over=people[0].apart.get().pk)
    assert (refused.status_code, "A supervisor or manager" in panel_of(refused)) == (400, True)
    assert people[0].apart.current().exists()


def panel_of(page) -> str:
    """What stands in the panel of who is there for her, on her own page."""
    assert page.templates[0].name == "vault/person.html"
    return re.search(r'<section class="card" id="assigning".*?</section>', page.text, re.DOTALL)[0]


@pytest.mark.parametrize("sent", [{}, {"never": ""}, {"never": "999999"}, {"never": "x"}])
def test_nobody_chosen_comes_back_in_the_panel_with_the_sentence_beside_the_field(keepers, people, salma, sent):
    page = never(salma, people[0], **sent)
    inside = panel_of(page)
    assert page.status_code == 400
    assert '<details class="twin" open><summary>She wants' in inside
    assert 'class="error-summary" role="alert" tabindex="-1"' in inside  # where the page puts the focus
    assert '<a href="#apart_never">' in inside
    assert 'id="apart_never"' in inside
    assert 'aria-invalid="true"' in inside
    assert 'aria-describedby="apart_never_error"' in inside
    assert page.text.count("error-summary") == 1


def test_whom_she_cannot_be_kept_apart_from_stays_chosen_with_the_reason_beside(keepers, people, salma):
    page = never(keepers.village.client("mou"), people[0], never=keepers.village.salma.pk)
    inside = panel_of(page)
    assert (page.status_code, chosen(page, "never")) == (400, str(keepers.village.salma.pk))
    assert inside.count("A supervisor or manager of the organisation decides this.") == 2  # above, and at the field
    assert not people[0].apart.exists()


def test_what_has_ended_is_said_in_the_panel(keepers, people, salma):
    for page in (never(salma, people[0], over="999999"), put(salma, people[0], over="999999")):
        assert (page.status_code, "ended already" in panel_of(page)) == (400, True)


def test_who_is_there_comes_back_in_the_panel_too(keepers, people, salma, lata):
    page = put(salma, people[0], **typed(lata, "stand_in"))
    inside = panel_of(page)
    assert '<details class="twin" open><summary>Choose somebody' in inside
    assert 'href="#assign_end"' in inside
    assert "See what you need" in page.text
    assert chosen(page, "to") == str(lata.pk)


def test_a_panel_that_comes_back_shows_nothing_of_who_keeps_whom_to_whom_she_is_not_there(keepers, people, salma, lata):
    never(keepers.village.client("mina"), people[0], never=keepers.village.salma.pk)
    assert never(salma, people[0], never=lata.pk).status_code == 404
    assert put(salma, people[0], **typed(lata)).status_code == 404


def test_a_record_that_is_closed_says_so(keepers, people, salma, lata):
    people[0].state = "forgotten"
    people[0].save()
    page = never(salma, people[0], never=lata.pk)
    assert (page.status_code, "out of everybody" in page.text) == (400, True)


def test_for_that_supervisor_she_is_as_if_she_did_not_exist(keepers, people, salma):
    code = people[0].code
    assert never(keepers.village.client("mina"), people[0], never=keepers.village.salma.pk).status_code == 302
    unknown = "9" * 8 if code != "9" * 8 else "8" * 8
    for name in ("person", "apart", "assign", "consents"):
        there, nowhere = (salma.get(reverse(f"vault:{name}", args=[one])) for one in (code, unknown))
        assert (there.status_code, there.content.replace(code.encode(), b"")) == (
            nowhere.status_code, nowhere.content.replace(unknown.encode(), b"")
        )  # fmt: skip
    spelt = f"{code[:4]} {code[4:]}"
    for page in ("/desk/caseload", "/desk/log", "/desk/notices", to(keepers, "workload"), "/desk/board", "/desk/day"):
        shown = salma.get(page, follow=True).text
        assert code not in shown, page
        assert spelt not in shown, page
    assert people[1].code in salma.get("/desk/caseload").text
    assert code in keepers.village.client("mina").get("/desk/caseload").text


def test_who_plans_a_leave_is_told_for_whom_somebody_else_is_chosen(keepers, people, lata, salma):
    never(salma, people[0], never=lata.pk)
    mou = keepers.village.mou
    said = {"account": mou.pk, "instead": lata.pk, "start": today(), "end": today() + DAY}
    shown = salma.post(to(keepers, "leave"), said, follow=True).text
    assert "For 1 person somebody else has to stand in." in shown


def test_where_who_stood_in_ends_for_her_the_leave_says_that_somebody_has_to(keepers, people, lata, salma):
    mou = keepers.village.mou
    said = {"account": mou.pk, "instead": lata.pk, "start": today(), "end": today() + DAY}
    assert "somebody else has to stand in" not in salma.post(to(keepers, "leave"), said, follow=True).text
    never(salma, people[0], never=lata.pk)
    shown = salma.get(to(keepers, "workload")).text
    assert "For 1 person somebody else has to stand in." in shown
    assert f'<a href="{reverse("vault:person", args=[people[0].code])}">' in shown
