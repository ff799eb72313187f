"""What waits for somebody on their page of today: each room offers its own things to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pakhi.network.models import Membership


@dataclass(frozen=True)
class Item:
    """One thing to do: a sentence, and the page where it is done (a name of the access sheet).

    `organisation`: its code, for a page that is about one; other pages need nothing in their address.
    """

    page: str
    title: str
    text: str
    icon: str
    organisation: str = ""


Offer = Callable[[Iterable[Membership]], list[Item]]
