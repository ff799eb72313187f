"""The validator: a small catalogue that holds together, broken in one way after the other."""

import pytest

from pakhi.entitlements import reading, validating

FILES = {
    "sources.yaml": "act: {ref: An invented act, kind: statute}\nmemory: {ref: None, kind: memory}\n",
    "facts.yaml": (
        "age: {kind: number, asks: 'How old are you?'}\n"
        "bpl: {kind: flag, asks: 'Are you on the list?'}\n"
        "income: {kind: rupees, asks: 'How much comes in?'}\n"
        "sections: {kind: set, asks: 'Which sections?'}\n"
        "home: {kind: text, asks: 'Where?'}\n"
        "residence: {kind: one, asks: 'Where?', choices: {rural: A village, city: A city}}\n"
    ),
    "offices.yaml": "dm: {title: DM, level: district, department: Revenue, duties: Decides., known: dm}\n",
    "papers.yaml": "slip: {name: A slip, how: Not researched., from_office: dm}\n",
    "clocks.yaml": "events: {asked: She asked, answered: They answered}\nactors: {dm: {title: The DM, office: dm}}\n",
    "states.yaml": "IN-WB: {name: West Bengal, kind: state, researched: true}\nIN-BR: {name: Bihar, kind: state}\n",
    "processes/way.yaml": (
        "id: way\nname: A way\nseries: [aid]\nstates: {asked: Asked, had: Has it}\nmoves:\n  asked: [had]\n"
        "clocks: [{id: wait, who: dm, since: asked, until: had, limit: 7, unit: days, basis: s.1, verified: true}]\n"
        "sources: [act]\n"
    ),
    "letters/ask.yaml": "id: ask\nname: A letter\nfields: {to: To whom}\nsources: [act]\n",
    "IN/aid.yaml": """series: aid
checked_on: 2026-11-21
checked_by: an invented check
rows:
- id: aid@1
  name: Aid
  component: social
  sort: benefit
  valid_from: 2020-01-01
  valid_to: 2021-12-31
  basis: today
  gives: Aid.
  eligible: {all: [{fact: age, op: '<', value: 18}, {fact: bpl, op: is, value: true}]}
  papers: [slip]
  office: dm
  amounts: [{key: cash, least: 100, most: 200, per: once}]
  clocks: [{id: wait, who: dm, since: asked, until: answered, limit: 7, unit: days, basis: s.1, verified: true}]
  sources: [act]
  verified: true
  unverified: [papers, 'amounts:cash']
  signed: {by: Adv. Invented, on: 2026-11-22}
- id: aid@2
  name: Aid
  component: social
  sort: benefit
  valid_from: 2022-01-01
  valid_to: null
  basis: today
  gives: Aid.
  eligible: {}
  sources: [act]
""",
    "IN/names.yaml": "rows:\n- {id: card, name: A card, component: social, sources: [act], note: Named in the act.}\n",
    "IN-WB/aid-wb.yaml": """series: aid-wb
checked_on: 2026-11-21
checked_by: an invented check
rows:
- id: aid-wb
  name: Aid is not given here
  component: social
  sort: status
  valid_from: 2023-01-01
  valid_to: null
  basis: today
  gives: Nothing is given.
  eligible: {}
  sources: [act]
  overrides: aid
  delivers: false
""",
}


def told(tmp_path, file="", old="", new=""):
    """The problems of the small catalogue after one piece of a file is another."""
    for name, text in FILES.items():
        if name == file:
            assert old in text, f"{old!r} does not stand in {file}"
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return validating.problems(reading.read_only([tmp_path]))


def test_the_small_catalogue_holds_together(tmp_path):
    assert [str(problem) for problem in told(tmp_path)] == []


