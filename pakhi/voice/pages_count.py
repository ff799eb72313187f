"""Staff pages: the counting table, the key that two people open, and the survivors' own words."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from pakhi.network.models import Account, Membership, Organisation
from pakhi.network.models.account import Role
from pakhi.voice import count, keys
from pakhi.voice import words as own_words
from pakhi.voice.journey import plain
from pakhi.voice.models import CountingKey, KeyShare, Sitting

LOG = logging.getLogger(__name__)
EDITOR = "editor:"
STEPS = ("open", "estimate", "seal", "publish")


def room_of(request: HttpRequest) -> Organisation:
    """The room in which this person's voices are counted."""
    coordinates = [m for m in request.memberships if m.role == Role.COORDINATOR]  # type: ignore[attr-defined]
    membership: Membership = (coordinates or request.memberships)[0]  # type: ignore[attr-defined]
    return membership.organisation if coordinates else membership.organisation.room()


def people(room: Organisation, role: str) -> list[Account]:
    """Those who hold a role in the room or its organisations today."""
    found = Membership.objects.current().filter(role=role, organisation__in=room.members()).select_related("account")
    return sorted({m.account for m in found}, key=lambda account: account.name)


def holders(key: CountingKey | None, half: str) -> list[Account]:
    shares = KeyShare.objects.filter(key=key, half=half).select_related("account") if key else []
    return [share.account for share in shares]


def counting(request: HttpRequest, error: str = "", about: str = "count") -> HttpResponse:
    """What waits, what was counted, and the form for two people."""
    room = room_of(request)
    count.publish(room)
    key = CountingKey.objects.filter(room=room).first()
    if request.method == "POST" and not error and key:
        try:
            return redirect("voice:sitting", begin(request, room, key).pk)
        except (keys.WrongPassphrase, count.CannotCount) as refusal:
            error = str(refusal)
    sittings = Sitting.objects.filter(room=room).select_related("leader", "coordinator").order_by("-id")[:12]
    context: dict[str, Any] = {
        "room": room, "key": key, "waiting": count.waiting(room), "last": str(count.last_countable(early=False)),
        "sittings": sittings, "error": error, "about": about, "typed": request.POST,
        "leaders": holders(key, KeyShare.Half.LEADERS), "coordinators": holders(key, KeyShare.Half.COORDINATORS),
        "may_lead": people(room, Role.LEADER), "coordinates": is_coordinator(request),
        "editor": keys.editor_of(key) if key else None, "may_edit": people(room, Role.MANAGER),
        "mine": KeyShare.objects.filter(key=key, account=request.user.pk).exists() if key else False,
    }  # fmt: skip
    return render(request, "voice/counting.html", context, status=400 if error else 200)


def is_coordinator(request: HttpRequest) -> bool:
    return any(m.role == Role.COORDINATOR for m in request.memberships)  # type: ignore[attr-defined]


def begin(request: HttpRequest, room: Organisation, key: CountingKey) -> Sitting:
    """Check both passphrases here, then count in a thread that keeps the key in memory only."""
    leader = _holder(key, KeyShare.Half.LEADERS, request.POST.get("leader", ""))
    coordinator = _holder(key, KeyShare.Half.COORDINATORS, request.POST.get("coordinator", ""))
    one = (leader, request.POST.get("leader_passphrase", ""))
    other = (coordinator, request.POST.get("coordinator_passphrase", ""))
    keys.open_key(key, one, other)
    early = settings.DEMONSTRATION and request.POST.get("early") == "yes"
    sitting = count.begin(room, leader, coordinator)
    language = translation.get_language()

    def work() -> None:
        translation.activate(language)
        try:
            count.count(room, one, other, early=early, sitting=sitting)
        except Exception:
            LOG.exception("A counting stopped.")  # the sitting says what happened; the log keeps no values
        finally:
            connections.close_all()

    threading.Thread(target=work, name=f"sitting-{sitting.pk}").start()
    return sitting


