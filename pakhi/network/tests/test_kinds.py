"""The kinds of offices are complete: a word in every language, a family with a picture, somebody to pick."""

import pytest

from pakhi.network import kinds

LANGUAGES = {"en", "bn", "hi", "te"}
FAMILIES = {
    "village-council", "block-office", "police", "hospital", "village-health", "anganwadi", "school", "court",
    "legal-aid", "child-protection", "women-centre", "shelter-home", "district-office", "labour-office",
    "factory", "bank", "ration-shop", "ngo", "other",
}  # fmt: skip
LEVELS = {
    "village", "village-block", "block", "sub-division", "district", "state", "state-national", "any",
}  # fmt: skip


@pytest.mark.parametrize("thing", [*kinds.kinds().values(), *kinds.families().values()], ids=lambda t: t.key)
def test_has_a_short_word_in_every_language(thing):
    assert set(thing.names) == LANGUAGES
    assert all(0 < len(name) <= 40 for name in thing.names.values())


def test_families_are_those_that_have_pictures():
    assert set(kinds.families()) == FAMILIES


def test_levels_are_known():
    assert {kind.level for kind in kinds.kinds().values()} <= LEVELS


def test_no_two_kinds_that_survivors_pick_have_the_same_word():
    for language in LANGUAGES:
        words = [kind.name(language) for kind in kinds.kinds().values() if kind.survivors_meet]
        assert len(words) == len(set(words))


def test_a_word_that_is_missing_is_shown_in_english():
    assert kinds.kinds()["bank"].name("ta") == "Bank"


def test_offices_that_answer_letters_only_are_not_offered():
    offered = {kind.key for family in kinds.families() for kind in kinds.kinds_of(family)}
    assert not offered & {"spio", "faa", "sic", "hc"}
    assert {"bdo", "police_oc", "asha", "hospital", "shelter_home", "cbo"} <= offered


def test_a_family_without_anybody_to_meet_is_not_shown():
    assert "other" not in [family.key for family in kinds.families_met()]
    assert kinds.kinds_of("other", survivors_meet=False)


def test_nothing_on_the_picking_page_says_why_she_went_there():
    words = " ".join(kind.name("en") for kind in kinds.kinds().values() if kind.survivors_meet).lower()
    assert "traffick" not in words
    assert "rescue" not in words
