"""What a step points at has to be there, and hers: no answer is a way to write words, or to read another's case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pakhi.cbr.books import hers
from pakhi.cbr.kinds import KINDS, Faulty, Kind, Question
from pakhi.cbr.models import Book, Step, Thread
from pakhi.network.models import Membership, Office, Organisation, Place, Post
from pakhi.vault import merge
from pakhi.vault.models import SealedFile

NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)  # as it stands in addresses
SEEN = 200  # numbers of steps that one writer had before them


def need_numbers(made: Kind, thread: str, number: str, others: Iterable[str]) -> None:
    """Numbers are numbers, and none that its writer chose is that of a thread which a book has once. Raises Faulty."""
    rest = [one for one in others if one]
    if len(rest) > SEEN or not all(map(NUMBER.fullmatch, (number, *rest))):
        raise Faulty("number")
    standing = KINDS.get(number.partition("-")[0])
    if not made.once and thread == number and standing is not None and standing.once:
        raise Faulty("number")


def need_own(book: Book, thread: str, number: str) -> None:
    """Words lie under the number of their step: it is no other step's of hers, whose words they would hide. Raises
    Faulty.
    """
    same = Step.objects.filter(thread__book__in=hers(book), number=number).exclude(
        thread__book=book, thread__number=thread
    )
    if same.exists():
        raise Faulty("number")


def need_there(book: Book, made: Kind, values: Mapping[str, Any]) -> None:
    """Raises Faulty for an answer that names something which is not there, or is not this book's to name."""
    for question in made.questions:
        found = THERE.get(question.asks)
        if found is not None and values.get(question.name) and not found(book, question, values[question.name]):
            raise Faulty(question.name)


def thread(book: Book, question: Question, value: Any) -> bool:
    rows = Thread.objects.filter(book__in=hers(book), number=value)
    return (rows.filter(kind__in=question.kinds) if question.kinds else rows).exists()


def account(book: Book, _question: Question, value: Any) -> bool:
    """Who works there, or did: what is written late may name somebody who has left."""
    return Membership.objects.filter(organisation=book.organisation_id, account=value).exists()


def office(_book: Book, _question: Question, value: Any) -> bool:
    return Office.objects.filter(code=value).exists() or Organisation.objects.filter(code=value).exists()


def post(_book: Book, _question: Question, value: Any) -> bool:
    return Post.objects.filter(code=value).exists()


def place(_book: Book, question: Question, value: Any) -> bool:
    rows = Place.objects.filter(code=value)
    return (rows.filter(kind__in=question.kinds) if question.kinds else rows).exists()


def file(book: Book, _question: Question, value: Any) -> bool:
    person = merge.answer(book.person) if book.person else None
    return person is not None and SealedFile.objects.filter(person__in=merge.together(person), token=value).exists()


def group(book: Book, _question: Question, value: Any) -> bool:
    return Book.objects.filter(kind=Book.Kind.GROUP, organisation=book.organisation_id, code=value).exists()


There = Callable[[Book, Question, Any], bool]
THERE: dict[str, There] = {
    "thread": thread, "account": account, "doer": account, "office": office, "place": place, "file": file,
    "group": group, "post": post, "organisation": office,
}  # fmt: skip