def _holder(key: CountingKey, half: str, username: str) -> Account:
    shares = KeyShare.objects.filter(key=key, half=half).select_related("account")
    held = shares.filter(account__username=plain(username)).first()
    if held is None:
        raise keys.WrongPassphrase(_("Please choose who counts: a survivor leader and a coordinator."))
    return held.account


def sitting(request: HttpRequest, sitting: int) -> HttpResponse:
    """The progress of a counting, and its result."""
    found = get_object_or_404(Sitting.objects.select_related("leader", "coordinator", "room"), pk=sitting)
    if found.room != room_of(request):
        return redirect("voice:counting")
    if found.state == Sitting.State.RUNNING and not count.alive(found):
        found.state, found.message = Sitting.State.FAILED, str(count.INTERRUPTED)
    reasons = [(count.REASONS[key], many) for key, many in found.refused.items() if many]
    share = (STEPS.index(found.step) + (found.done / found.total if found.total else 0)) / len(STEPS)
    return render(request, "voice/sitting.html", {"sitting": found, "reasons": reasons, "percent": round(100 * share)})


def make_key(request: HttpRequest) -> HttpResponse:
    """The coordinator and a leader make the room's counting key, each with a passphrase of their own."""
    room = room_of(request)
    leader = next((a for a in people(room, Role.LEADER) if a.username == request.POST.get("leader")), None)
    try:
        if CountingKey.objects.filter(room=room).exists():
            raise keys.WrongPassphrase(_("There is a counting key already."))
        if leader is None:
            raise keys.WrongPassphrase(_("Please choose a survivor leader from the list."))
        for who in ("leader", "coordinator"):
            if request.POST.get(f"{who}_passphrase") != request.POST.get(f"{who}_again"):
                raise keys.WrongPassphrase(_("The two passphrases are not the same. Please write them again."))
        keys.make_key(
            room,
            {leader: request.POST.get("leader_passphrase", "")},
            {request.user: request.POST.get("coordinator_passphrase", "")},  # type: ignore[dict-item]
        )
    except keys.WrongPassphrase as refusal:
        return counting(request, str(refusal), "count" if CountingKey.objects.filter(room=room).exists() else "key")
    messages.success(request, _("The counting key is made. Ballots can be sealed to it now."))
    return redirect("voice:counting")


def passphrase(request: HttpRequest) -> HttpResponse:
    """Change one's own counting passphrase, or let a newcomer hold the same share."""
    key = get_object_or_404(CountingKey, room=room_of(request))
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    try:
        if new != request.POST.get("again", ""):
            raise keys.WrongPassphrase(_("The two passphrases are not the same. Please write them again."))
        newcomer = request.POST.get("newcomer", "")
        if newcomer:
            editor = newcomer.startswith(EDITOR)
            role = Role.MANAGER if editor else Role.COORDINATOR if is_coordinator(request) else Role.LEADER
            name = newcomer.removeprefix(EDITOR)
            account = next((a for a in people(key.room, role) if a.username == name), None)
            if account is None:
                raise keys.WrongPassphrase(_("Please choose somebody from the list."))
            keys.add_holder(key, (request.user, old), (account, new), editor=editor)  # type: ignore[arg-type]
        else:
            keys.change_passphrase(key, request.user, old, new)  # type: ignore[arg-type]
    except keys.WrongPassphrase as refusal:
        return counting(request, str(refusal), "passphrase")
    messages.success(request, _("The passphrase is set."))
    return redirect("voice:counting")


def words(request: HttpRequest) -> HttpResponse:
    """Own words, for a leader or the editor, opened with their passphrase for this one look."""
    room = room_of(request)
    said, error = None, ""
    if request.method == "POST":
        try:
            if not CountingKey.objects.filter(room=room).exists():
                raise keys.WrongPassphrase(_("There is no counting key yet."))
            said = own_words.read(room, request.user, request.POST.get("passphrase", ""))  # type: ignore[arg-type]
        except keys.WrongPassphrase as refusal:
            error = str(refusal)
    return render(request, "voice/words.html", {"said": said, "error": error}, status=400 if error else 200)
