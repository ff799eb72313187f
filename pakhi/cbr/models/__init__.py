"""Tables of the case room."""

from pakhi.cbr.models.book import Book
from pakhi.cbr.models.step import Step, Thread

__all__ = ["Book", "Step", "Thread"]
