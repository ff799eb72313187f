"""What the two drivers of the journeys have in common: act after act, and where it went wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod
from urllib.parse import parse_qs, urlsplit

from tests.journeys.told import Act, Cannot, Join, Journey, Look, Names, Send, Write


def kept(address: str) -> str:
    """The number or code that a page is about: a visit's stands in the question, any other at the end of the path."""
    parts = urlsplit(address)
    return parse_qs(parts.query).get("visit", [parts.path.rstrip("/").rpartition("/")[2]])[0]


class Walking(ABC):
    """Walks a journey; `names`: what was kept, such as her code."""

    names: Names

    @property
    @abstractmethod
    def homes(self) -> dict[str, str]:
        """The codes of the organisations that journeys call `home` and `two`."""

    def walk(self, journey: Journey) -> None:
        """All its acts in order. Raises AssertionError that names the act."""
        self.names |= self.homes
        for number, act in enumerate(journey.acts, 1):
            try:
                self.act(act)
            except Exception as problem:
                raise AssertionError(f"{journey.key}, act {number}, {act}: {problem}") from problem

    def act(self, act: Act) -> None:
        match act:
            case Write():
                self.write(act)
            case Look():
                self.look(act)
            case Cannot():
                self.cannot(act)
            case Send():
                self.send(act)
            case Join():
                self.join(act)

    @abstractmethod
    def write(self, act: Write) -> None: ...

    @abstractmethod
    def look(self, act: Look) -> None: ...

    @abstractmethod
    def cannot(self, act: Cannot) -> None: ...

    @abstractmethod
    def send(self, act: Send) -> None: ...

    @abstractmethod
    def join(self, act: Join) -> None: ...
