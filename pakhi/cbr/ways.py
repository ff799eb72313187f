"""The ways that the law knows: a step off them is refused once, with the moves that are known, and kept when its writer
says that it was so. What happened in an office happened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

from pakhi.cbr.kinds import Faulty


def off(
    question: str, was: str, now: str, known: Collection[str], so: bool, called: Callable[[str], str]
) -> bool:  # fmt: skip
    """Whether a move is off the way. `known`: where the law goes on to from `was`; `so`: its writer says that it was
    so; `called`: the name of a state. Raises Faulty at the question for a move off the way of which nobody says so.
    """
    if now == was or now in known:
        return False
    if not so:
        raise Faulty(question, refusal(called(was), [called(one) for one in known]))
    return True


def refusal(was: str, known: Collection[str]) -> str:
    """Why a step is refused, with the moves that the law knows."""
    said = {"was": was, "known": "; ".join(known)}
    if not known:
        return (
            _("After “%(was)s” the law knows no further step here. If it was so, say so below and send again.") % said
        )
    return _("After “%(was)s” the law knows: %(known)s. If it was so all the same, say so below and send again.") % said
