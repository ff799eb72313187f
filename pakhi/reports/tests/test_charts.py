"""One specification serves the page and the paper; letters of every script are drawn as they are written."""

import re
import xml.etree.ElementTree as ET

import pytest

from pakhi.lib import fonts
from pakhi.lib.circles import Shown
from pakhi.reports import charts, letters

built = pytest.mark.skipif(not fonts.files(400), reason="the front end has not been built")
BENGALI = "ব্লক উন্নয়ন অফিস, শ্রীরামপুর"


def shown(value):
    return Shown("exact", "8", value, value - 10, value + 10)


def rows(*names):
    return [{"office": name, "place": "Debgram", "estimate": shown(40 + 5 * n)} for n, name in enumerate(names)]


EVERY = {
    "dots": charts.dots(rows("Block office", BENGALI), "office", "place"),
    "line": charts.line([{"quarter": f"2025-26 Q{n}", "estimate": shown(50)} for n in (1, 2, 3)]),
    "faces": charts.faces([{"question": "They listened to me.", "a": 1, "b": 2, "c": 3, "d": 4}], ("a", "b", "c", "d")),
    "modes": charts.modes([{"quarter": "2025-26 Q1", "mode_phone": 3, "mode_kiosk": 0}], ("phone", "kiosk")),
    "bars": charts.bars([{"district": "Nadia", "voices": 12}], "district", "voices"),
}


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_compiles_for_the_page_and_asks_for_nothing_outside(name):
    made = charts.vega(EVERY[name])
    assert made["marks"]
    assert all("url" not in data for data in made["data"])


@pytest.mark.parametrize("name", EVERY)
@built
def test_every_chart_is_an_svg_without_text_that_a_renderer_could_garble(name):
    drawing = ET.fromstring(charts.svg(EVERY[name]))
    assert drawing.tag == f"{{{letters.SVG}}}svg"
    assert not list(drawing.iter(f"{{{letters.SVG}}}text"))


@built
def test_the_drawing_still_says_its_text_to_screen_readers():
    labels = [e.get("aria-label") for e in ET.fromstring(charts.svg(EVERY["dots"])).iter() if e.get("aria-label")]
    assert any(BENGALI in label for label in labels)


@built
def test_letters_join_as_bengali_demands():
    """ক্ষ is one glyph: narrower than its three characters drawn one by one."""
    whole = letters.shape("ক্ষ", 20)[1]
    apart = sum(letters.shape(letter, 20)[1] for letter in "ক্ষ")
    assert 0 < whole < apart


@built
def test_a_text_of_several_scripts_takes_a_font_for_each():
    paths = fonts.files(400)
    pieces = [piece for _font, piece in letters.runs("Block ব্লক 7", paths)]
    assert pieces == ["Block ", "ব্লক ", "7"]
    assert [path.name.split("-")[2] for path in fonts.needed("Block ব্লক", 400)] == ["latin", "bengali"]


@built
def test_the_paper_is_as_wide_as_its_longest_label():
    """The chart's maker measures Indian scripts too narrow; the drawing grows to hold them."""
    long = charts.svg(charts.dots(rows(BENGALI * 3), "office", "place"))
    left, _top, width, _height = (float(part) for part in re.search(r'viewBox="([^"]+)"', long)[1].split())
    texts = letters.shape(BENGALI * 3, 12)[1]
    assert width >= texts
    assert left <= 0


def test_modes_that_nobody_used_are_left_out():
    assert {row["mode"] for row in EVERY["modes"]["data"]["values"]} == {"Own phone"}


def test_rows_of_the_same_name_stay_two_rows():
    names = charts.labelled(rows("Bank", "Bank"), "office")
    assert names == ["Bank", "Bank (2)"]
