"""The official directory comes in again and again; nothing that was known is lost, nothing wrong gets in."""

import datetime as dt
from pathlib import Path

import pytest

from pakhi.network.directory import import_directory
from pakhi.network.directory_files import clean, local_names
from pakhi.network.models import Place, PlaceName
from pakhi.network.places import place_on

REAL = Path(__file__).parents[4] / "shared" / "data" / "lgd"
FIRST, SECOND = dt.date(2024, 1, 1), dt.date(2025, 6, 1)
STATES = "S.No.,State Code,State Version,State Name,State Name,Census 2001 Code,Census 2011 Code,State or UT\n"
DISTRICTS = '"State Code","State Name","District Code","District Name","Census 2001 Code","Census 2011 Code"\n'
BLOCKS = "S.No.,State Code,State Name,District Code,District Name,Block Code,Block Version,Block Name ,Block Name\n"
TOWNS = (
    'S.No.,"Local Body Code","Local Body Version",Local Body Name,"Local Body Name (In Local)",'
    '"Localbody Type Code",Census 2011 Code,State Code,State Name\n'
)


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def files(write):
    """Two states, two districts, two blocks, a town; the files' names say nothing."""
    return [
        write("d.csv", BLOCKS + "1,36,T,9,OLD,70,1,BARASAT-II,\n2,36,T,9,OLD,71,2,VEPAPALLE,వేపపల్లె\n"),
        write("a.csv", STATES + "1,28,2,ANDHRA PRADESH *,,28,28,S\n2,36,1,Telangana $,,,00,S\n"),
        write("c.csv", TOWNS + "1,500,1,Tatipuram,,7,0,36,TELANGANA\n"),
        write("b.csv", DISTRICTS + '36,"T",9,"WARANGAL RURAL",,0\n28,"AP",8,"ANANTAPUR",,0\n'),
    ]


def counts(report):
    return report.added, report.renamed, report.moved, report.unchanged, len(report.refused)


def name_on(kind, code, day):
    return place_on(kind, code, day).name("en", day)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the directory's files are not in {REAL}")
@pytest.mark.django_db
def test_the_real_files():
    report = import_directory(sorted(REAL.glob("*.csv")), FIRST)
    assert counts(report) == (19757, 0, 0, 0, 10)
    assert {refusal.file for refusal in report.refused} == {"blocks.csv"}  # Assam: blocks of two districts
    habra = place_on("block", "2735")
    assert [step.name() for step in habra.above()] == ["Habra-I", "24 Paraganas North", "West Bengal"]
    again = import_directory([REAL / "2-district.csv"], SECOND)
    assert counts(again) == (0, 0, 0, 763, 0)


@pytest.mark.django_db
def test_files_in_any_order_make_a_tree(files):
    assert counts(import_directory(files, FIRST)) == (7, 0, 0, 0, 0)
    block = place_on("block", "71")
    assert [p.name() for p in block.above()] == ["Vepapalle", "Warangal Rural", "Telangana"]
    assert block.name("te") == "వేపపల్లె"
    assert place_on("block", "70").name() == "Barasat-II"
    assert place_on("state", "28").name() == "Andhra Pradesh"
    assert place_on("town", "500").parent == place_on("state", "36")


@pytest.mark.django_db
def test_a_second_time_changes_nothing(files):
    import_directory(files, FIRST)
    before = list(Place.objects.values()), list(PlaceName.objects.values())
    assert counts(import_directory(files, SECOND)) == (0, 0, 0, 7, 0)
    assert before == (list(Place.objects.values()), list(PlaceName.objects.values()))


@pytest.mark.django_db
def test_a_new_name_keeps_the_old_one(files, write):
    import_directory(files, FIRST)
    was = place_on("district", "9")
    report = import_directory([write("new.csv", DISTRICTS + '36,"T",9,WARANGAL,,0\n')], SECOND)
    assert counts(report) == (0, 1, 0, 0, 0)
    assert place_on("district", "9").pk == was.pk
    assert name_on("district", "9", dt.date(2025, 5, 31)) == "Warangal Rural"
    assert name_on("district", "9", SECOND) == "Warangal"


@pytest.mark.django_db
def test_a_name_corrected_on_the_same_day_leaves_no_trace(files, write):
    import_directory(files, FIRST)
    import_directory([write("one.csv", DISTRICTS + '36,"T",9,WARNGAL,,0\n')], SECOND)
    import_directory([write("two.csv", DISTRICTS + '36,"T",9,WARANGAL,,0\n')], SECOND)
    texts = PlaceName.objects.filter(place__code="9").order_by("valid_from").values_list("text", flat=True)
    assert list(texts) == ["Warangal Rural", "Warangal"]


@pytest.mark.django_db
def test_a_place_that_moves_leaves_its_past_behind(files, write):
    import_directory(files, FIRST)
    block = place_on("block", "70")
    report = import_directory([write("new.csv", BLOCKS + "1,28,AP,8,ANANTAPUR,70,2,BARASAT-II,\n")], SECOND)
    assert counts(report) == (0, 0, 1, 0, 0)
    assert place_on("block", "70").pk == block.pk  # offices there stay where they are
    assert place_on("block", "70").parent.name() == "Anantapur"
    before = place_on("block", "70", FIRST)
    assert before.parent.name() == "Warangal Rural"
    assert before.name() == before.name("en", FIRST) == "Barasat-II"


