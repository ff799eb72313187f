"""Files as people have them: the good ones are read, the bad ones get a sentence."""

import pytest

from pakhi.rating import BadRatings, read

NAMES = {"rater": "who", "ratee": "office", "score": "mark"}
GOOD = "who,office,mark\na,x,1\na,y,2\nb,x,2\nb,y,3\n"


def written(tmp_path, content):
    path = tmp_path / "ratings.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_good_file_is_read(tmp_path):
    ratings = read(written(tmp_path, GOOD), **NAMES)
    assert len(ratings) == 4
    assert ratings.ratees == ("x", "y")
    assert ratings.values == ((0.0, 50.0, 100.0),)


@pytest.mark.parametrize(
    "content",
    ["\ufeff" + GOOD, GOOD.replace(",", ";"), GOOD.replace(",", "\t"), GOOD.replace("\n", "\r\n"), GOOD + "\n,,\n"],
    ids=["byte order mark", "semicolons", "tabs", "Windows lines", "empty lines"],
)
def test_the_ways_spreadsheets_write_csv_are_all_read(tmp_path, content):
    assert len(read(written(tmp_path, content), **NAMES)) == 4


def test_bengali_digits_are_numbers(tmp_path):
    ratings = read(written(tmp_path, GOOD.replace("1", "১").replace("2", "২").replace("3", "৩")), **NAMES)
    assert sorted(ratings.category) == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "empty"),
        ("who,office,mark\n", "no rows"),
        ("who,place,mark\na,x,1\n", "no column 'office'. The columns are: who, place, mark"),
        ("who,office,mark,mark\na,x,1,1\n", "several columns called 'mark'"),
        ("who,office,mark\na,x,1\na,y,2\n", "only one rater"),
        ("who,office,mark\na,x,1\nb,x,2\n", "only one ratee"),
        (GOOD.replace(",3", ",three"), "numbers, but these are not: 'three'"),
        (GOOD.replace(",1", ",meh").replace(",2", ",fine").replace(",3", ",wow"), "Say the order of these scores"),
        (GOOD.replace(",2", ",1").replace(",3", ",1"), "Every score is the same"),
        ("who,office,mark\n,x,1\na,,2\nb,x,\n", "every row lacks"),
        (GOOD.encode() + b"\xff\xfe,x,1\n", "not readable as UTF-8"),
        (b"PK\x03\x04 a workbook", "spreadsheet"),
    ],
)
def test_a_bad_file_gets_a_sentence(tmp_path, content, sentence):
    with pytest.raises(BadRatings) as refusal:
        read(written(tmp_path, content), **NAMES)
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(BadRatings, match="cannot be opened"):
        read(tmp_path / "nowhere.csv", **NAMES)


def test_rows_without_a_score_are_left_out_and_counted(tmp_path):
    ratings = read(written(tmp_path, GOOD + "c,x,\nc,y,NA\n"), **NAMES)
    assert len(ratings) == 4
    assert ratings.notes == ("2 rows have no score and were left out.",)


@pytest.mark.parametrize(
    "words", [("no", "perhaps", "yes"), ("Never", "sometimes", "ALWAYS"), ("disagree", "agree", "strongly agree")]
)
def test_known_words_have_an_order(tmp_path, words):
    content = GOOD
    for digit, word in zip("123", words, strict=True):
        content = content.replace(f",{digit}", f",{word}")
    ratings = read(written(tmp_path, content), **NAMES)
    assert sorted(ratings.category) == [0, 1, 1, 2]


def test_other_words_follow_the_order_given(tmp_path):
    content = GOOD.replace(",1", ",meh").replace(",2", ",fine").replace(",3", ",wow")
    ratings = read(written(tmp_path, content), **NAMES, order=["meh", "fine", "wow"])
    assert sorted(ratings.category) == [0, 1, 1, 2]
    with pytest.raises(BadRatings, match="not in the order you gave: 'wow'"):
        read(written(tmp_path, content), **NAMES, order=["meh", "fine"])


def test_repeated_answers_are_visits_of_their_own_and_noted(tmp_path):
    ratings = read(written(tmp_path, GOOD + "a,x,3\n"), **NAMES)
    assert len(ratings) == 5
    assert sorted(ratings.share) == [0.5, 0.5, 1, 1, 1]
    assert "1 answers repeat" in ratings.notes[0]
