"""After a merge one person is read, whichever of her records somebody knows; what was read stays known when undone."""

from __future__ import annotations

import io

import pytest

from pakhi.vault import assign, audit, files, glass, identity, merge, reveal
from pakhi.vault.access import assigned
from pakhi.vault.models import Entry, Person, Reveal


@pytest.fixture
def pair(keepers):
    """Two records of one woman: one with an old address, and one that Mou is there for, with papers and more."""
    kept = keepers.register(address={"village": "Old-Ghughudanga-Nowhere"})
    other = keepers.register(
        address={"village": "New-Ghughudanga-Nowhere"}, papers={"papers": [{"type": "voter", "last": "0417"}]}
    )
    assign.assign(other, keepers.village.mou, keepers.village.salma)
    return kept, other


@pytest.fixture
def merged(keepers, pair):
    return merge.confirm(merge.propose(*pair, keepers.village.mina), keepers.village.salma)


def line() -> Entry:
    return Entry.objects.filter(act="reveal").latest("number")


def test_before_the_merge_each_record_is_read_by_itself(keepers, pair):
    kept, other = pair
    with pytest.raises(reveal.NotYours):
        reveal.reveal(keepers.mou, kept, ["address"], "visit")
    assert "papers" in reveal.reveal(keepers.mou, other, ["papers"], "visit")


def test_who_is_there_for_one_record_is_there_for_her(keepers, pair, merged):
    kept, other = pair
    for record in (kept, Person.objects.get(pk=other.pk)):
        assert assigned(keepers.village.mou, record.code)
        assert reveal.reveal(keepers.mou, record, ["names"], "visit")
        assert (line().person, line().detail["ground"]) == (kept.code, "assigned")
    assert not assign.assigned(keepers.village.mou, kept)  # the assignment itself stays about one record


def test_an_emergency_opened_for_one_record_is_open_for_her(keepers, pair):
    kept, other = pair
    assign.end(other.assignments.get(), keepers.village.salma)
    glass.break_glass(keepers.mou, other, "danger")
    merge.confirm(merge.propose(kept, other, keepers.village.mina), keepers.village.salma)
    assert reveal.reveal(keepers.mou, kept, ["names"], "emergency")
    assert line().detail["ground"] == "glass"


def test_somebody_else_still_reads_nothing(keepers, pair, merged):
    assign.end(pair[1].assignments.get(), keepers.village.salma)
    with pytest.raises(reveal.NotYours):
        reveal.reveal(keepers.mou, pair[1], ["names"], "visit")
    with pytest.raises(reveal.NotYours):
        reveal.reveal(keepers.kabir, pair[1], ["names"], "visit")


def test_the_kept_record_is_read_and_what_it_lacks_comes_from_the_other(keepers, pair, merged):
    content = reveal.reveal(keepers.mou, pair[1], ["address", "papers", "kin"], "papers")
    assert content["address"]["village"] == "Old-Ghughudanga-Nowhere"
    assert content["papers"]["papers"][0]["last"] == "0417"
    assert "kin" not in content
    assert (line().person, line().detail["records"]) == (pair[0].code, [pair[1].code])
    assert (Reveal.objects.count(), audit.verify().whole) == (1, True)


def test_of_several_merged_records_the_newest_part_is_read(keepers, pair, merged):
    third = keepers.register(papers={"papers": [{"type": "voter", "last": "0999"}]})
    merge.confirm(merge.propose(pair[0], third, keepers.village.mina), keepers.village.salma)
    read = reveal.reveal(keepers.mou, pair[0], ["papers"], "papers")
    assert read["papers"]["papers"][0]["last"] == "0999"
    identity.write(pair[0], {"papers": {"papers": [{"type": "voter", "last": "0001"}]}}, keepers.village.mou)
    read = reveal.reveal(keepers.mou, pair[0], ["papers"], "papers")
    assert read["papers"]["papers"][0]["last"] == "0001"
    assert "records" not in line().detail


def test_a_paper_of_the_merged_record_opens_and_the_line_says_whose_it_was(keepers, pair):
    paper = files.keep_file(pair[1], io.BytesIO(b"a paper of hers"), "scan.txt", "scan", keepers.village.mou)
    merge.confirm(merge.propose(*pair, keepers.village.mina), keepers.village.salma)
    paper.refresh_from_db()
    assert b"".join(reveal.reveal_file(keepers.mou, paper, "court")) == b"a paper of hers"
    assert (line().person, line().detail["records"]) == (pair[0].code, [pair[1].code])


def test_who_looked_is_told_of_all_her_records(keepers, pair, merged):
    reveal.reveal(keepers.mou, pair[0], ["names"], "visit")
    for record in pair:
        assert [look.parts for look in reveal.who_looked(record)] == [("Names",)]


def test_when_the_merge_is_undone_each_keeps_who_read_of_her(keepers, pair):
    kept, other = pair
    reveal.reveal(keepers.mou, other, ["address"], "visit")
    done = merge.confirm(merge.propose(kept, other, keepers.village.mina), keepers.village.salma)
    reveal.reveal(keepers.mou, kept, ["names"], "visit")
    reveal.reveal(keepers.mou, kept, ["papers"], "papers")  # of the other record
    merge.undo(done, keepers.village.mina)
    assert [look.parts for look in reveal.who_looked(kept)] == [("Papers",), ("Names",)]
    assert [look.parts for look in reveal.who_looked(other)] == [("Papers",), ("Address",)]
    with pytest.raises(reveal.NotYours):
        reveal.reveal(keepers.mou, kept, ["names"], "visit")
