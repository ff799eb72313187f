"""Consent is asked in her words, given by her, looked at each time it is used, and gone when she takes it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation

from pakhi.lib.clock import Quarter, today
from pakhi.vault import audit, consent, consent_rules, consent_words, merge
from pakhi.vault.consent import Answer
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Entry, Person, SealedFile, Withdrawal

DAY = dt.timedelta(days=1)
IN_TWO_YEARS = today() + dt.timedelta(days=730)


@pytest.fixture
def rina(keepers):
    """Somebody of CBO One, grown up."""
    return keepers.register()


@pytest.fixture
def one(keepers):
    return keepers.village


def paper(person: Person, token: str = "scan-of-her-paper") -> str:
    """A file of hers, as far as a consent needs one."""
    SealedFile.objects.create(person=person, token=token, kind="scan", type="image/png", size=9, by=0)
    return token


def answered(person: Person, purpose: str, under_18: bool = False, **more) -> Answer:
    """She heard everything and signed."""
    heard = consent.ask(person, purpose, "bn", under_18).heard
    return Answer("bn", "signature", heard, under_18=under_18, **more)


def agrees(person, by, purpose, recipient="", scope=(), until=None, **more):
    return consent.give(person, purpose, answered(person, purpose, **more), by, recipient, scope, until)


def child(person, by, purpose="case", recipient="", scope=(), until=None, **more):
    """A girl who said yes, and whose guardian did."""
    said = {"under_18": True, "guardian": "given", "assent": True, "turns_18": IN_TWO_YEARS} | more
    return agrees(person, by, purpose, recipient, scope, until, **said)


# Asking


def test_the_words_are_read_in_order_and_say_who_gets_what(rina, one):
    asking = consent.ask(rina, "share", "en", under_18=False, recipient=one.bdo.code, scope="address,papers")
    assert asking.heard == ("who", "what_share", "no_price", "take_back", "look", "ask")
    assert asking.lines[0].text.startswith("We are workers of CBO One.")
    assert "show Block office, Amdanga these things about you: address, identity papers?" in asking.lines[1].text


def test_under_18_the_warning_comes_first(rina):
    asking = consent.ask(rina, "case", "en", under_18=True)
    assert asking.heard[:3] == ("warning", "guardian", "your_word")
    assert "the law says that we must tell the police" in asking.lines[0].text


def test_the_words_are_in_her_language_not_the_workers(rina):
    with translation.override("en"):
        said = consent.ask(rina, "case", "bn", under_18=False)
    with translation.override("bn"):
        expected = str(consent_words.SCRIPTS["2026-11"]["no_price"])
    assert said.lines[2].text == expected


def test_every_purpose_has_words_rules_and_a_sentence_about_what_happens():
    assert set(consent_rules.rules()["purposes"]) == set(Consent.Purpose.values) == set(consent_words.HAPPENS)
    assert set(consent_rules.rules()["scopes"]) == set(consent_words.SCOPES)
    for row in consent_rules.rules()["scripts"]:
        for purpose in Consent.Purpose.values:
            assert set(consent_rules.lines_of(row, purpose, under_18=True)) <= set(
                consent_words.SCRIPTS[row["version"]]
            )


# Giving


def test_a_yes_is_kept_with_its_words_and_one_line(rina, one):
    given = agrees(rina, one.mou, "case")
    assert (given.language, given.script, given.given, given.by) == ("bn", "2026-11", "signature", one.mou.pk)
    line = Entry.objects.get(act="consent")
    assert (line.person, line.actor) == (rina.code, one.mou.pk)
    assert line.detail == {
        "step": "given", "consent": given.pk, "purpose": "case", "recipient": "", "given": "signature"
    }  # fmt: skip


@pytest.mark.parametrize("heard", [(), ("who",), ("what_case", "who", "no_price", "take_back", "look", "ask")])
def test_what_was_not_read_or_not_in_order_is_no_consent(rina, one, heard):
    with pytest.raises(Refused, match="Not everything was read"):
        consent.give(rina, "case", Answer("bn", "signature", heard), one.mou)


def wrong(person, by, purpose, sentence, recipient="", scope=(), until=None, **more):
    answer = answered(person, purpose, more.pop("under_18", False))
    with pytest.raises(Refused, match=sentence):
        consent.give(person, purpose, replace(answer, **more), by, recipient, scope, until)


def test_sharing_names_who_gets_which_parts(rina, one):
    wrong(rina, one.mou, "share", "Say who gets it", scope=["address"])
    wrong(rina, one.mou, "share", "Say which parts", recipient=one.bdo.code)
    wrong(rina, one.mou, "share", "no such part", recipient=one.bdo.code, scope=["shoes"])
    wrong(rina, one.mou, "share", "no such organisation", recipient="BDO", scope=["address"])
    wrong(rina, one.mou, "case", "leave the recipient out", recipient=one.bdo.code)
    wrong(rina, one.mou, "photo", "leave the parts out", scope=["photo"])


def test_how_it_is_given_is_proved(rina, one):
    wrong(rina, one.mou, "case", "Keep the paper or the recording", given="voice")
    wrong(rina, one.mou, "case", "not among hers", given="voice", proof="somebody-elses")
    wrong(rina, one.mou, "case", "Name the witness", given="witness")
    wrong(rina, one.mou, "case", "Name the witness", given="witness", witness=one.mou)
    heard = consent.ask(rina, "case", "bn", under_18=False).heard
    consent.give(rina, "case", Answer("bn", "voice", heard, proof=paper(rina)), one.mou)
    consent.give(rina, "case", Answer("bn", "witness", heard, witness=one.salma), one.mou)
    assert Consent.objects.count() == 2


def test_a_story_is_told_with_her_own_written_yes_only(rina, one):
    wrong(rina, one.mou, "story", "Keep the paper")
    wrong(rina, one.mou, "story", "signs or puts her thumb", given="voice", proof=paper(rina))
    agrees(rina, one.mou, "story", proof="scan-of-her-paper")
    assert consent.allows(rina, "story")


def test_an_adult_decides_alone(rina, one):
    wrong(rina, one.mou, "case", "decides alone", guardian="given")
    wrong(rina, one.mou, "case", "decides alone", assent=True)


def test_only_who_works_with_people_of_her_organisation_asks_her(rina, one):
    for somebody in (one.kabir, one.ravi, one.devi, one.rina):
        with pytest.raises(Refused):
            agrees(rina, somebody, "case")
        with pytest.raises(Refused):
            consent.decline(rina, "case", somebody)


def test_a_no_is_a_line_and_nothing_else(rina, one):
    consent.decline(rina, "share", one.mou, one.bdo.code)
    assert not Consent.objects.exists()
    assert Entry.objects.get(act="consent").detail["step"] == "declined"


# Under 18: the table

PAPER = "a paper of hers"
MINORS = [
    # purpose      what is said                                                          the answer
    ("case", {}, ""),
    ("case", {"assent": False}, "Her own yes is missing"),
    ("case", {"guardian": ""}, "agreed, unsafe, or none"),
    ("case", {"guardian": "uncle"}, "agreed, unsafe, or none"),
    ("case", {"guardian": "unsafe"}, "Child Welfare Committee"),
    ("case", {"guardian": "none"}, "Child Welfare Committee"),
    ("case", {"guardian": "unsafe", "cwc": PAPER}, ""),
    ("case", {"guardian": "none", "cwc": PAPER}, ""),
    ("case", {"guardian": "unsafe", "cwc": PAPER, "assent": False}, "Her own yes is missing"),
    ("case", {"guardian": "unsafe", "cwc": "somebody-elses"}, "not among hers"),
    ("case", {"turns_18": None}, "when she turns 18"),
    ("photo", {}, ""),
    ("repository", {}, ""),
    ("link", {}, ""),
    ("export", {}, ""),
    ("story", {"proof": PAPER}, "neither child nor parent"),
    ("story", {"proof": PAPER, "guardian": "none", "cwc": PAPER}, "neither child nor"),
]  # fmt: skip


def test_under_18(keepers, one):
    for number, (purpose, said, sentence) in enumerate(MINORS):
        girl = keepers.register()
        token = paper(girl, f"paper-{number}")
        said = {key: token if value == PAPER else value for key, value in said.items()}
        if sentence:
            with pytest.raises(Refused, match=sentence):
                child(girl, one.mou, purpose, **said)
        else:
            child(girl, one.mou, purpose, **said)
        assert consent.allows(girl, purpose) == (not sentence), (purpose, said)


def test_under_18_nothing_counts_that_was_said_before_the_warning(rina, one):
    heard = consent.ask(rina, "case", "bn", under_18=True).heard
    late = Answer("bn", "signature", (*heard[1:], heard[0]), under_18=True, guardian="given", assent=True,
                  turns_18=IN_TWO_YEARS)  # fmt: skip
    with pytest.raises(Refused, match="the warning comes first"):
        consent.give(rina, "case", late, one.mou)
    assert child(rina, one.mou).warned


def test_at_18_she_is_asked_again_and_her_birthday_is_not_kept(rina, one):
    birthday = today() + dt.timedelta(days=400)
    given = child(rina, one.mou, turns_18=birthday)
    assert given.valid_to == Quarter.of(birthday).last_day
    assert consent.allows(rina, "case", on=given.valid_to)
    assert not consent.allows(rina, "case", on=given.valid_to + DAY)
    assert child(rina, one.mou, turns_18=birthday, until=today()).valid_to == today()


def test_who_must_be_asked_again_is_listed_before_it_is_over(rina, one):
    given = child(rina, one.mou, turns_18=today())
    agrees(rina, one.mou, "photo")
    assert consent.ask_again(rina.organisation, given.valid_to + DAY) == [given]
    assert consent.ask_again(rina.organisation, given.valid_to) == []


def test_a_row_that_somebody_wrote_past_the_rules_lets_nothing_happen(rina, one):
    """The table is asked at the moment of use, too."""
    given = child(rina, one.mou)
    for change in (
        {"assent": False},
        {"warned": False},
        {"guardian": "unsafe"},
        {"purpose": "story"},
        {"under_18": False},
    ):
        old = {name: getattr(given, name) for name in change}
        Consent.objects.filter(pk=given.pk).update(**change)
        assert not consent.allows(rina, change.get("purpose", "case")), change
        Consent.objects.filter(pk=given.pk).update(**old)
    assert consent.allows(rina, "case")


# Use, and taking back


def test_without_a_consent_nothing_is_allowed(rina):
    assert [what for what in Consent.Purpose.values if consent.allows(rina, what)] == []
    with pytest.raises(ValueError, match="gossip"):
        consent.allows(rina, "gossip")


def test_a_consent_is_for_its_purpose_its_recipient_and_its_parts(rina, one):
    agrees(rina, one.mou, "share", recipient=one.bdo.code, scope=["address", "papers"])
    yes = [("share", one.bdo.code, "address"), ("share", one.bdo.code, "papers,address")]
    no = [
        ("share", one.police.code, "address"),
        ("share", "", "address"),
        ("share", one.bdo.code, "health"),
        ("share", one.bdo.code, "address,health"),
        ("share", one.bdo.code, ""),
        ("export", one.bdo.code, "address"),
        ("transfer", one.bdo.code, ""),
    ]
    assert all(consent.allows(rina, what, who, parts) for what, who, parts in yes)
    assert [case for case in no if consent.allows(rina, *case)] == []


def test_parts_of_two_consents_do_not_add_up(rina, one):
    agrees(rina, one.mou, "share", recipient=one.bdo.code, scope=["address"])
    agrees(rina, one.mou, "share", recipient=one.bdo.code, scope=["papers"])
    assert not consent.allows(rina, "share", one.bdo.code, "address,papers")


def test_left_open_it_is_for_whoever_needs_it_and_named_for_nobody_else(rina, one):
    agrees(rina, one.mou, "export", recipient=one.police.code)
    assert consent.allows(rina, "export", one.police.code, "court")
    assert not consent.allows(rina, "export", one.bdo.code, "court")
    agrees(rina, one.mou, "export", scope=["court"])
    assert consent.allows(rina, "export", one.bdo.code, "court")
    assert not consent.allows(rina, "export", one.bdo.code, "health")


def test_a_withdrawn_consent_is_gone_at_the_next_use(rina, one):
    given = agrees(rina, one.mou, "transfer", recipient=one.two.code)
    assert consent.allows(rina, "transfer", one.two.code)
    consent.withdraw(given, one.mou)
    assert not consent.allows(rina, "transfer", one.two.code)
    assert not consent.allows(rina.code, "transfer", one.two.code)
    assert Consent.objects.filter(pk=given.pk).exists()  # what was agreed then stays
    agrees(rina, one.mou, "transfer", recipient=one.two.code)
    assert consent.allows(rina.code, "transfer", one.two.code)


def test_she_takes_it_back_by_herself_and_once_is_enough(rina, one):
    given = agrees(rina, one.mou, "repository")
    first = consent.withdraw(given, None)
    assert consent.withdraw(given, one.mou) == first
    assert first.by == 0
    assert Entry.objects.filter(act="consent", detail__step="withdrawn").count() == 1


def test_a_worker_of_another_organisation_takes_nothing_back(rina, one):
    given = agrees(rina, one.mou, "case")
    with pytest.raises(Refused):
        consent.withdraw(given, one.kabir)
    assert not Withdrawal.objects.exists()


def test_it_holds_from_its_first_to_its_last_day(rina, one):
    agrees(rina, one.mou, "photo", until=today() + 2 * DAY)
    days = [-1, 0, 2, 3]
    assert [consent.allows(rina, "photo", on=today() + many * DAY) for many in days] == [False, True, True, False]
    wrong(rina, one.mou, "photo", "last day comes before", until=today() - DAY)


def test_for_who_was_forgotten_nothing_is_allowed_and_nothing_asked(rina, one):
    agrees(rina, one.mou, "repository")
    Person.objects.filter(pk=rina.pk).update(state=Person.State.FORGOTTEN)
    rina.refresh_from_db()
    assert not consent.allows(rina, "repository")
    with pytest.raises(Refused, match="closed"):
        agrees(rina, one.mou, "photo")


# What it lets happen


def test_each_consent_says_what_it_lets_happen_and_how_long(rina, one):
    given = agrees(rina, one.mou, "share", recipient=one.bdo.code, scope=["papers", "address"])
    assert consent.what_it_lets_happen(given) == [
        "Block office, Amdanga may be shown: address, identity papers.",
        "It holds until you take it back.",
    ]
    given = agrees(rina, one.mou, "export", until=dt.date(2031, 3, 31))
    assert consent.what_it_lets_happen(given) == [
        "Papers may leave here for those who need it for this: what is needed for this.",
        "It holds until 31 March 2031.",
    ]


def test_all_her_consents_are_on_one_page_also_those_that_are_over(rina, one):
    old = agrees(rina, one.mou, "photo", until=today())
    back = agrees(rina, one.mou, "link")
    consent.withdraw(back, None)
    agrees(rina, one.mou, "case")
    states = [(row.consent.purpose, row.state, row.holds) for row in consent.overview(rina, on=today() + DAY)]
    assert states == [("case", "open", True), ("link", "withdrawn", False), ("photo", "over", False)]
    assert "nothing of this happens any more" in consent.what_it_lets_happen(old, on=today() + DAY)[1]
    assert audit.verify().whole


def test_a_faulty_one_says_that_nothing_happens(rina, one):
    given = child(rina, one.mou)
    given.assent = False
    assert consent.what_it_lets_happen(given)[1] == (
        "Something is missing in it, so nothing of this happens: Her own yes is missing."
    )


# One person, two records


def merged(one, two, keepers):
    """Two records of one person: `two` was merged into `one`."""
    proposal = merge.propose(one, two, keepers.mou.account)
    return merge.confirm(proposal, keepers.salma.account)


def test_what_was_agreed_on_a_merged_record_counts_for_the_kept_one_and_the_reverse(rina, keepers, one):
    other = keepers.register()
    agrees(other, one.mou, "photo")
    agrees(rina, one.mou, "case")
    done = merged(rina, other, keepers)
    for record in (rina, other, rina.code, other.code):
        assert consent.allows(record, "photo"), record
        assert consent.allows(record, "case"), record
    assert [row.consent.purpose for row in consent.overview(rina)] == ["case", "photo"]
    assert all(row.holds for row in consent.overview(other))
    merge.undo(done, keepers.salma.account)
    assert not consent.allows(rina, "photo")
    assert not consent.allows(other, "case")


def test_a_merge_of_a_merge_counts_too_and_its_withdrawal(rina, keepers, one):
    second, third = keepers.register(), keepers.register()
    given = agrees(third, one.mou, "link")
    merged(second, third, keepers)
    merged(rina, second, keepers)
    assert consent.allows(rina, "link")
    consent.withdraw(given, one.mou)
    assert not consent.allows(rina, "link")


def test_a_paper_of_the_merged_record_is_hers(rina, keepers, one):
    other = keepers.register()
    token = paper(other)
    merged(rina, other, keepers)
    assert agrees(rina, one.mou, "story", proof=token).proof == token


@pytest.mark.parametrize("state", [Person.State.MOVED, Person.State.FORGOTTEN])
def test_for_who_is_out_of_reach_nothing_holds_on_any_of_her_records(rina, keepers, one, state):
    other = keepers.register()
    agrees(rina, one.mou, "case")
    agrees(other, one.mou, "photo")
    merged(rina, other, keepers)
    Person.objects.filter(pk__in=[rina.pk, other.pk]).update(state=state)
    assert not any(consent.allows(who.code, what) for who in (rina, other) for what in ("case", "photo"))
    assert list(consent.holding(rina.code)) == []
    assert {row.state for row in consent.overview(rina)} == {"closed"}
    assert consent.ask_again(rina.organisation, today() + 1000 * DAY) == []


def test_nobody_is_asked_about_a_code_that_is_not_there(rina):
    assert not consent.allows("NOBODY22", "case")


# Asking again


def test_who_has_said_yes_again_or_no_is_not_asked_again(rina, keepers, one):
    soon = today() + 20 * DAY
    given = agrees(rina, one.mou, "photo", until=soon)
    other = agrees(keepers.register(), one.mou, "link", until=soon)
    assert set(consent.ask_again(rina.organisation, soon + DAY)) == {given, other}
    agrees(rina, one.mou, "photo")
    consent.withdraw(agrees(other.person, one.mou, "link"), one.mou)
    assert consent.ask_again(rina.organisation, soon + DAY) == [other]
    consent.decline(other.person, "link", one.mou)
    assert consent.ask_again(rina.organisation, soon + DAY) == []


def test_a_consent_of_a_merged_record_ends_for_the_kept_one(rina, keepers, one):
    other = keepers.register()
    given = agrees(other, one.mou, "photo", until=today() + DAY)
    merged(rina, other, keepers)
    assert consent.ask_again(rina.organisation, today() + 2 * DAY) == [given]
    agrees(rina, one.mou, "photo")
    assert consent.ask_again(rina.organisation, today() + 2 * DAY) == []
