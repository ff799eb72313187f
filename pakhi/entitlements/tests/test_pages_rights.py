"""The pages of rights: questions, claims with their clock, gaps, the catalogue; and nobody else sees them."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.translation import gettext

from pakhi.cbr import steps
from pakhi.cbr.models import Thread
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import answers, claim_papers, claims, her_version, known, local, telling
from pakhi.entitlements.pages.asks import AT_ONCE
from pakhi.entitlements.pages.claim import offices
from pakhi.entitlements.rows import Basis, Sort
from pakhi.entitlements.tests.conftest import DAY, ask, client, go
from pakhi.entitlements.tests.made import row
from pakhi.lib.clock import today
from pakhi.network.models import Office

pytestmark = pytest.mark.django_db(databases="__all__")
TYPED = {"day": today().isoformat(), "seen": ""}
PROMISES = re.compile(r"will get|you get|she gets|will receive|is entitled to ₹|guaranteed|you will be paid", re.I)


def at(person, rest="rights"):
    return f"/desk/people/{person.code}/{rest}"


def main(answer) -> str:
    """What stands in the middle of a page, without tags."""
    text = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture
def claim(book, mou) -> Thread:
    """A demand for work of twenty days ago, five days overdue."""
    return go(ask(book, mou, "rural-work", 21), mou, "job_card-work_demanded", 20)


def test_questions_come_first_few_at_a_time_and_are_asked_once(keepers, rina, book) -> None:
    browser = client(keepers, "mou")
    first = browser.get(at(rina))
    asked = re.findall(r'name="(\w+)"', first.content.decode().split("ticks")[1])
    names = [one for one in dict.fromkeys(asked) if one in answers.ANSWERS.by_name]
    assert 1 <= len(names) <= AT_ONCE + 1
    open_ones = {name for name in names if "unknown" in getattr(answers.ANSWERS.by_name[name].choices, "values", ())}
    typed = {**TYPED, "number": "n1", **dict.fromkeys(open_ones, "unknown")}
    typed |= {"trafficked": "yes", "birth_year": "1999"}
    assert browser.post(at(rina), typed).status_code == 302
    kept = answers.of_books([book])
    assert kept is not None
    assert kept.values["trafficked"] == "yes"
    second = browser.get(at(rina)).content.decode().split("ticks")[1]
    again = {one for one in re.findall(r'name="(\w+)"', second) if one in answers.ANSWERS.by_name}
    assert not again & {one for one in names if kept.values.get(one)}


def test_an_answer_that_is_not_known_is_never_a_no(book, mou) -> None:
    write(book, Said("answers", {"trafficked": "unknown", "disabled": "no"}), mou)
    person = answers.person([book])
    assert "trafficked" not in person.facts
    assert person.facts["disabled"] is False


def test_what_the_case_knows_is_proposed_and_not_assumed(keepers, rina, book) -> None:
    book.gender, book.age_band, book.profile_on = "woman", "18-24", today()
    book.save()
    assert {"sex", "birth_year"} <= set(answers.proposed(book))
    assert answers.person([book]).facts == {}
    assert answers.person([book]).birth_year is None


def test_she_wants_this_opens_one_claim_with_its_papers(keepers, rina, book) -> None:
    browser = client(keepers, "mou")
    for _again in range(2):
        answer = browser.post(at(rina, "rights/want"), {"series": "wb-vcs"})
        assert answer.status_code == 302
    (row,) = steps.threads([book], "claim")
    papers = {one.values["paper"] for one in claim_papers.of_claim(row)}
    assert papers == {one.id for one in claim_papers.wanted(known.row_of("wb-vcs", today()))}
    assert papers
    page = main(browser.get(answer["Location"]))
    assert "She wants it" in page
    assert "No lawyer has signed this yet" in page
    assert main(browser.get(at(rina, "case/"))).count("Rights and claims") == 1


def offered(page) -> set[str]:
    """The series with a button "She wants this"."""
    return set(re.findall(r'name="series" value="([^"]+)"', page.content.decode()))


def number_on(page) -> str:
    """The number that the forms of a page send along."""
    (found,) = set(re.findall(r'name="number" value="(\w+)"><input type="hidden" name="series"', page.content.decode()))
    return str(found)


def test_a_second_tap_on_the_same_page_makes_no_second_claim_and_another_right_its_own(
    keepers, rina, book, mou
) -> None:
    browser = client(keepers, "mou")
    sent = {"number": number_on(browser.get(at(rina)))}
    first = browser.post(at(rina, "rights/want"), {**sent, "series": "rti"})["Location"]
    (claim,) = steps.threads([book], "claim")
    go(claim, mou, "own-stopped")
    assert browser.post(at(rina, "rights/want"), {**sent, "series": "rti"})["Location"] == first
    assert browser.post(at(rina, "rights/want"), {**sent, "series": "wb-vcs"})["Location"] != first
    assert len(steps.threads([book], "claim")) == 2


def test_a_paper_that_is_set_twice_from_one_page_is_one_step(keepers, rina, book, mou) -> None:
    row = ask(book, mou, "wb-vcs")
    one, other = claim_papers.of_claim(row)[:2]
    browser = client(keepers, "mou")
    page = browser.get(at(rina, f"claims/{row.number}")).content.decode()
    (number,) = set(re.findall(rf'papers/{one.number}">.*?name="number" value="(\w+)"', page))
    for paper in (one, one, other):
        browser.post(at(rina, f"papers/{paper.number}"), {"state": "have", "number": number})
    assert (one.steps.count(), other.steps.count()) == (2, 2)
    for state in ("wanted", "have", "wanted", "have"):
        browser.post(at(rina, f"papers/{one.number}"), {"state": state, "number": number})
        assert Thread.objects.get(pk=one.pk).state == state
    assert one.steps.count() == 6


def test_what_has_ended_can_be_begun_anew(keepers, rina, book, mou) -> None:
    browser = client(keepers, "mou")
    first = ask(book, mou, "rti", 9)
    assert "rti" not in offered(browser.get(at(rina)))
    go(first, mou, "own-stopped", 3)
    page = browser.get(at(rina))
    assert "rti" in offered(page)
    assert "The claim that has ended" in main(page)
    browser.post(at(rina, "rights/want"), {"series": "rti"})
    second, _first = steps.threads([book], "claim")
    assert second.number != first.number
    page = browser.get(at(rina))
    assert "rti" not in offered(page)
    assert at(rina, f"claims/{second.number}") in page.content.decode()


def test_marks_on_a_claim_are_those_of_the_version_of_her_day(keepers, rina, book, mou) -> None:
    write(book, Said("answers", {"release_date": dt.date(2016, 12, 1)}), mou)
    row = ask(book, mou, "bl-cash")
    answer = client(keepers, "mou").get(at(rina, f"claims/{row.number}"))
    assert answer.context["right"].id == "bl-cash@2016"
    assert answer.context["marks"] == telling.marks(answer.context["right"])


def test_waiting_for_the_money_does_not_change_the_version_of_an_award(book, mou) -> None:
    row = ask(book, mou, "wb-vcs", 200)
    for stage, days in (("application_filed", 190), ("enquiry", 180), ("order_awarded", 120), ("funds_awaited", 30)):
        row = go(row, mou, f"victim_compensation-{stage}", days)
    assert her_version.day_of(row, Basis.AWARD) == today() - 120 * DAY


def test_the_day_that_she_said_counts_where_the_claim_has_none(book, mou) -> None:
    row = ask(book, mou, "wb-vcs", 20)
    assert her_version.day_of(row, Basis.AWARD) == today()
    write(book, Said("answers", {"award_date": dt.date(2017, 1, 9)}), mou)
    assert her_version.day_of(row, Basis.AWARD) == dt.date(2017, 1, 9)


def test_what_nobody_can_be_asked_for_opens_nothing(keepers, rina, book) -> None:
    browser = client(keepers, "mou")
    browser.post(at(rina, "rights/want"), {"series": "trafficking-offence"})
    assert not Thread.objects.filter(kind="claim").exists()


def test_what_no_office_is_asked_for_has_no_button_and_says_why(keepers, rina, book) -> None:
    browser = client(keepers, "mou")
    page = browser.get(at(rina))
    text = page.content.decode()
    (constitution,) = [one for one in text.split('<section class="card">') if "series/constitution" in one]
    assert "No office is asked for this: everybody has to keep to it." in constitution
    assert {"constitution", "identity-secrecy-adult", "trafficking-offence"}.isdisjoint(offered(page))
    assert {"fir", "rti"} <= offered(page)
    browser.post(at(rina, "rights/want"), {"series": "constitution"})
    assert not Thread.objects.filter(kind="claim").exists()


def test_the_claim_page_says_whose_turn_it_is_and_what_can_be_done(keepers, rina, book, claim) -> None:
    page = main(client(keepers, "mou").get(at(rina, f"claims/{claim.number}")))
    assert "That is 5 days ago." in page
    assert "ask for the unemployment allowance" in page
    assert "Right to Information" in page
    assert "Work was asked for" in page


def test_a_step_off_the_way_is_refused_once_and_then_kept(keepers, rina, book, claim) -> None:
    browser, where = client(keepers, "mou"), at(rina, f"claims/{claim.number}")
    assert 'name="unusual"' not in browser.get(where).content.decode()
    typed = {**TYPED, "number": "n9", "stage": "job_card-allowance_paid", "paid": "900", "into": "own"}
    refused = browser.post(where, typed)
    assert refused.status_code == 400
    assert "If it was so all the same, say so below" in main(refused)
    assert 'name="unusual"' in refused.content.decode()
    assert 'value="900"' in refused.content.decode()
    assert browser.post(where, {**typed, "unusual": "yes"}).status_code == 302
    assert claims.received(Thread.objects.get(pk=claim.pk)) == 900
    assert "₹ 900" in main(browser.get(where))


def test_sums_are_grouped_as_india_groups_them(keepers, rina, book, mou) -> None:
    row = ask(book, mou, "wb-vcs", 9, stage="victim_compensation-application_filed")
    row = go(row, mou, "victim_compensation-order_awarded", 5, awarded=350_000, unusual="yes")
    go(row, mou, "victim_compensation-part_paid", 3, paid=125_000, into="own", unusual="yes")
    page = main(client(keepers, "mou").get(at(rina, f"claims/{row.number}")))
    assert "₹ 1,25,000 have come so far" in page
    assert "Sum that was awarded, in rupees 3,50,000" in page
    assert not re.findall(r"350,?000|125,?000", page)


def test_the_offices_of_a_claim_begin_with_the_one_that_gives_it(keepers, rina, book, mou) -> None:
    place = keepers.village.places["district"]
    ahtu, dlsa = (Office.objects.create(place=place, kind=kind) for kind in ("ahtu", "dlsa"))
    row = ask(book, mou, "wb-vcs")
    listed = [code for code, _name in offices(row)]
    assert listed[0] == dlsa.code
    assert ahtu.code in listed[1:]


def test_a_paper_is_set_with_one_touch_and_a_refused_one_asks_for_its_reason(keepers, rina, book, mou) -> None:
    row = ask(book, mou, "wb-vcs")
    paper = claim_papers.of_claim(row)[0]
    browser = client(keepers, "mou")
    browser.post(at(rina, f"papers/{paper.number}"), {"state": "have", "number": "n4"})
    assert Thread.objects.get(pk=paper.pk).state == "have"
    leads = browser.post(at(rina, f"papers/{paper.number}"), {"state": "refused"})["Location"]
    assert leads.endswith(f"/case/{paper.number}")


def test_nobody_else_sees_any_of_it(keepers, rina, book, claim) -> None:
    pages = [at(rina), at(rina, f"claims/{claim.number}")]
    for who, status in (("mou", 200), ("salma", 200), ("kabir", 404), ("ravi", 404), ("devi", 404), ("rina", 404)):
        browser = client(keepers, who)
        assert {browser.get(page).status_code for page in pages} == {status}, who
    kabir = client(keepers, "kabir")
    for page in (*pages, at(rina, "rights/want"), at(rina, f"papers/{claim.number}")):
        assert kabir.post(page, {**TYPED, "number": "n7", "series": "rti"}).status_code == 404
    assert Thread.objects.filter(kind="claim").count() == 1


def test_a_supervisor_sees_gaps_and_delays_of_their_own_organisation(keepers, rina, book, claim, mou) -> None:
    write(book, Said("answers", {"trafficked": "yes", "birth_year": 1999, "sex": "female"}), mou)
    page = main(client(keepers, "salma").get("/desk/rights/gaps"))
    assert "could ask" in page
    assert "1 overdue, up to 5 days" in page
    assert client(keepers, "mou").get("/desk/rights/gaps").status_code == 404
    other = client(keepers, "kabir").get("/desk/rights/gaps")
    assert other.status_code == 404


def test_the_catalogue_says_what_changed_and_leaves_no_state_silent(keepers) -> None:
    browser = client(keepers, "mou")
    page = main(browser.get("/desk/rights/?since=2026-01-01"))
    assert page.count("Not yet researched") > 25
    assert "was changed" in page
    versions = main(browser.get("/desk/rights/series/rural-work"))
    assert "MGNREGA" in versions
    assert "VB-G RAM G" in versions
    assert browser.get("/desk/rights/series/nothing").status_code == 404


def test_a_local_scheme_is_written_by_a_supervisor_and_shown_as_an_own_note(keepers, rina, book, salma) -> None:
    home = keepers.village.organisations["one"]
    where = f"/desk/rights/schemes/{home.code}"
    browser = client(keepers, "salma")
    typed = {**TYPED, "number": "n3", "label": "Block stipend", "component": "education"}
    assert browser.post(where, typed).status_code == 302
    assert "Our own note, nobody checked it" in main(browser.get(where))
    assert "Block stipend" in main(client(keepers, "mou").get(at(rina)))
    (scheme,) = local.schemes(home)
    assert browser.post(where, {"end": scheme.number}).status_code == 302
    assert local.schemes(home) == []
    assert client(keepers, "kabir").get(where).status_code == 404


def test_what_no_lawyer_has_signed_is_told_to_her_without_sums_and_years(keepers, rina, book, mou) -> None:
    everything = {one.id: "yes" for one in answers.asked() if one.kind == "flag"}
    write(book, Said("answers", {**everything, "birth_year": 2001, "release_date": today() - 400 * DAY}), mou)
    page = client(keepers, "mou").get(at(rina)).content.decode()
    told = re.findall(r'</h3>(.*?)<details class="twin">(.*?)</details>', page, flags=re.S)
    assert len(told) > 10
    hers, workers = (re.sub(r"<[^>]+>", " ", " ".join(parts)) for parts in zip(*told, strict=True))
    assert re.findall(r".{30}(?:\bRs\b|₹|lakh|crore).{30}", hers) == []
    assert "Rs 98.86 crore" in workers


def test_what_no_lawyer_has_signed_stands_without_sum_and_day_but_where_the_worker_opens_it(
    keepers, rina, book, mou
) -> None:
    everything = {one.id: "yes" for one in answers.asked() if one.kind == "flag"}
    write(book, Said("answers", {**everything, "birth_year": 2001, "release_date": today() - 400 * DAY}), mou)
    text = client(keepers, "mou").get(at(rina)).content.decode()
    cards = [one.split("</section>")[0] for one in text.split('<section class="card"><h3>')[1:]]
    assert len(cards) > 10
    for card in cards:
        assert "No lawyer has signed this yet" in card
        name, rest = card.split("</h3>", 1)
        shown = re.sub(r"<details.*?</details>|<form.*?</form>", "", rest, flags=re.S)
        shown = re.sub(r"<li>.*?</li>", "", shown, flags=re.S)  # papers and questions promise nothing
        told = re.sub(r"<[^>]+>", " ", shown.replace(name, ""))
        assert re.findall(r".{40}(?:₹|\bRs\b|lakh|\d+ days|\b(?:19|20)\d\d\b)", told) == [], name


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
def test_in_each_language_every_sum_of_the_catalogue_stands_in_a_sentence_that_says_may(keepers, language) -> None:
    """Every series that has sums; what is left when these sentences are taken out holds none."""
    browser = client(keepers, "mou")
    browser.cookies["desk-language"] = language
    with translation.override(language):
        sentences = [gettext("It may be ₹ %(sum)s, %(per)s."),
                     gettext("It may lie between ₹ %(least)s and ₹ %(most)s, %(per)s.")]  # fmt: skip
    hedged = [re.sub(r"%\\?\(\w+\\?\)s", ".+?", re.escape(one)) for one in sentences]
    found = 0
    for series in {one.series for one in known.the().rows if one.amounts}:
        page = browser.get(f"/desk/rights/series/{series}").content.decode()
        paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", page, re.S)
        sums = [one for one in paragraphs if "₹" in one]
        assert page.count("₹") == sum(one.count("₹") for one in sums), series
        found += len(sums)
        assert [one for one in sums if not any(re.match(way, html.unescape(one).strip()) for way in hedged)] == []
    assert found > 40


def test_no_page_promises_a_sum(keepers, rina, book, claim, mou) -> None:
    done = go(ask(book, mou, "wb-vcs", 5), mou, "victim_compensation-application_filed", 4)
    everything = {one.id: "yes" for one in answers.asked() if one.kind == "flag"}
    write(book, Said("answers", {**everything, "birth_year": 2001, "release_date": today() - 400 * DAY}), mou)
    browser = client(keepers, "salma")
    pages = [at(rina), at(rina, f"claims/{done.number}"), at(rina, "case/"), "/desk/rights/", "/desk/rights/gaps"]
    pages += [f"/desk/rights/series/{one}" for one in known.the().by_series]
    pages += [at(rina, f"letters?claim={done.number}")]
    for page in pages:
        text = main(browser.get(page))
        assert PROMISES.findall(text) == [], page
    sums = re.findall(r"[^.]*₹ [\d,]+[^.]*\.", main(browser.get(at(rina))))
    assert sums
    assert all("may" in one for one in sums), sums


def test_a_stop_in_the_whole_country_is_said_on_both_pages(keepers, rina, claim, monkeypatch) -> None:
    whole = known.the()
    stop = row("work-stop", sort=Sort.STATUS, overrides="rural-work", delivers=False, gives="All work is halted.")
    monkeypatch.setattr(known, "the", lambda: replace(whole, rows=(*whole.rows, stop)))
    browser = client(keepers, "mou")
    assert "All work is halted" in main(browser.get(at(rina)))
    assert "it is not given here now: All work is halted" in main(browser.get(at(rina, f"claims/{claim.number}")))


def test_what_a_way_leads_to_comes_before_what_is_only_the_law(keepers, rina, book, mou) -> None:
    write(book, Said("answers", {"trafficked": "yes", "sex": "female"}), mou)
    page = client(keepers, "mou").get(at(rina)).content.decode()
    shown = [page.find(known.title(series)) for series in ("legal-aid", "constitution")]
    assert -1 < shown[0] < shown[1]
