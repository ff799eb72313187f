"""What happens to a case when its person is forgotten: its book is destroyed with her key."""

from __future__ import annotations

from pakhi.cbr.models import Book, Thread
from pakhi.vault import forget, listings


def destroy(code: str) -> None:
    """The case under this code, with all its threads and steps, and where it stands in groups. Safe to repeat."""
    Book.objects.filter(kind=Book.Kind.CASE, person=code).delete()
    codes = {code, *listings.places(code)}
    Thread.objects.filter(book__kind=Book.Kind.GROUP, steps__values__person__in=codes).delete()


if destroy not in forget.ALONG:
    forget.ALONG.append(destroy)
