"""`pakhi vault match-test`: how well names are matched, on a list that somebody brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from pakhi.site import cli


def match(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, str, str]:
    """Status, what was printed, and what was said to be wrong."""
    status = cli.main(["vault", "match-test", str(path)])
    out, err = capsys.readouterr()
    return status, out, err


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_it_prints_precision_recall_and_what_it_got_wrong(capsys, tmp_path: Path) -> None:
    path = listed(
        tmp_path, "a,b,same\nTilphuli,তিলফুলি,1\nTilphuli,Bokulika,0\nTilphuli,Jhumkalata,yes\nRina,Reena,no\n"
    )
    status, out, _err = match(capsys, path)
    assert status == 0
    assert out.startswith("4 pairs, 2 of them the same name.\nprecision 0.500")
    assert "recall    0.500" in out
    assert "Rina | Reena" in out.split("the same, and not found")[0]
    assert "Tilphuli | Jhumkalata" in out.split("the same, and not found")[1]


def test_other_columns_and_a_mark_at_the_beginning_do_no_harm(capsys, tmp_path: Path) -> None:
    status, out, _err = match(capsys, listed(tmp_path, "\ufeffwho,same,b,a\nx,1,Reena,Rina\n"))
    assert status == 0
    assert "precision 1.000" in out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\nx,y\n", "needs the columns a, b and same"), ("", "needs the columns"), ("a,b,same\n", "no pairs"),
        ("a,b,same\nx,y,perhaps\n", "line 2: same must be 1 or 0"),
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_refused_in_a_sentence(capsys, tmp_path: Path, text: str, sentence: str) -> None:
    status, out, err = match(capsys, listed(tmp_path, text))
    assert (status, out) == (1, "")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_a_file_that_is_not_there(capsys, tmp_path: Path) -> None:
    status, _out, err = match(capsys, tmp_path / "no.csv")
    assert status == 1
    assert len(err.splitlines()) == 1