@pytest.mark.django_db
def test_a_place_found_later_begins_that_day(files, write):
    import_directory(files, FIRST)
    import_directory([write("new.csv", DISTRICTS + '36,"T",10,MULUGU,,0\n')], SECOND)
    assert place_on("district", "10", FIRST) is None
    assert place_on("district", "10", SECOND).name() == "Mulugu"


@pytest.mark.django_db
def test_a_town_that_was_put_into_a_district_stays_there(files):
    import_directory(files, FIRST)
    Place.objects.filter(kind="town").update(parent=place_on("district", "9"))
    assert import_directory(files, SECOND).moved == 0
    assert place_on("town", "500").parent.code == "9"


@pytest.mark.django_db
def test_an_older_file_does_not_undo_a_newer_one(files, write):
    import_directory(files, SECOND)
    import_directory([write("n.csv", BLOCKS + "1,36,T,9,OLD,71,3,VEPAPALLI,\n")], SECOND)
    late = import_directory([write("o.csv", BLOCKS + "1,36,T,9,OLD,71,2,VEPAPALLE,\n")], SECOND)
    early = import_directory([write("p.csv", BLOCKS + "1,36,T,9,OLD,71,3,VEPA,\n")], FIRST)
    assert "version 3 is known already" in str(late.refused[0])
    assert "Something newer is known" in str(early.refused[0])
    assert place_on("block", "71").name("en") == "Vepapalli"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"1,36,T,99,X,72,1,NOWHERE,", "lies in District 99, which is not known"),
        (b"1,36,T,9,X,,1,NOCODE,", "block code is missing"),
        (b"1,36,T,9,X,7x,1,BADCODE,", "block code is missing or not a number"),
        (b"1,36,T,9,X,72,two,BADVERSION,", "block version is missing or not a number"),
        (b"1,36,T,9,X,72,1,*,", "no name"),
        (b"1,36,T,9,X,72", "no name"),
        (b"1,36,T,9,X,72,1," + b"A" * 121 + b",", "longer than 120"),
        (b"1,36,T,9,X,72,1,CAF\xc9,", "not in UTF-8"),
        (b"1,36,T,9,X,70,1,BARASAT-II,", "Code 70 stands twice; the one in bad.csv, line 2, is kept"),
    ],
)
@pytest.mark.django_db
def test_a_bad_line_costs_one_line_and_gets_a_sentence(files, write, line, sentence):
    import_directory(files[1:], FIRST)
    good = b"1,36,T,9,X,70,1,BARASAT-II,\n"
    after = b"\n9,36,T,9,X,79,1,AFTER,\n"
    report = import_directory([write("bad.csv", BLOCKS.encode() + good + line + after)], FIRST)
    assert counts(report) == (2, 0, 0, 0, 1)
    assert (report.refused[0].file, report.refused[0].line) == ("bad.csv", 3)
    assert sentence in report.refused[0].sentence


@pytest.mark.parametrize("content", ["", "a,b,c\n1,2,3\n", "Village Code,State Code\n1,2\n", "\x00\x01" * 50])
@pytest.mark.django_db
def test_a_file_of_another_kind_is_refused_whole(write, content):
    report = import_directory([write("x.csv", content)], FIRST)
    assert counts(report) == (0, 0, 0, 0, 1)
    assert "header" in str(report.refused[0])


@pytest.mark.django_db
def test_a_missing_file_and_an_endless_cell_are_refused_whole(tmp_path, write):
    endless = write("endless.csv", STATES + "1," + "9" * 200_000 + "\n")
    report = import_directory([tmp_path / "none.csv", endless], FIRST)
    assert [refusal.line for refusal in report.refused] == [0, 0]
    assert all("cannot be read" in refusal.sentence for refusal in report.refused)


@pytest.mark.django_db
def test_a_title_above_the_header_and_a_byte_order_mark_do_not_matter(write):
    text = "\ufeffList of all states\n\n" + STATES + "1,19,1,WEST BENGAL,পশ্চিমবঙ্গ,19,19,S\r\n"
    assert counts(import_directory([write("x.csv", text)], FIRST)) == (1, 0, 0, 0, 0)
    assert place_on("state", "19").name("bn") == "পশ্চিমবঙ্গ"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Delhi $", "Delhi"), ("Assam*", "Assam"), ("HABRA-I", "Habra-I"), ("KARIMPUR-1", "Karimpur-1"),
        ("ANDAMAN AND NICOBAR ISLANDS", "Andaman and Nicobar Islands"), ("Y.S.R.", "Y.S.R."), ("NTR", "NTR"),
        ("KAIMUR (BHABUA)", "Kaimur (Bhabua)"), ("SOUTH SALMARA  PART", "South Salmara Part"),
        ("SPSR NELLORE", "SPSR Nellore"), ("24 PARAGANAS NORTH", "24 Paraganas North"), ("XI", "XI"),
    ],
)  # fmt: skip
def test_names_are_shown_without_marks_and_capitals(written, shown):
    assert clean(written) == shown


def test_local_names_go_by_their_script_and_state():
    assert local_names("कलेर", "10") == {"hi": "कलेर"}
    assert local_names("आष्टी", "27") == {"mr": "आष्टी"}
    assert local_names("HUNLI KRONLI", "12") == {}
