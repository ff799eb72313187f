"""`pakhi entitlements`: what comes in and what comes out, at the terminal."""

from __future__ import annotations

import json

import pytest

from pakhi.site.cli import main

KEYS = {"id", "series", "outcome", "reasons", "missing_papers", "questions", "amounts", "office", "appeal", "clocks",
        "source", "verified"}  # fmt: skip
OUTCOMES = {"may_claim", "papers_missing", "ask", "not_eligible", "not_in_force", "not_delivered_here"}
PERSON = """\
facts: {sex: female, trafficked: yes, residence: rural, household_adult: yes, age: 20}
dates: {offence_date: 2024-06-30, application_date: 2026-06-30}
papers: [fir, Bank account]
on: 2026-11-22
state: IN-WB
"""


@pytest.fixture
def check(tmp_path, capsys):
    """Writes a file, checks it, and gives the status, what was printed, and what was told."""

    def checked(text, *options, name="person.yaml"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = main(["entitlements", "check", str(file), *options])
        out, told = capsys.readouterr()
        return status, out, told.replace(f"{file}: ", "")

    return checked


def by_id(printed):
    return {one["id"]: one for one in json.loads(printed)}


def test_one_person_gives_an_object_for_each_row_that_concerns_her(check):
    status, out, told = check(PERSON, "--format", "json")
    found = by_id(out)
    assert (status, told) == (0, "")
    assert all(one.keys() >= KEYS and one["outcome"] in OUTCOMES for one in found.values())
    assert found["trafficking-offence@1"]["outcome"] == "may_claim"
    assert "trafficking-offence@2" not in found
    assert found["mgnrega"]["clocks"][1]["due"] == "2026-07-15"
    assert {paper["id"] for paper in found["wbvcs@2017"]["missing_papers"]} == {"application", "medical_papers"}
    assert all(one["mark"] == "not signed by a lawyer" for one in found.values() if not one["signed"])


def test_the_day_and_the_state_of_the_command_go_before_those_of_the_file(check):
    _status, out, _told = check(PERSON, "--format", "json", "--on", "2020-01-01", "--state", "Bihar")
    found = by_id(out)
    assert found["ujjawala"]["outcome"] == "ask"
    assert found["state@IN-BR"]["reasons"][0].startswith("Bihar has no rows of its own: not researched yet")


def test_without_a_word_on_the_format_it_is_a_table_that_begins_with_what_can_be_done(check):
    status, out, _told = check(PERSON)
    assert status == 0
    assert out.splitlines()[0].startswith("2026-11-22, IN-WB")
    assert out.index("may_claim") < out.index("papers_missing") < out.index(" ask ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('facts: {age: "17"}', "Line 1: “age” is a number, but “17” is a text; leave the quotation marks out."),
        ("facts:\n  sex: female\n  agge: 17", "Line 3: there is no fact “agge”; did you mean “age”?"),
        ("facts: {sex: woman}", "Line 1: “sex” is one of female, male, other, not “woman”."),
        ("facts: {trafficked: 1}", "Line 1: “trafficked” is yes or no, not “1”. Leave it out where it is not known."),
        ("facts: {trafficked: perhaps}", "Line 1: “trafficked” is yes or no, not “perhaps”. Leave it out where it"),
        ("facts: {age: -1}", "Line 1: “age” cannot be “-1”."),
        ("facts: {age: yes}", "Line 1: “age” is a number, not “yes”. Leave it out where it is not known."),
        ("facts: {age: .inf}", "Line 1: “age” cannot be “inf”."),
        ("facts: {sections: BNS143}", "Line 1: “sections” is a list of texts, not “BNS143”. Leave it out where it"),
        ("facts: {secc_deprivation: [D9]}",
         "Line 1: “secc_deprivation” is a list of D1, D2, D3, D4, D5, D6, D7; “D9” is none of them"),
        ("facts: [age]", "Line 1: “facts” is a table of names and answers."),
        ("facts: {birth_year: 8}", "Line 1: “birth_year” is a year like 2008, not “8”."),
        ("dates: {offence_date: 2024-02-30}", "Line 1: “2024-02-30” cannot be read: day is out of range for month."),
        ("dates: {offence_date: last year}", "Line 1: “offence_date” is a day like 2026-11-22, not “last year”."),
        ("dates: {ofence_date: 2024-02-29}", "Line 1: there is no day “ofence_date”; did you mean “offence_date”?"),
        ("on: someday", "Line 1: “on” is a day like 2026-11-22, not “someday”."),
        ("on: not yet", "Line 1: “on” is a day like 2026-11-22."),
        ("state: Bengal", "Line 1: there is no state “Bengal”; write a code like IN-WB; did you mean “West Bengal”?"),
        ("papers: fir", "Line 1: “papers” is a list of texts, like [fir, bank_account]."),
        ("name: somebody", "Line 1: “name” is not read; known are facts, dates, papers, on, state, claimed, id. "
                           "Names and addresses do not belong here."),
        ("facts: {age: 1, age: 2}", "Line 1: “age” stands twice in one table."),
        ("", "The file is empty; write facts, dates, papers, on and state."),
        ("- one\n- two", "Line 1: one person is a table with facts, dates, papers, on and state."),
        ("facts: {age: 17", "Line 2: This is not YAML"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_sentence_with_its_line_and_status_one(check, text, sentence):
    status, out, told = check(text)
    assert (status, out) == (1, "")
    assert told.startswith(sentence)
    assert "Traceback" not in told


def test_a_paper_that_nobody_knows_is_told_and_loses_nothing(check):
    status, out, told = check("papers: [hat]\nstate: IN-WB\non: 2026-11-22", "--format", "json")
    assert (status, told) == (0, "Line 1: the paper “hat” is not in the catalogue; it counts for nothing.\n")
    assert by_id(out)


def test_many_people_come_as_lines_and_one_bad_line_loses_none_of_the_others(check):
    lines = ['{"facts": {"age": 17}, "id": "A7"}', "", '{"facts": {"age": "17"}}', "[1]", "{", '{"facts": {"age": 18}}']
    status, out, told = check("\n".join(lines), "--format", "json", name="people.jsonl")
    people = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [line.split(":")[0] for line in told.splitlines()] == ["Line 3", "Line 4", "Line 5"]
    outcomes = [{one["id"]: one["outcome"] for one in found}["cwc"] for found in people]
    assert outcomes == ["may_claim", "not_eligible"]
    assert [{one["person"] for one in found} for found in people] == [{"A7"}, {"6"}]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["check", "/nowhere/at-all.yaml"], "There is no file /nowhere/at-all.yaml."),
        (["check", "/dev/null", "--state", "IN-XX"], "--state: there is no state “IN-XX”; write a code like IN-WB"),
        (["changes", "--since", "2026-01-02", "--until", "2026-01-01"], "The day of --until lies before that of"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_sentence(capsys, words, sentence):
    assert main(["entitlements", *words]) == 1
    assert capsys.readouterr().err.startswith(sentence)


def test_a_file_that_is_no_text_is_a_sentence(check):
    status, _out, told = check(b"facts: {sex: \xff\xfe}")
    assert (status, "it is not written in UTF-8" in told) == (1, True)


def test_the_catalogue_holds_together(capsys):
    assert main(["entitlements", "validate"]) == 0
    assert "67 rows" in capsys.readouterr().out


def test_a_folder_that_does_not_hold_together_is_told(tmp_path, capsys):
    (tmp_path / "IN-WB").mkdir()
    (tmp_path / "IN-WB" / "land.yaml").write_text("series: land\nrows:\n- {id: land}\n")
    assert main(["entitlements", "validate", str(tmp_path)]) == 1
    assert "IN-WB/land.yaml" in capsys.readouterr().err


def test_changes_of_law_are_listed_with_their_day(capsys):
    assert main(["entitlements", "changes", "--since", "2026-06-30", "--until", "2026-07-01"]) == 0
    assert "vbgramg (was mgnrega)" in capsys.readouterr().out
    assert main(["entitlements", "changes", "--since", "2026-07-01", "--until", "2026-07-02"]) == 0
    assert capsys.readouterr().out == "Nothing changed between these days.\n"


def test_no_state_is_silently_missing(capsys):
    assert main(["entitlements", "states"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 37
    assert sum("not yet researched" in line for line in lines) == 35
