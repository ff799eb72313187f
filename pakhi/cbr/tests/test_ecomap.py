"""The picture: whatever stands in it, no two labels meet and nothing leaves the paper."""

from __future__ import annotations

import itertools
import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.cbr import ecomap
from pakhi.cbr.around import SECTORS, TIES
from pakhi.cbr.ecomap import WIDTH, Box, Node, draw
from pakhi.lib import lettering

WORDS = st.sampled_from(
    [
        "Mother", "Who sold or took her", "An office that has a duty to her", "", "Special police unit (AHTU)",
        "স্কুল, হোম, হাসপাতাল বা কাজের জায়গা", "গ্রামের শিশু সুরক্ষা কমিটি", "पाड़ा", "ज़िला बाल सुरक्षा दफ़्तर (डीसीपीयू)",
        "న్యాయ సేవల కార్యదర్శి", "స్నేహితురాలు", "ప్రత్యేకపోలీసువిభాగంఏహెచ్‌టీయూ", "Donaudampfschifffahrtsgesellschaft",
    ]
)  # fmt: skip
NODES = st.lists(
    st.builds(
        Node, key=st.uuids().map(str), sector=st.sampled_from(list(SECTORS)), ring=st.integers(1, 3),
        tie=st.sampled_from(list(TIES)), label=WORDS, note=WORDS,
    ),
    max_size=25,
)  # fmt: skip
HEADS = st.fixed_dictionaries(dict.fromkeys(SECTORS, WORDS))


def inside(box: Box, height: float) -> bool:
    return box.x >= 0 and box.y >= 0 and box.x + box.width <= WIDTH and box.y + box.height <= height


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(NODES, HEADS)
def test_no_two_labels_meet_and_all_stays_inside(nodes, heads):
    drawn = draw(nodes, heads)
    boxes = [*(one.box for one in drawn.spots), *drawn.boxes]
    assert all(inside(box, drawn.height) for box in boxes)
    assert not [(one, other) for one, other in itertools.combinations(boxes, 2) if one.meets(other)]
    marks = [Box(one.x - 8, one.y - 8, 16, 16) for one in drawn.spots]
    her = Box(drawn.x - 12, drawn.y - 12, 24, 24)
    assert all(inside(mark, drawn.height) for mark in marks)
    assert not [(one, other) for one, other in itertools.combinations([*marks, her], 2) if one.meets(other)]
    assert not [mark for mark in marks for box in boxes if mark.meets(box)]


@settings(deadline=None, max_examples=60)
@given(NODES)
def test_every_number_in_every_path_lies_on_the_paper(nodes):
    drawn = draw(nodes, {})
    for spot in drawn.spots:
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", spot.tie + spot.bars):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= drawn.height


def test_twenty_five_in_one_corner_have_a_place_each():
    nodes = [Node(str(n), "threats", 1 + n % 3, "stress", f"Neighbour {n}", "Contained") for n in range(25)]
    drawn = draw(nodes, {key: str(name) for key, name in SECTORS.items()})
    assert len({one.y for one in drawn.spots}) == 25
    assert all(one.x > drawn.x and one.y > drawn.y for one in drawn.spots)


@pytest.mark.parametrize("rings", list(itertools.combinations_with_replacement((1, 2, 3), 4)))
def test_the_line_to_one_passes_the_others_by(rings):
    """At four in a sector no line runs through the middle of a mark."""
    drawn = draw([Node(str(n), "people", ring, "support", "A") for n, ring in enumerate(rings)], {})
    away = [(abs(one.x - drawn.x), abs(one.y - drawn.y)) for one in drawn.spots]
    for (x, y), (far_x, far_y) in itertools.permutations(away, 2):
        assert y >= far_y or abs(x - far_x * y / far_y) >= 3


def test_the_near_stand_nearer():
    drawn = draw([Node("far", "people", 3, "support", "A"), Node("near", "people", 1, "strong", "B")], {})
    far = {one.node.key: abs(one.y - drawn.y) for one in drawn.spots}
    assert far["near"] < far["far"]


@pytest.mark.parametrize(("tie", "mark"), [("strong", "M"), ("support", "M"), ("stress", "L"), ("broken", "M")])
def test_a_line_says_by_its_form_what_it_means(tie, mark):
    [spot] = draw([Node("a", "people", 3, tie, "A")], {}).spots
    assert (spot.tie.count("L") > 2) == (tie == "stress")
    assert bool(spot.bars) == (tie == "broken")


def test_the_four_sectors_have_four_marks():
    drawn = draw([Node(key, key, 2, "support", "A") for key in SECTORS], {})
    assert len({re.sub(r"[\d. -]+", "", one.shape) for one in drawn.spots}) == 4


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
def test_every_office_fits_in_four_lines_in_four_scripts(language):
    from pakhi.network.kinds import families, kinds

    with translation.override(language):
        for kind in [*kinds().values(), *families().values()]:
            lines = lettering.wrap(kind.name(language), ecomap.SIZE, ecomap.COLUMN, 4)
            assert 1 <= len(lines) <= 4
            assert not lines[-1].endswith(lettering.MORE)
            assert all(lettering.width(line, ecomap.SIZE) <= ecomap.COLUMN for line in lines)


@pytest.mark.parametrize(
    ("text", "first"),
    [("ক্ষতিপূরণ", "ক্ষ"), ("प्रमाण", "प्र"), ("న్యాయ", "న్యా"), ("Law", "L")],
)
def test_a_joined_letter_is_never_taken_apart(text, first):
    assert next(lettering.clusters(text)) == first
    assert "".join(lettering.clusters(text)) == text


def test_what_does_not_fit_ends_with_an_ellipsis():
    lines = lettering.wrap("Donaudampfschifffahrtsgesellschaft and more of it", 14, 106, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert lettering.wrap("", 14, 106, 2) == ()
