"""The key's own life: made, printed as three shares, rehearsed, changed, and opened again with two shares."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from pakhi.network.models import Organisation
from pakhi.vault import doors, keeping, typed
from pakhi.vault import keys as verbs
from pakhi.vault.keyring import keyring
from pakhi.vault.keys import Refused
from pakhi.vault.pages import keys
from pakhi.vault.rotation import moved

SECONDS = 1.5  # of work in one request, while the key changes


def set_up(request: HttpRequest, organisation: str) -> HttpResponse:
    """Make the key, and show its three shares: the only moment at which they exist outside paper."""
    home, mine = doors.the_organisation(organisation), doors.opened(request)
    try:
        found = keeping.set_up(home, mine.account)
    except Refused as refusal:
        return keys.keys(request, home, str(refusal))
    return shares(request, home, found)


def print_again(request: HttpRequest, organisation: str) -> HttpResponse:
    """New shares in place of the old ones."""
    home, mine = doors.the_organisation(organisation), doors.opened(request)
    try:
        found = keeping.print_again(mine, home)
    except Refused as refusal:
        return keys.keys(request, home, str(refusal))
    return shares(request, home, found)


def shares(request: HttpRequest, home: Organisation, found: list[str]) -> HttpResponse:
    """Three sheets to print; they are in this answer and nowhere else."""
    sheets = [share.split() for share in found]
    context = {
        "ring": keyring(home, keys.me(request)),
        "sheets": sheets,
        "now": timezone.now(),
        "back": keys.page(home),
    }
    return render(request, "vault/shares.html", context)


@sensitive_post_parameters()
def rehearse(request: HttpRequest, organisation: str) -> HttpResponse:
    """Two shares are typed in; only then real records may begin."""
    home = doors.the_organisation(organisation)
    if verbs.current(home) is None:
        return redirect(keys.page(home))
    words = typed.read(request.POST) if request.method == "POST" else None
    try:
        if words is not None:
            keeping.rehearse(home, words, keys.me(request))
            messages.success(request, _("The rehearsal worked. People can be written down now."))
            return redirect(keys.page(home))
    except Refused:
        pass
    return two_shares(request, "vault/keys_rehearse.html", home, words)


@sensitive_post_parameters()
def recover(request: HttpRequest, organisation: str) -> HttpResponse:
    """Nobody can open names any more: two shares give access to whoever is signed in here."""
    home = doors.the_organisation(organisation)
    if verbs.current(home) is None:
        return redirect(keys.page(home))
    words = typed.read(request.POST) if request.method == "POST" else None
    try:
        if words is not None:
            keeping.recover(home, words, doors.opened(request).account)
            messages.success(request, _("You can open names again. Nothing was lost. Give your colleagues access now."))
            return redirect(keys.page(home))
    except Refused:
        pass
    return two_shares(request, "vault/recover.html", home, words)


def two_shares(request: HttpRequest, template: str, home: Organisation, words: list[str] | None) -> HttpResponse:
    """A form for two shares, with what was typed and what is wrong with it."""
    context = {
        "ring": keyring(home, keys.me(request)), "fields": typed.fields(words),
        "error": typed.summary(words) if words else "", "back": keys.page(home),
    }  # fmt: skip
    return render(request, template, context, status=400 if words else 200)


def rotation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Change the key, some people at a time: each answer says how far it is, and the page asks for the next."""
    home, asked, error = doors.the_organisation(organisation), request.method == "POST", ""
    if asked:
        try:
            change(doors.opened(request), home, request.POST.get("from", ""))
        except Refused as refusal:
            error = str(refusal)
    ring, (done, total) = keyring(home, keys.me(request)), moved(home)
    context = {
        "ring": ring, "done": done, "total": total, "error": error, "back": keys.page(home),
        "again": asked and ring.changing and not error, "over": asked and not ring.changing and not error,
    }  # fmt: skip
    return render(request, "vault/rotation.html", context, status=409 if error else 200)


def change(mine: verbs.Unlocked, home: Organisation, generation: str) -> None:
    """Begin, if that was asked for on a page that showed the key of today; then do a little of the work."""
    key = verbs.current(home)
    if key is not None and generation == str(key.generation) and not verbs.changing(home):
        keeping.begin(mine, home)
    if verbs.changing(home):
        keeping.go_on(mine, home, SECONDS)
