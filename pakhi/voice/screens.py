"""What each screen of the rating pages shows: plain context for a template, made from the journey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhi.network.kinds import families_met, kinds
from pakhi.network.models import Holder, Office, Organisation, Place
from pakhi.network.offices import offices_near
from pakhi.network.places import blocks, districts, served
from pakhi.voice.cards import Refused
from pakhi.voice.cast import LONGEST_WORDS, ratee
from pakhi.voice.questions import FACE_WORDS, Question, questionnaire
from pakhi.voice.sounds import sound
from pakhi.voice.state import Journey

Context = dict[str, Any]


def start(journey: Journey) -> Context:
    """The card's number."""
    return {"template": "voice/v/start.html", **spoken("start")}


def whom(journey: Journey) -> Context:
    """Kinds of office as pictures."""
    choices = [{"value": f.key, "label": f.name(), "picture": f.key} for f in families_met()]
    return choose(_("Whom did you meet?"), "family", choices, "whom")


def where(journey: Journey) -> Context:
    """The blocks of the collective's district; another district on request."""
    home = district_of(journey)
    if journey.district < 0 or home is None:
        choices = [{"value": p.pk, "label": p.name()} for p in served(districts())]
        return choose(_("In which district?"), "place", choices, "where", dense=True)
    choices = [{"value": p.pk, "label": p.name()} for p in served(blocks(home))]
    choices.append({"value": "districts", "label": _("Another district"), "picture": "other"})
    return choose(_("Where was it?"), "place", choices, "where", dense=True)


def district_of(journey: Journey) -> Place | None:
    """The chosen district, else the one of the collective."""
    if journey.district > 0:
        return Place.objects.filter(pk=journey.district).first()
    organisation = Organisation.objects.select_related("place").filter(code=journey.organisation).first()
    return organisation.place.within(Place.Kind.DISTRICT) if organisation and organisation.place else None


def which(journey: Journey) -> Context:
    """The offices of that kind that answer for the place."""
    place = Place.objects.filter(pk=journey.place).first()
    if place is None:
        raise Refused(_("Please choose a place from the list."))
    room = Organisation.objects.get(code=journey.organisation).room()
    found = offices_near(place, family=journey.family, room=room)
    choices = [{"value": o.code, "label": o.name(), "hint": hint(o)} for o in found]
    context = choose(_("Which one was it?"), "office", choices, "which", dense=True)
    context["empty"] = _("There is none in the list for this place. Go back and choose another place or picture.")
    return context


def hint(office: Office) -> str:
    """The kind and the place, to tell offices of the same name apart."""
    kind, place = kinds()[office.kind].name(), office.place.name()
    return " · ".join(word for word in (kind, place) if word.casefold() not in office.name().casefold())


def who(journey: Journey) -> Context:
    """The office as a whole, or one of the people who sit there."""
    office, _seat = ratee(journey.office)
    seats = Holder.objects.current().filter(post__office=office).select_related("post")
    choices = [{"value": "", "label": _("The office as a whole"), "picture": kinds()[office.kind].family}]
    choices += [{"value": h.code, "label": h.name(), "hint": h.post.name(), "picture": "worker"} for h in seats]
    return choose(_("Whom did you meet there?"), "holder", choices, "who", dense=True)


def tell(journey: Journey) -> Context:
    """All questions on one page, one shown at a time."""
    return {"template": "voice/v/tell.html", "about": name_of(journey), **questions(journey)}