ROWS = "IN/aid.yaml"
BROKEN = {  # name: (file, what stands there, what is put there, row, field, part of the sentence)
    "one id on two rows": (ROWS, "- id: aid@2", "- id: aid@1", "aid@1", "id", "stands on more than one row"),
    "one id in two files": ("IN/names.yaml", "id: card", "id: aid@2", "aid@2", "id", "stands on more than one row"),
    "a capital in an id": (ROWS, "- id: aid@2", "- id: Aid@2", "Aid@2", "id", "small letters"),
    "a component of its own": (
        ROWS, "component: social", "component: money", "aid@1", "component", "is none of health",
    ),
    "no words for what it gives": (ROWS, "gives: Aid.", "gives: ''", "aid@1", "gives", "empty"),
    "days in the wrong order": (ROWS, "2020-01-01", "2022-01-01", "aid@1", "valid_from", "is after its last"),
    "two versions on one day": (
        ROWS, "2021-12-31", "2022-01-01", "aid@2", "valid_from", "but aid@1 holds until 2022-01-01",
    ),
    "a version that never ended": (ROWS, "2021-12-31", "null", "aid@2", "valid_from", "aid@1 still holds"),
    "a hole of one day": (ROWS, "2021-12-31", "2021-12-30", "aid@2", "gap", "Nothing holds between 2021-12-30"),
    "a fact that there is not": (ROWS, "fact: bpl", "fact: bpI", "aid@1", "eligible", "no fact “bpI”"),
    "a yes or no with an order": (
        ROWS, "{fact: bpl, op: is", "{fact: bpl, op: '<'", "aid@1", "eligible", "not compared by “<”",
    ),
    "a number with is": (
        ROWS, "{fact: age, op: '<'", "{fact: age, op: is", "aid@1", "eligible", "not compared by “is”",
    ),
    "an age as a text": (ROWS, "value: 18", "value: eighteen", "aid@1", "eligible", "is not what “age”"),
    "one value for a list": (
        ROWS, "op: '<', value: 18", "op: in, value: 18", "aid@1", "eligible", "compared with a list",
    ),
    "a list for one value": (ROWS, "value: 18", "value: [18]", "aid@1", "eligible", "compared with one value"),
    "between the wrong way round": (
        ROWS, "op: '<', value: 18", "op: between, value: [18, 6]", "aid@1", "eligible", "the smaller one first",
    ),
    "between three numbers": (
        ROWS, "op: '<', value: 18", "op: between, value: [1, 2, 3]", "aid@1", "eligible", "two numbers",
    ),
    "an empty list": (ROWS, "op: '<', value: 18", "op: in, value: []", "aid@1", "eligible", "empty list"),
    "a choice that there is not": (
        ROWS, "{fact: age, op: '<', value: 18}", "{fact: residence, op: ==, value: town}", "aid@1", "eligible",
        "none of the choices of “residence”: rural, city",
    ),
    "a set with ==": (
        ROWS, "{fact: age, op: '<', value: 18}", "{fact: sections, op: ==, value: BNS143}", "aid@1", "eligible",
        "not compared by “==”",
    ),
    "an office that there is not": (ROWS, "office: dm", "office: dmm", "aid@1", "office", "no kind of office “dmm”"),
    "a paper that there is not": (ROWS, "[slip]", "[slip, note]", "aid@1", "papers", "no paper “note”"),
    "a source that there is not": (ROWS, "sources: [act]", "sources: [acts]", "aid@1", "sources", "no source “acts”"),
    "no source": (ROWS, "sources: [act]", "sources: []", "aid@1", "sources", "where its facts were seen"),
    "an event that nobody knows": (ROWS, "since: asked", "since: begged", "aid@1", "clocks:wait", "no event “begged”"),
    "an actor that nobody knows": (ROWS, "who: dm", "who: sdm", "aid@1", "clocks:wait", "no actor “sdm”"),
    "a clock without a reason": (ROWS, "basis: s.1", "basis: ''", "aid@1", "clocks:wait", "where its limit comes from"),
    "a verified clock without a limit": (
        ROWS, "limit: 7", "limit: null", "aid@1", "clocks:wait", "nothing was verified",
    ),
    "a sum that is more at the least": (
        ROWS, "least: 100", "least: 300", "aid@1", "amounts:cash", "is more than the most",
    ),
    "two sums of one name on one day": (
        ROWS, "per: once}]",
        "per: once, valid_from: 2021-01-01}, {key: cash, least: 1, most: 2, per: once, valid_to: 2021-01-01}]",
        "aid@1", "amounts:cash", "hold on the same day",
    ),
    "an unverified field that there is not": (ROWS, "[papers,", "[papper,", "aid@1", "unverified", "no field “papper”"),
    "an unverified sum that there is not": (
        ROWS, "amounts:cash", "amounts:grain", "aid@1", "unverified", "no sum called “grain”",
    ),
    "memory called verified": (ROWS, "sources: [act]", "sources: [memory]", "aid@1", "verified", "memory alone"),
    "nobody checked it": (ROWS, "checked_by: an invented check\n", "", "aid@1", "checked_by", "how it was checked"),
    "no day of the check": (ROWS, "checked_on: 2026-11-21\n", "", "aid@1", "checked_on", "on which day"),
    "a signature without a name": (ROWS, "by: Adv. Invented", "by: ''", "aid@1", "signed", "the lawyer's name"),
    "a signature with an empty day": (ROWS, "on: 2026-11-22", "on: null", "aid@1", "signed", "has its day"),
    "a signature from before the check": (
        ROWS, "on: 2026-11-22", "on: 2026-11-20", "aid@1", "signed", "look at it anew",
    ),
    "a benefit that overrides": (
        ROWS, "office: dm", "office: dm\n  overrides: aid", "aid@1", "overrides", "Only a row",
    ),
    "a successor that there is not": (
        ROWS, "office: dm", "office: dm\n  followed_by: relief", "aid@1", "followed_by", "relief",
    ),
    "a status of nothing": ("IN-WB/aid-wb.yaml", "  overrides: aid\n", "", "aid-wb", "overrides", "names the series"),
    "a status of itself": (
        "IN-WB/aid-wb.yaml", "overrides: aid", "overrides: aid-wb", "aid-wb", "overrides", "not its own",
    ),
    "a status of a series that there is not": (
        "IN-WB/aid-wb.yaml", "overrides: aid", "overrides: food", "aid-wb", "overrides", "no series “food”",
    ),
    "a name-only row that says nothing": (
        "IN/names.yaml", "note: Named in the act.", "note: ''", "card", "note", "where it is named",
    ),
    "a state that ISO does not know": (
        "states.yaml", "IN-WB: {", "IN-WX: {", "aid-wb", "jurisdiction", "IN-WB is neither IN nor",
    ),
    "a state called researched without rows": (
        "states.yaml", "{name: Bihar, kind: state}", "{name: Bihar, kind: state, researched: true}", "IN-BR",
        "researched",
        "has no row",
    ),
    "an office the directory does not know": (
        "offices.yaml", "known: dm", "known: dmx", "dm", "known", "no kind “dmx”",
    ),
    "an office on no level": ("offices.yaml", "level: district", "level: county", "dm", "level", "none of village"),
    "a paper from nowhere": ("papers.yaml", "from_office: dm", "from_office: sp", "slip", "from_office", "“sp”"),
    "a paper instead of it that there is not": (
        "papers.yaml", "from_office: dm", "instead: [pass]", "slip", "instead", "“pass”",
    ),
    "an actor in no office": ("clocks.yaml", "office: dm", "office: sp", "dm", "office", "“sp”"),
    "a choice with one choice": ("facts.yaml", ", city: A city", "", "residence", "choices", "at least two"),
    "choices where none belong": (
        "facts.yaml", "{kind: flag, asks: 'Are you on the list?'}",
        "{kind: flag, asks: 'Are you?', choices: {a: A, b: B}}",
        "bpl", "choices", "has no choices",
    ),
    "a fact that is no question": ("facts.yaml", "How old are you?", "Age", "age", "asks", "is a question"),
    "a move to a state that there is not": ("processes/way.yaml", "[had]", "[got]", "way", "moves", "no state “got”"),
    "a clock to a state that there is not": (
        "processes/way.yaml", "until: had", "until: got", "way", "clocks:wait", "no state “got”",
    ),
    "a process of a series that there is not": (
        "processes/way.yaml", "[aid]", "[food]", "way", "series", "no series “food”",
    ),
    "a process from a source that there is not": ("processes/way.yaml", "[act]", "[acts]", "way", "sources", "“acts”"),
    "a letter from a source that there is not": ("letters/ask.yaml", "[act]", "[acts]", "ask", "sources", "“acts”"),
    "a letter without fields": ("letters/ask.yaml", "{to: To whom}", "{}", "ask", "fields", "at least one field"),
    "a file that is not YAML": (ROWS, "series: aid", "series: [aid", "", "", "This is not YAML"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_catalogue_that_is_broken_says_where_and_how(case, tmp_path):
    file, old, new, row, field, said = BROKEN[case]
    found = [(one.row, one.field) for one in told(tmp_path, file, old, new) if said in one.sentence]
    assert (row, field) in found


def test_a_problem_of_a_row_names_its_file_and_its_line(tmp_path):
    (problem,) = told(tmp_path, ROWS, "office: dm", "office: dmm")
    assert str(problem) == "IN/aid.yaml:5: aid@1 office: There is no kind of office “dmm” in the catalogue."


def test_a_hole_between_two_versions_may_be_explained(tmp_path):
    found = told(
        tmp_path, ROWS, "valid_from: 2022-01-01", "gap: The scheme paused for a year.\n  valid_from: 2023-01-01"
    )
    assert found == []


def test_of_two_versions_only_one_may_have_no_first_day(tmp_path):
    both = FILES[ROWS].replace("2020-01-01", "null").replace("2022-01-01", "null")
    (problem,) = told(tmp_path, ROWS, FILES[ROWS], both)
    assert (problem.row, problem.field) == ("aid@2", "valid_from")
    assert "Nobody knows since when it holds" in problem.sentence


def test_a_sum_may_change_while_the_version_goes_on(tmp_path):
    dated = "per: once, valid_to: 2020-12-31}, {key: cash, least: 3, most: 4, per: once, valid_from: 2021-01-01}]"
    assert told(tmp_path, ROWS, "per: once}]", dated) == []


def test_the_same_series_in_two_places_is_two_lines(tmp_path):
    state = FILES["IN/aid.yaml"].replace("- id: aid@", "- id: wb-aid@")
    (tmp_path / "IN-WB").mkdir()
    (tmp_path / "IN-WB" / "aid.yaml").write_text(state, encoding="utf-8")
    assert told(tmp_path) == []
