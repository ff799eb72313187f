"""One call: its coded answers, its note as a reveal, and what can follow: a case, an office, another day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pakhi.field import callback, calls, coded, followups, labels, leaving, opening, records
from pakhi.field.calls import FORM
from pakhi.field.lines import sound_kind
from pakhi.field.models import Arrival, Call, FollowUp, Referral
from pakhi.field.pages.calls import LOUD, line
from pakhi.field.pages.place import Opens, keeps
from pakhi.field.pages.reader import me
from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Account
from pakhi.vault import assign, audit, merge, reveal, workload
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry, Person, Reveal
from pakhi.vault.models.person import CODE

ASKED = ("can_speak", "danger", "caller", "call_for", "under_18")
ABOUT = {"assign": "case", "name": "case", "refer": "refer", "note": "note", "follow": "follow"}


def call(request: HttpRequest, call: str) -> HttpResponse:
    """The page; a POST does one of the things that can follow. What was typed stays when it cannot be."""
    found = Call.objects.select_related("organisation", "by").get(code=call)
    if request.method != "POST":
        return page(request, found)
    action = request.POST.get("action", "")
    try:
        if action == "note":
            return page(request, found, note=note_of(request, found), read=True)
        if action in ACTIONS:
            messages.success(request, ACTIONS[action](request, found))
            return redirect("field:call", found.code)
    except Refused as refusal:
        return page(request, found, error=str(refusal), about=ABOUT[action])
    return page(request, found, error=_("Choose what to do."), about="")


def page(request: HttpRequest, found: Call, **more: Any) -> HttpResponse:
    opens, person = Opens(request), merge.answer(found.person) if found.person else None
    mine, keeper = opens(found.person, found.organisation_id), keeps(request, found.organisation)
    context = {
        "one": found, "line": line(found, opens), "answers": answers(found), "loud": LOUD.get(found.urgency, ""),
        "person": person if mine else None, "closed": bool(found.person) and person is None, "keeper": keeper,
        "there": workload.around(person) if person and mine else [],
        "team": workload.choices(found.organisation.code) if person and keeper else [],
        "follow_ups": [(row, followups.said(row), late(row)) for row in found.follow_ups.order_by("on", "pk")],
        "ways": followups.ways(FollowUp(person=found.person)),
        "referrals": [(row, office(row.family, row.kind), how(row)) for row in found.referrals.order_by("pk")],
        "families": labels.choices(FORM, "referred_family"), "offices": offices(),
        "hows": labels.choices(FORM, "referred_how"), "agreed": Referral.Agreed.choices,
        "others": [line(row, opens) for row in callback.others(found).select_related("by")[:12]],
        "reasons": Reveal.Reason.choices, "has_note": note_is_there(found, person if mine else None),
        "spoken": spoken(found),
        "typed": request.POST, "today": today(), **more,
    }  # fmt: skip
    return render(request, "field/call.html", context, status=409 if "error" in more else 200)


def answers(found: Call) -> list[tuple[str, str]]:
    """(question, answer) in words of the form."""
    asked = [name for name in ASKED if getattr(found, name)]  # the telephone menu asks less than a worker
    return [(labels.asked(FORM, name), labels.label(FORM, name, getattr(found, name))) for name in asked]


def office(family: str, kind: str) -> str:
    """A kind of office in words of the form."""
    return labels.label(FORM, "referred_kind", kind) if kind else labels.label(FORM, "referred_family", family)


def how(row: Referral) -> str:
    return labels.label(FORM, "referred_how", row.how)


def late(row: FollowUp) -> bool:
    return row.state == FollowUp.State.OPEN and row.on < today()


def offices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of offices under the name of their family."""
    question, groups = labels.questions(FORM)["referred_kind"], dict[str, list[tuple[str, str]]]()
    for code, label in labels.choices(FORM, "referred_kind"):
        groups.setdefault(question.families[code], []).append((code, label))
    return [(labels.label(FORM, "referred_family", family), rows) for family, rows in groups.items()]


def arrival_of(found: Call) -> Arrival | None:
    """The sealed record that the call came in."""
    rows = Arrival.objects.filter(organisation=found.organisation, instance=found.instance, state=Arrival.State.TAKEN)
    return rows.select_related("organisation").first()


def spoken(found: Call) -> bool:
    """Whether she spoke a message at the telephone menu, and it is here."""
    arrival = arrival_of(found) if found.from_menu else None
    return arrival is not None and arrival.attachments.exclude(token="").exists()