def questions(journey: Journey) -> Context:
    """Every question with what was answered so far, and where its "back" and "next" lead."""
    asked = questionnaire()
    total = len(asked.items) + len(asked.yesno) + 2
    ids = [q.key for q in (*asked.items, *asked.yesno)] + ["themes", "words"]
    around = ["", *[f"#{key}" for key in ids], ""]
    steps = {
        key: {"number": n + 1, "total": total, "back": around[n], "next": around[n + 2]} for n, key in enumerate(ids)
    }
    return {
        "faces": [{**steps[q.key], "question": faces(q, journey)} for q in asked.items],
        "yesnos": [{**steps[q.key], "question": yes_no(q, journey)} for q in asked.yesno],
        "themes": {
            **steps["themes"],
            "choices": [theme(q, journey) for q in asked.themes],
            **spoken("themes"),
        },
        "words": {**steps["words"], "text": journey.words, "longest": LONGEST_WORDS, **spoken("words")},
    }


def faces(question: Question, journey: Journey) -> Context:
    chosen = journey.items.get(question.key)
    options = [{"value": str(v), "label": w, "picture": f"face-{v}"} for v, w in FACE_WORDS.items()]
    return {
        "id": question.key, "text": question.words, "picture": question.picture, "options": options,
        "may_not_apply": True, "chosen": {None: None, 0: "na"}.get(chosen, str(chosen)), **spoken(question.key),
    }  # fmt: skip


def yes_no(question: Question, journey: Journey) -> Context:
    chosen = journey.yesno.get(question.key)
    warn = _("You are not alone. Somebody can help you now, and nobody learns what you answered.")
    return {
        "id": question.key, "text": question.words, "picture": question.picture,
        "chosen": None if chosen is None else "yes" if chosen else "no",
        "warn": warn if question.help else "", **spoken(question.key),
    }  # fmt: skip


def theme(question: Question, journey: Journey) -> Context:
    return {
        "value": question.key, "label": question.words, "picture": question.picture,
        "checked": question.key in journey.themes,
    }  # fmt: skip


def check(journey: Journey) -> Context:
    """Everything she said, once more, before it is sent."""
    asked = questionnaire()
    said = []
    for q in asked.items:
        face = journey.items.get(q.key)
        if face is not None:
            label = FACE_WORDS[face] if face else _("Does not apply")
            said.append({"text": q.words, "label": label, "picture": f"face-{face}" if face else "does-not-apply"})
    for q in asked.yesno:
        if q.key in journey.yesno:
            yes = journey.yesno[q.key]
            said.append({"text": q.words, "label": _("Yes") if yes else _("No"), "picture": "yes" if yes else "no"})
    themes = [{"label": q.words, "picture": q.picture} for q in asked.themes if q.key in journey.themes]
    return {
        "template": "voice/v/check.html", "about": name_of(journey), "said": said, "themes": themes,
        "words": journey.words, "offer_help": any(q.help and journey.yesno.get(q.key) for q in asked.yesno),
    }  # fmt: skip


def done(journey: Journey) -> Context:
    """Thank you; another office, or the next person on a shared tablet."""
    return {
        "template": "voice/v/done.html", "forget": True, "kiosk": journey.mode == "kiosk",
        "helpline": journey.mode == "helpline",
    }  # fmt: skip


def name_of(journey: Journey) -> str:
    """The office or person that this is about, with its place."""
    office, holder = ratee(journey.office, journey.holder)
    name = f"{holder.name()}, {office.name()}" if holder else office.name()
    return f"{name} ({office.place.name()})" if office.place.name() not in name else name


def choose(title: str, field: str, choices: list[Context], key: str, dense: bool = False) -> Context:
    """A screen of choices, each a button that goes on at once."""
    return {
        "template": "voice/v/choose.html", "title": title, "field": field, "choices": choices, "dense": dense,
        **spoken(key),
    }  # fmt: skip


def spoken(key: str) -> Context:
    """The recorded prompt of a screen or question, if there is one."""
    found = sound(get_language() or "en", key)
    return {"audio": found.address, "machine": found.machine} if found else {}


SCREENS: dict[str, Callable[[Journey], Context]] = {
    "start": start, "whom": whom, "where": where, "which": which, "who": who, "tell": tell, "check": check,
    "done": done,
}  # fmt: skip
