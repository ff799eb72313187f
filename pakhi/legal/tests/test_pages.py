"""The pages of police and court, as a worker and a supervisor use them, and as nobody else does."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.legal import law
from pakhi.legal.refusal import letter_page
from pakhi.legal.tests.conftest import DAY, client
from pakhi.lib.clock import today
from pakhi.network.offices import open_office
from pakhi.vault import assign
from pakhi.vault.models import Reveal
from pakhi.vault.tests.conftest import agree
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")


def at(person, rest: str) -> str:
    return f"/desk/people/{person.code}/court/{rest}"


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def typed(day=0, **said):
    return {**said, "day": (today() + day * DAY).isoformat(), "number": f"n{len(said)}{abs(hash(str(said)))}"[:40]}


@pytest.fixture
def worker(keepers, rina):
    return client(keepers, "mou")


def test_the_panel_says_where_each_track_stands_what_comes_next_and_what_was_missed(say, whole, fir, worker, rina):
    say("fir", {"state": "refused"}, 90, fir)
    page = text(worker, f"/desk/people/{rina.code}/case/")
    assert "The police did not write the complaint down." in page
    assert "Write to the Superintendent of Police" in page
    assert "100 days have gone" in page
    assert "no lawyer has signed this yet" in page
    say("fir", {"state": "registered"}, 85, fir)
    assert "1 right not met" in text(worker, f"/desk/people/{rina.code}/case/")


def test_a_case_with_nothing_in_it_offers_to_begin_one(book, worker, rina):
    page = text(worker, f"/desk/people/{rina.code}/case/")
    assert "Nothing is written about police or court." in page
    assert at(rina, "new/court_case") in page


def test_a_case_is_begun_and_a_track_added_on_pages(book, worker, rina, keepers):
    where = {"where": "district-303", "ahtu": "unknown", "words": "FIR kingfisher-nine of 2026"}
    answer = worker.post(at(rina, "new/court_case"), typed(**where, state="open"))
    assert answer.status_code == 302, answer.content.decode()
    whole = Thread.objects.get(kind="court_case").number
    station = keepers.village.offices["police"].code
    said = {"about": whole, "side": "home", "under18": "no", "state": "refused", "station": station}
    answer = worker.post(at(rina, "new/fir"), typed(**said))
    assert answer["Location"] == at(rina, whole), answer.content.decode()
    page = text(worker, at(rina, whole))
    assert "Amdanga police station" in page
    assert "Not written down: refused" in page
    assert "kingfisher" not in page
    held = tables()
    assert [place for place, inside in held.items() if found(["kingfisher-nine"], inside)] == []


def test_the_form_offers_what_the_law_knows_first(say, whole, fir, worker, rina):
    say("fir", {"state": "refused"}, 90, fir)
    page = text(worker, at(rina, f"{fir}/next"))
    known, else_ = page.index("What the law knows next"), page.index("Something else")
    assert known < page.index('value="sp_written"') < else_ < page.index('value="magistrate"')


def test_who_was_refused_is_led_to_the_letter_that_the_law_knows(say, whole, fir, worker, rina):
    say("fir", {"state": "refused"}, 90, fir)
    link = re.search(r'href="([^"]+\?letter=[^"]+)"', text(worker, at(rina, whole)))
    assert link, "no letter is offered"
    assert 'value="fir_refusal"' in text(worker, link[1])
    say("fir", {"state": "sp_written"}, 80, fir)
    assert "?letter=" not in text(worker, at(rina, whole))


@pytest.mark.parametrize("letter", sorted({one.letter for one in law.routes()[0] if one.letter}))
def test_every_letter_that_a_route_names_is_there(book, worker, rina, letter):
    assert f'value="{letter}"' in text(worker, letter_page(rina.code, letter))


@pytest.mark.parametrize(
    ("offence", "first", "then"),
    [("2024-06-30", "ipc370", "bns143"), ("2024-07-01", "bns143", "ipc370"), ("", "bns143", "ipc370")],
)
def test_sections_stand_under_their_codes_that_of_the_day_of_the_offence_first(
    say, whole, fir, worker, rina, offence, first, then
):
    if offence:
        say("fir", {"offence_on": offence}, 3, fir)
    page = text(worker, at(rina, f"{fir}/next"))
    places = [page.index(f'value="{key}"') for key in (first, "pocso4", then)]
    assert places == sorted(places)
    assert page.index("BNS, Bharatiya Nyaya Sanhita") < page.index('value="bns143"')
    assert "BNS 143: trafficking of a person" in page
    assert page.count("(not the law on the day of the offence)") == (2 if offence else 0)  # in both questions
    both = typed(side="home", under18="no", state="registered", sections=["ipc370", "bns143"], offence_on=offence)
    assert worker.post(at(rina, f"{fir}/next"), both).status_code == 302


def test_a_day_of_the_offence_that_is_no_day_is_said_and_the_form_stays(say, whole, fir, worker, rina):
    answer = worker.post(at(rina, f"{fir}/next"), typed(side="home", under18="no", offence_on="never"))
    assert answer.status_code == 400
    assert 'value="bns143"' in answer.content.decode()


SIGNED = "No lawyer has signed what this page says about the law."


def test_that_no_lawyer_signed_is_said_once_and_only_of_rows_that_no_lawyer_signed(
    say, whole, fir, worker, rina, monkeypatch
):
    say("fir", {"state": "refused"}, 90, fir)
    page = text(worker, at(rina, whole))
    assert page.casefold().count("no lawyer has signed") == page.count(SIGNED) == 1
    say("fir", {"state": "registered"}, 85, fir)
    assert text(worker, at(rina, whole)).count(SIGNED) == 1
    rows = tuple(replace(one, verified=True, signed=True) for one in law.clocks())
    monkeypatch.setattr(law, "clocks", lambda: rows)
    assert "no lawyer has signed" not in text(worker, at(rina, whole)).casefold()


def test_a_case_of_which_no_row_of_law_is_shown_says_nothing_of_lawyers(whole, worker, rina):
    assert "no lawyer has signed" not in text(worker, at(rina, whole)).casefold()


def test_two_stations_of_one_name_are_told_apart_by_their_places(say, whole, worker, rina, keepers):
    places = [keepers.village.places[key] for key in ("block", "district")]
    made = [open_office("police_oc", place, {"en": "Women's police station"}) for place in places]
    page = text(worker, at(rina, f"new/fir?about={whole}"))
    for office, place in zip(made, places, strict=True):
        assert f'<option value="{office.code}">Women&#x27;s police station, {place.name()}</option>' in page


def test_a_step_off_the_way_is_refused_with_a_sentence_and_then_kept(say, whole, fir, worker, rina):
    say("fir", {"state": "refused"}, 90, fir)
    answer = worker.post(at(rina, f"{fir}/next"), typed(state="magistrate", side="home", under18="no"))
    assert answer.status_code == 400
    assert "After “Not written down: refused” the law knows" in answer.content.decode()
    so = typed(state="magistrate", side="home", under18="no", unusual="so")
    assert worker.post(at(rina, f"{fir}/next"), so).status_code == 302
    assert "Off the way that the law knows" in text(worker, at(rina, whole))


def test_a_day_in_court_is_written_with_one_thumb(say, whole, worker, rina):
    day = say("hearing", {"on": today().isoformat(), "purpose": "she"}, 5, about=whole).thread.number
    page = text(worker, at(rina, f"{day}/next"))
    assert 'type="radio" name="put_off"' in page
    assert 'name="purpose"' not in page
    later = (today() + 20 * DAY).isoformat()
    answer = worker.post(at(rina, f"{day}/next"), typed(state="adjourned", put_off="judge", next_on=later))
    assert answer.status_code == 302, answer.content.decode()
    assert Thread.objects.get(kind="hearing", state="planned").due == today() + 20 * DAY
    assert "The judge was away 1" in " ".join(text(worker, at(rina, whole)).split())


def test_a_right_is_met_with_one_touch_and_twice_is_once(say, whole, fir, worker, rina):
    say("fir", {"state": "registered"}, 1, fir)
    row = Thread.objects.get(kind="victim_right", values__right="fir_copy")
    sent = {"right": "fir_copy", "thread": row.number, "state": "met", "number": "touch-1"}
    assert worker.post(at(rina, whole), sent).status_code == 302
    worker.post(at(rina, whole), sent)
    assert Thread.objects.get(pk=row.pk).state == "met"
    assert Step.objects.filter(number="touch-1").count() == 1
    worker.post(at(rina, whole), {"right": "in_camera", "state": "missed", "number": "touch-2"})
    assert Thread.objects.get(kind="victim_right", values__right="in_camera").state == "missed"


@pytest.mark.parametrize("sent", [{}, {"right": "sweets", "state": "met"}, {"right": "copies", "state": "perhaps"}])
def test_bad_input_about_a_right_is_answered_calmly(say, whole, worker, rina, sent):
    answer = worker.post(at(rina, whole), sent, follow=True)
    assert answer.status_code == 200
    assert "Nothing was written" in answer.content.decode()


def test_the_page_says_when_a_section_was_not_the_law_of_the_day(say, whole, fir, worker, rina):
    say("fir", {"sections": ["bns143"], "offence_on": "2024-06-30"}, 0, fir)
    assert "BNS 143 was not the law on the day of the offence" in text(worker, at(rina, whole))


def test_a_thread_of_the_case_leads_to_its_own_page(whole, worker, rina):
    answer = worker.get(f"/desk/people/{rina.code}/case/{whole}")
    assert (answer.status_code, answer["Location"]) == (302, at(rina, whole))


def test_a_number_that_is_no_case_is_not_there(say, whole, fir, worker, rina):
    assert worker.get(at(rina, fir)).status_code == 404
    assert worker.get(at(rina, "new/need")).status_code == 404
    assert worker.get(at(rina, "new/fir")).status_code == 404
    assert worker.get(at(rina, "nothing/next")).status_code == 404


@pytest.fixture
def days(say, whole):
    """One day in court long gone and not written, one put off twice, one to come; and somebody who is held."""
    say("hearing", {"on": (today() - 3 * DAY).isoformat(), "purpose": "witness"}, 5, about=whole)
    for ago in (60, 30):
        off = {"on": (today() - ago * DAY).isoformat(), "purpose": "charges", "state": "adjourned", "put_off": "police"}
        say("hearing", off, ago, about=whole)
    say("hearing", {"on": (today() + 9 * DAY).isoformat(), "purpose": "judgment"}, 5, about=whole)
    held = {"at": "ngo", "law": "itpa", "since": (today() - 12 * DAY).isoformat(), "agreed": "no"}
    say("custody", held, 12, about=whole)


@pytest.mark.parametrize("who", ["mou", "salma"])
def test_the_calendar_has_what_is_to_come_what_is_silent_what_was_put_off_and_who_is_held(days, keepers, rina, who):
    page = " ".join(text(client(keepers, who), "/desk/hearings").split())
    shown = f"{rina.code[:4]} {rina.code[4:]}"
    assert "Judgment" in page
    assert "Not written yet" in page
    assert "The police did not come or had no papers</span> <span>2" in page
    assert "Held for more than 10 days." in page
    assert shown in page


def test_a_worker_sees_the_days_of_their_own_people_alone(days, keepers, rina, salma):
    assign.assign(rina, salma, salma)
    page = text(client(keepers, "mou"), "/desk/hearings")
    assert rina.code[:4] not in page
    assert rina.code[:4] in text(client(keepers, "salma"), "/desk/hearings")


@pytest.mark.parametrize("who", ["kabir", "finn", "devi", "noor", "asha", "ravi"])
def test_nobody_else_sees_anything(days, whole, keepers, rina, who):
    browser = keepers.village.client(who)
    assert browser.get(at(rina, whole)).status_code == 404
    assert browser.post(at(rina, whole), {"right": "copies", "state": "met"}).status_code == 404
    calendar = browser.get("/desk/hearings")
    assert rina.code[:4] not in calendar.content.decode()
    assert (calendar.status_code == 200) == (who == "kabir")


def test_judgments_are_looked_up_and_marked_where_nobody_checked_them(worker):
    page = text(worker, "/desk/judgments?about=custody")
    assert "Bombay High Court · September 2020" in page
    assert "Not checked" in page
    assert "Calcutta High Court" not in page
    nipun = text(worker, "/desk/judgments?word=saxena")
    assert "Nipun Saxena" in nipun
    assert "11 Dec 2018" in nipun
    assert re.findall(r"\d{4}-\d\d", text(worker, "/desk/judgments").partition("<main")[2]) == []
    assert "No judgment fits" in text(worker, "/desk/judgments?word=zzzz")


def test_a_petition_is_the_organisations_and_its_supervisors_write_it(keepers, salma, worker):
    home = keepers.village.organisations["one"]
    address = f"/desk/petitions/{home.code}"
    browser = client(keepers, "salma")
    said = typed(label="Homes without orders", what="pil", matters=["custody"], state="planned")
    assert browser.post(address, said).status_code == 302
    number = Thread.objects.get(kind="petition").number
    step = typed(label="Homes without orders", what="pil", matters=["custody"], state="filed", petition=number)
    assert browser.post(address, step).status_code == 302
    assert "Filed" in text(browser, address)
    assert worker.get(address).status_code == 404
    assert keepers.village.client("kabir").get(address).status_code == 404
    assert browser.get(f"{address}?petition=nothing").status_code == 404
    assert browser.post(address, typed(label="Call 9830012345", what="pil", matters=["custody"])).status_code == 400


def test_the_words_of_a_case_are_read_with_a_reason_and_names_stay_out_of_the_records(say, whole, worker, rina, mou):
    agree(rina, mou, "repository")
    name = "Tapan Tintinabula, FIR teal-kettle"
    say("accused", {"nth": 1, "part": "took"}, 3, about=whole, words=name)
    say("lawyer", {"role": "hers", "by": "own", "state": "given"}, 3, about=whole, words=name)
    assert [place for place, held in tables().items() if found([name, "teal-kettle"], held)] == []
    number = Thread.objects.get(kind="accused").number
    answer = worker.post(f"/desk/people/{rina.code}/case/{number}/words", {"reason": Reveal.Reason.values[0]})
    assert answer.status_code == 200
    assert name in answer.content.decode()


def test_a_case_of_which_much_is_written_is_read_in_a_bounded_number_of_questions(
    say, whole, fir, worker, rina, django_assert_max_num_queries
):
    for number in range(1, 9):
        say("accused", {"nth": number, "part": "took", "state": "arrested"}, 5, about=whole)
        on = (today() + number * DAY).isoformat()
        say("hearing", {"on": on, "purpose": "bail"}, 5, about=whole)
    with django_assert_max_num_queries(90):
        text(worker, at(rina, whole))


def test_an_edit_by_two_who_did_not_see_each_other_is_kept(book, whole, fir, mou, salma):
    heads = tuple(Thread.objects.get(number=fir).heads)
    write(book, Said("fir", {"state": "registered"}, thread=fir, seen=heads), mou)
    write(book, Said("fir", {"state": "refused"}, thread=fir, seen=heads, number="other"), salma)
    assert Thread.objects.get(number=fir).rivals
