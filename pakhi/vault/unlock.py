"""A worker's key during a session: locked in the session, the key to it in a cookie of the same browser.

The database has the one, the browser the other; neither opens anything alone. Signing out takes both away.
"""

from __future__ import annotations

import base64

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from pakhi.lib import seal
from pakhi.network.models import Account
from pakhi.vault import audit, keys
from pakhi.vault.models import Entry, WorkerKey

COOKIE = "desk-key"
SLOT = "vault"


def sign_in(request: HttpRequest, account: Account, passphrase: str) -> keys.Unlocked:
    """Open (or, at the first sign-in, make) the worker's key and keep it for this session.

    A password that was set anew by somebody else does not open the old key: a new pair takes its place, without
    any access until a colleague gives it. Raises Refused when it was set anew after this password was looked at.
    """
    seen = keys.salt_of(account)
    try:
        opened = keys.unlock(account, passphrase)
    except keys.Refused:
        opened = made(account, passphrase, seen)
    key = seal.new_key()
    request.session[SLOT] = base64.b64encode(seal.wrap(key, opened.private)).decode()
    request.vault_cookie = base64.urlsafe_b64encode(key).decode()  # type: ignore[attr-defined]
    return opened


def made(account: Account, passphrase: str, seen: bytes | None) -> keys.Unlocked:
    """The worker's key, made anew unless it changed since it was `seen`. Raises Refused.

    While it is put in place nobody changes the password: an old one would take away what was just given to the new
    key. Where access is lost with an older key, each organisation's log says so.
    """
    fresh = keys.fresh_key(passphrase)
    with transaction.atomic():
        now = Account.objects.select_for_update().get(pk=account.pk)
        if keys.salt_of(now) == seen and now.check_password(passphrase):
            with audit.locked():
                for home in keys.keep_worker_key(now, fresh):
                    audit.record(Entry.Act.KEY, actor=now, organisation=home, step="lost")
            return keys.Unlocked(now, fresh.private)
    return keys.unlock(account, passphrase)


def sign_out(request: HttpRequest) -> None:
    """Forget the key at once."""
    request.session.pop(SLOT, None)
    request.vault_cookie = ""  # type: ignore[attr-defined]


def keep_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Put the cookie of this request on its answer, or take it away."""
    value = getattr(request, "vault_cookie", None)
    if value:
        response.set_cookie(
            COOKIE, value, path="/desk/", httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
        )
    elif value == "":
        response.delete_cookie(COOKIE, path="/desk/")


def unlocked(request: HttpRequest) -> keys.Unlocked | None:
    """The signed-in worker with their key open, for this request; None where the session has none."""
    wrapped, cookie = request.session.get(SLOT), request.COOKIES.get(COOKIE)
    if not wrapped or not cookie or not isinstance(request.user, Account):
        return None
    try:
        private = seal.unwrap(base64.urlsafe_b64decode(cookie), base64.b64decode(wrapped))
    except (seal.CannotOpen, ValueError):
        return None
    return keys.Unlocked(request.user, private)


def has_key(account: Account) -> bool:
    """Whether an account has signed in once, so that it can be given access."""
    return WorkerKey.objects.filter(account=account.pk).exists()
