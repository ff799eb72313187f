"""Which states have rows: all of them stand in the list, and one without rows says so."""

import pytest

from pakhi.entitlements import reading
from pakhi.entitlements.coverage import coverage

BY_CODE = {covered.code: covered for covered in coverage()}

ISO = (
    *("AN", "AP", "AR", "AS", "BR", "CG", "CH", "DH", "DL", "GA", "GJ", "HP", "HR", "JH", "JK", "KA", "KL", "LA"),
    *("LD", "MH", "ML", "MN", "MP", "MZ", "NL", "OD", "PB", "PY", "RJ", "SK", "TN", "TR", "TS", "UK", "UP", "WB"),
)


def test_the_list_holds_india_and_all_28_states_and_8_union_territories():
    assert sorted(BY_CODE) == sorted(["IN", *(f"IN-{code}" for code in ISO)])
    kinds = [state.kind for state in reading.read().states.values()]
    assert (kinds.count("state"), kinds.count("union territory")) == (28, 8)


@pytest.mark.parametrize("code", [f"IN-{code}" for code in ISO if code != "WB"])
def test_a_state_without_rows_says_that_it_is_not_yet_researched(code):
    covered = BY_CODE[code]
    assert (covered.rows, covered.researched, covered.says) == (0, False, "Not yet researched.")


def test_west_bengal_has_rows_and_says_what_was_not_looked_up():
    covered = BY_CODE["IN-WB"]
    assert covered.researched
    assert (covered.rows, covered.names) == (5, 5)
    assert "not looked up" in covered.note


def test_the_numbers_of_all_places_are_those_of_the_catalogue():
    assert sum(covered.rows for covered in BY_CODE.values()) == 67
    assert sum(covered.rows + covered.names for covered in BY_CODE.values()) == len(reading.read().rows)
    assert sum(covered.signed for covered in BY_CODE.values()) == 0
    assert sum(covered.unverified for covered in BY_CODE.values()) == 7


def test_a_state_with_names_only_is_still_not_researched():
    assert BY_CODE["IN-UP"].names == 1
    assert not BY_CODE["IN-UP"].researched


def test_a_state_that_adds_rows_is_no_longer_without(tmp_path):
    (tmp_path / "IN-BR").mkdir()
    (tmp_path / "IN-BR" / "relief.yaml").write_text(
        "series: relief\nrows:\n- {id: relief, name: Relief, component: social, sort: benefit, valid_from: null, "
        "valid_to: null, basis: today, gives: Relief., eligible: {}, sources: [study]}\n",
        encoding="utf-8",
    )
    found = {covered.code: covered for covered in coverage(reading.read([tmp_path]))}
    assert found["IN-BR"].researched
    assert not found["IN-JH"].researched


def test_codes_before_the_change_of_2023_are_kept_for_whoever_still_writes_them():
    states = reading.read().states
    former = {states[code].formerly for code in states if states[code].formerly}
    assert former == {"IN-CT", "IN-OR", "IN-TG", "IN-UT"}
    assert not former & set(states)