@sensitive_variables()
def heard(request: HttpRequest, call: str) -> HttpResponse:
    """Her message as a file, once its line stands in the log."""
    found = Call.objects.select_related("organisation", "by").get(code=call)
    arrival, reason = arrival_of(found), request.POST.get("reason", "")
    if arrival is None or not spoken(found) or reason not in Reveal.Reason.values:
        return page(request, found, error=_("Choose a reason."), about="note")
    key = opened(request)
    try:
        sound, kind = message_of(key, found, arrival, reason)
    except Refused as refusal:
        return page(request, found, error=str(refusal), about="note")
    response = HttpResponse(sound, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="message.{"wav" if kind == "audio/wav" else "mp3"}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def message_of(key: Unlocked, found: Call, arrival: Arrival, reason: str) -> tuple[bytes, str]:
    """Her message and its type: a reveal of hers once the call is in her record. Raises Refused."""

    def read(_now: Person | None = None) -> tuple[bytes, str]:
        sound = opening.attached(key, arrival)[leaving.SOUND]
        return sound, sound_kind(sound)

    if found.person:
        person = Person.objects.filter(code=found.person).first()
        if person is None:
            raise Refused(_("This record is closed."))
        return reveal.counted(key, person, ["file"], reason, Entry.Act.REVEAL, read)
    message = read()
    looked(key, found, arrival, reason)
    return message


def looked(key: Unlocked, found: Call, arrival: Arrival, reason: str) -> None:
    """The line of who opened the record of a caller without a name."""
    audit.record(
        Entry.Act.REVEAL, actor=key.account, organisation=found.organisation.code, step="arrival", arrival=arrival.pk,
        reason=reason,
    )  # fmt: skip


def note_is_there(found: Call, person: Person | None) -> bool:
    """Whether there may be a note for this reader: hers in the vault, or that of an unnamed caller in the record."""
    return person is not None if found.person else arrival_of(found) is not None


@sensitive_variables()
def note_of(request: HttpRequest, found: Call) -> str:
    """What was written down: a reveal of her notes, or the sealed record of an unnamed caller. Raises Refused."""
    reason = request.POST.get("reason", "")
    if reason not in Reveal.Reason.values:
        raise Refused(_("Choose a reason."))
    key = opened(request)
    if found.person:
        return note_of_hers(key, found, reason)
    arrival = arrival_of(found)
    if arrival is None:
        raise Refused(_("The record of this call is not here any more."))
    written = records.read(opening.content(key, arrival))
    looked(key, found, arrival, reason)
    return leaving.words(written) if found.from_menu else written.get("note")


@sensitive_variables()
def note_of_hers(key: Unlocked, found: Call, reason: str) -> str:
    """Her notes of this call; of one that was named afterwards also what is in its seal. Raises Refused."""
    person, sent = merge.answer(found.person), coded.mark_of(found.organisation, found.instance)
    if person is None:
        raise Refused(_("This record is closed."))

    rows = reveal.reveal_notes(key, person, coded.ROOM, reason, sent)
    return "\n\n".join(filter(None, [*(text for _row, text in reversed(rows)), sealed_words(key, found)]))


@sensitive_variables()
def sealed_words(key: Unlocked, found: Call) -> str:
    """What only the sealed record says: of a call without a name, nothing went to her identity. Raises Refused."""
    arrival = arrival_of(found) if found.caller == "unnamed" else None
    if arrival is None:
        return ""
    written = records.read(opening.content(key, arrival))
    return leaving.words(written) if found.from_menu else calls.words(written)


def to_worker(request: HttpRequest, found: Call) -> str:
    """A main worker for her: it is a case now. Raises Refused."""
    person = merge.answer(found.person) if found.person else None
    chosen = request.POST.get("to", "")
    if person is None or chosen not in dict(workload.choices(found.organisation.code)):
        raise Refused(_("Choose a colleague of this organisation."))
    assign.assign(person, Account.objects.get(pk=int(chosen)), me(request))
    return _("It is written down who is there for her.")


def name_her(request: HttpRequest, found: Call) -> str:
    """She has a code and wants this call in her record. Raises Refused."""
    if request.POST.get("wants") != "yes":
        raise Refused(_("Ask her first: who called without a name stays without one, unless she wants it otherwise."))
    try:
        code = read_letters(request.POST.get("code", ""), CODE)
    except BadCode:
        raise Refused(_("This is no code: one sign is wrong or missing. Read it again, sign by sign.")) from None
    calls.name(found, code, me(request))
    return _("The call is in her record now. Her call-back word was taken away.")


def send_on(request: HttpRequest, found: Call) -> str:
    """To an office, and whose yes there is. Raises Refused."""
    kind, way, agreed = (request.POST.get(name, "") for name in ("kind", "how", "agreed"))
    families = labels.questions(FORM)["referred_kind"].families
    known = dict(labels.choices(FORM, "referred_how"))
    if (kind not in families and kind != "other") or way not in known or agreed not in Referral.Agreed.values:
        raise Refused(_("Choose the office, how, and who agreed."))
    family = families.get(kind, "other")
    exact = kind if kind in families else ""
    calls.refer(found, me(request), {"family": family, "kind": exact, "how": way, "agreed": agreed})
    return _("It is written down where she was sent.")


def follow(request: HttpRequest, found: Call) -> str:
    """One more follow-up. Raises Refused."""
    followups.begin(
        found, request.POST.get("on", ""), request.POST.get("how", ""), me(request), request.POST.get("safe") == "yes"
    )
    return _("The follow-up stands in the list.")


ACTIONS = {"assign": to_worker, "name": name_her, "refer": send_on, "follow": follow}
