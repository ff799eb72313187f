"""The reader: rows from folders, more folders for a state or an organisation, and sentences where a file is wrong."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhi.entitlements import lined, reading, validating
from pakhi.entitlements.rows import Every, Some, Sort, Test

ROW = """
series: {series}
checked_on: 2026-11-21
checked_by: an invented check
rows:
- id: {series}
  name: An invented right
  component: social
  sort: benefit
  valid_from: 2020-01-01
  valid_to: null
  basis: today
  gives: Something invented.
  eligible: {{fact: trafficked, op: is, value: true}}
  office: dm
  sources: [study]
  signed: null
"""


def folder(tmp_path, **files):
    """A folder with these files; `__` in a name stands for a slash, `_of_` for the hyphen of a jurisdiction."""
    for name, text in files.items():
        path = tmp_path / (name.replace("__", "/").replace("_of_", "-") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def sentences(catalogue):
    return [str(problem) for problem in catalogue.unread]


def test_a_state_adds_its_own_rows_in_a_folder(tmp_path):
    more = folder(tmp_path, IN_of_AP__relief=ROW.format(series="relief"))
    catalogue = reading.read([more])
    (row,) = catalogue.by_series["relief"]
    assert (row.jurisdiction, row.sort, row.valid_from) == ("IN-AP", Sort.BENEFIT, dt.date(2020, 1, 1))
    assert row.eligible == Test("trafficked", "is", True)
    assert len(catalogue.rows) == len(reading.read().rows) + 1
    assert validating.problems(catalogue) == []


def test_an_organisation_adds_papers_sources_and_letters_beside_ours(tmp_path):
    more = folder(
        tmp_path,
        papers="slip: {name: A slip, how: Not researched.}",
        sources="notice: {ref: An invented notice, kind: notice}",
        letters__thanks="id: thanks\nname: Thanks\nfields: {to: To whom}\nsources: [notice]",
    )
    catalogue = reading.read([more])
    assert sentences(catalogue) == []
    assert catalogue.papers["slip"].name == "A slip"
    assert catalogue.letters["thanks"].fields == ("To whom",)
    assert len(catalogue.papers) == len(reading.read().papers) + 1


def test_nobody_overwrites_our_entries_from_another_folder(tmp_path):
    more = folder(tmp_path, facts="age: {kind: text, asks: 'How tall?'}")
    catalogue = reading.read([more])
    assert catalogue.facts["age"].kind == "number"
    assert any("“age” stands in another folder already" in sentence for sentence in sentences(catalogue))


def test_the_same_files_are_read_once_and_a_changed_file_is_read_again(tmp_path):
    more = folder(tmp_path, papers="slip: {name: A slip, how: Not researched.}")
    first = reading.read([more])
    assert reading.read([more]) is first
    (more / "papers.yaml").write_text("slip: {name: Another slip, how: Not researched.}", encoding="utf-8")
    second = reading.read([more])
    assert second.papers["slip"].name == "Another slip"
    assert second.stamp != first.stamp


def test_the_stamp_hangs_on_content_alone(tmp_path):
    one = folder(tmp_path / "one", papers="slip: {name: A slip, how: Not researched.}")
    other = folder(tmp_path / "other", papers="slip: {name: A slip, how: Not researched.}")
    assert reading.read_only([one]).stamp == reading.read_only([other]).stamp


def test_a_folder_that_is_not_there_is_told(tmp_path):
    catalogue = reading.read([tmp_path / "nowhere"])
    assert any("There is no such folder." in sentence for sentence in sentences(catalogue))
    assert len(catalogue.rows) == len(reading.read().rows)


def test_conditions_keep_their_shape(tmp_path):
    text = ROW.format(series="shape").replace(
        "{fact: trafficked, op: is, value: true}",
        "{all: [{fact: age, op: between, value: [6, 14]}, {any: [{fact: bpl, op: is, value: true}]}]}",
    )
    (row,) = reading.read_only([folder(tmp_path, IN__shape=text)]).rows
    assert row.eligible == Every((Test("age", "between", (6, 14)), Some((Test("bpl", "is", True),))))


def test_a_row_without_a_condition_is_for_everybody(tmp_path):
    text = ROW.format(series="all").replace("{fact: trafficked, op: is, value: true}", "{}")
    (row,) = reading.read_only([folder(tmp_path, IN__all=text)]).rows
    assert row.eligible == Every()


GOOD = ROW.format(series="good")
WRONG_FILES = {  # name: (file, its text, line, part of the sentence)
    "a tab": ("IN__good", GOOD.replace("  name:", "\tname:"), 7, "This is not YAML"),
    "a bracket that is left open": ("IN__good", GOOD.replace("[study]", "[study"), 17, "This is not YAML"),
    "a key twice": (
        "IN__good", GOOD.replace("  office: dm", "  office: dm\n  office: sp"), 16, "“office” stands twice",
    ),
    "a second document": ("IN__good", GOOD + "---\na: b", 18, "A second document"),
    "no end of lists": ("IN__good", "series: " + "[" * 200_000, 1, "one within the other"),
    "a list as a name": ("IN__good", "[a, b]: c", 1, "A name is expected"),
    "a call of Python": ("IN__good", GOOD.replace("[study]", "!!python/name:os.system"), 16, "This is not YAML"),
    "a reference": ("IN__good", GOOD.replace("[study]", "&a [study]") + "  papers: *a", 16, "References"),
    "a list": ("IN__good", "- one\n- two", 1, "The file is a table"),
    "no rows": ("IN__good", "series: good", 1, "a list called “rows”"),
    "another series": ("IN__good", GOOD.replace("series: good", "series: bad"), 2, "it says “series: good”"),
    "a day that there is not": ("IN__good", GOOD.replace("2020-01-01", "2026-02-30"), 10, "cannot be read"),
    "a day as text": ("IN__good", GOOD.replace("2020-01-01", "spring"), 10, "is a day such as"),
    "an hour": ("IN__good", GOOD.replace("2020-01-01", "2020-01-01 10:00:00"), 10, "is a day such as"),
    "an unknown field": ("IN__good", GOOD.replace("office:", "ofice:"), 15, "“ofice” is no field of a row"),
    "a field left out": ("IN__good", GOOD.replace("  gives: Something invented.\n", ""), 6, "needs the field “gives”"),
    "an unknown sort": ("IN__good", GOOD.replace("sort: benefit", "sort: gift"), 9, "is one of right, benefit"),
    "an unknown basis": ("IN__good", GOOD.replace("basis: today", "basis: birthday"), 12, "is one of today"),
    "a number for a text": ("IN__good", GOOD.replace("An invented right", "7"), 7, "is a text, not “7”"),
    "a text for a list": ("IN__good", GOOD.replace("[study]", "study"), 16, "is a list of texts"),
    "a condition without op": ("IN__good", GOOD.replace("op: is, ", ""), 14, "needs the field “op”"),
    "an empty list of conditions": (
        "IN__good", GOOD.replace("{fact: trafficked, op: is, value: true}", "{any: []}"), 14, "empty",
    ),
    "an unknown comparison": ("IN__good", GOOD.replace("op: is", "op: like"), 14, "is one of is, =="),
    "a negative sum": (
        "IN__good",
        GOOD + "  amounts: [{key: cash, least: -5, most: 5, per: once}]",
        18,
        "is a sum in rupees",
    ),
    "a clock with half a day": (
        "IN__good",
        GOOD + "  clocks: [{id: c, who: police, since: a, until: b, limit: 0.5, unit: days, basis: x}]",
        18,
        "is a whole number",
    ),
    "a clock in weeks": (
        "IN__good",
        GOOD + "  clocks: [{id: c, who: police, since: a, until: b, limit: 1, unit: weeks, basis: x}]",
        18,
        "is one of days",
    ),
    "a signature without a day": (
        "IN__good", GOOD.replace("signed: null", "signed: {by: Somebody}"), 17, "needs the field “on”",
    ),
    "a process with another id": (
        "processes__way",
        "id: road\nname: A way\nstates: {a: A}\nmoves: {}\nclocks: []",
        1,
        "The file is called way, but its id is road.",
    ),
    "a file that belongs nowhere": ("odds", "a: b", 0, "No such file belongs here"),
    "an event that is no text": ("clocks", "events: {born: [1]}", 1, "An event is said in plain words."),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_FILES)
def test_a_file_that_is_wrong_is_a_sentence_with_its_line_and_never_a_trace(case, tmp_path):
    name, text, line, said = WRONG_FILES[case]
    catalogue = reading.read_only([folder(tmp_path, **{name: text})])
    found = [problem for problem in catalogue.unread if said in problem.sentence]
    assert [problem.line for problem in found] == [line], sentences(catalogue)
    assert found[0].file == name.replace("__", "/") + ".yaml"
    assert "Traceback" not in str(found[0])


def test_a_file_that_is_not_utf8_is_a_sentence(tmp_path):
    (tmp_path / "IN").mkdir()
    (tmp_path / "IN" / "good.yaml").write_bytes(b"series: \xff\xfe")
    assert "not written in UTF-8" in sentences(reading.read_only([tmp_path]))[0]


def test_one_wrong_row_leaves_the_others_of_its_file(tmp_path):
    second = GOOD.split("rows:\n")[1].replace("- id: good", "- id: good@2").replace("office: dm", "ofice: dm")
    catalogue = reading.read_only([folder(tmp_path, IN__good=GOOD + second)])
    assert [row.id for row in catalogue.rows] == ["good"]
    assert [problem.row for problem in catalogue.unread] == ["good@2"]


@pytest.mark.parametrize("text", ["", "# only words", "---", "null"])
def test_an_empty_file_is_empty_and_not_wrong(text, tmp_path):
    catalogue = reading.read_only([folder(tmp_path, IN__good=text)])
    assert (catalogue.rows, catalogue.unread) == ((), ())


def test_lines_count_from_one():
    table = lined.load("a: 1\nb:\n  c: 2\n")
    assert table.lines == {"a": 1, "b": 2}
    assert table["b"].lines == {"c": 3}


OUR_FILES = sorted(path.relative_to(reading.OURS).as_posix() for path in reading.OURS.rglob("*.yaml"))
PIECES = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "\t",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "#",
        "null",
        "[[]]",
        "{a: {b: 1}}",
        "-1",
        "1e9",
        "é",
        "\x07",
        "2026-02-30",
        "&a ",
        "*a",
        "!!python/name:os.system ",
        "? ",
        "| ",
        "---\n",
        "true",
        "[" * 200000,
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(OUR_FILES), cut=st.tuples(st.floats(0, 1), st.integers(0, 40)), piece=PIECES)
def test_whatever_happens_to_one_of_our_files_the_reader_and_the_validator_answer_in_sentences(
    tmp_path, name, cut, piece
):
    text = (reading.OURS / name).read_text(encoding="utf-8")
    at = int(cut[0] * len(text))
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text[:at] + piece + text[at + cut[1] :], encoding="utf-8")
    for problem in validating.problems(reading.read_only([tmp_path])):
        assert problem.sentence
        assert problem.file
    path.unlink()
