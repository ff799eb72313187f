"""What a call taker says while the rating pages are open on her screen: read aloud, in the caller's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HELPLINE: dict[str, tuple[str | Promise, ...]] = {
    "start": (
        _("“I can read you questions about an office that you went to, and press what you answer.”"),
        _("“Do not tell me your name. Can you talk now, and does nobody listen?”"),
        _("“Please read me the 16 digits of your card. I write them down nowhere else.”"),
    ),
    "whom": (_("“Whom did you meet? I read you what there is. Say yes when it is the right one.”"),),
    "where": (_("“Where was it? I read you the places.”"),),
    "which": (_("“Which one was it?”"),),
    "who": (_("“Was it one of these people, or do you want to talk about the office as a whole?”"),),
    "tell": (
        _("“I read you one question after another. You can say no, a little, mostly, fully, or skip it.”"),
        _("Read each question as it stands here. Wait. Do not explain it, and do not say what others answered."),
    ),
    "check": (_("“I read you what I pressed. Is it right? Shall I lock it and send it?”"),),
    "done": (
        _("“It is locked. I cannot see it any more, and my name is not with it. Is there anything that you need?”"),
    ),
}


def script(screen: str, mode: str) -> tuple[str | Promise, ...]:
    """The lines for a screen; none unless somebody reads it on the telephone."""
    return HELPLINE.get(screen, ()) if mode == "helpline" else ()
