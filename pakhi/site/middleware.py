"""What every request passes: headers, a calm answer to bad input, two sites that share nothing, and the gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    UnreadablePostError,
)  # fmt: skip
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from pakhi.network.access import ANYONE, permit, sheet
from pakhi.network.models import Membership
from pakhi.site import pages, signed_out
from pakhi.site.languages import languages
from pakhi.vault import uploads

Handler = Callable[[HttpRequest], HttpResponse]
LARGEST = 12_000_000  # bytes in one request to the survivors' site: a voice note, and a queue of ballots
# To the staff site; a file that is too large for it is read past, so that its form can say so.
DESK_LARGEST = 2 * uploads.MOST + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
CHOOSING = {  # all that is open to somebody whose password was given to them by somebody else
    "account_change_password", "account_login", "account_logout", "mfa_authenticate", "language",
}  # fmt: skip
# These show a token or a password of their own, which their pages check.
PROGRAMS = ("/api/", "/openrosa/", "/field/api/")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# The app at /field/ alone: its forms' expressions are parsed by WebAssembly, and what it recorded has no address.
APP_POLICY = (
    POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    .replace("media-src 'self'", "media-src 'self' blob:")
    .replace("img-src 'self' data:", "img-src 'self' data: blob:")
    + "; worker-src 'self'"
)
STUDIO = "/desk/studio/text"  # where a voice is recorded: the one page of the staff site with a microphone
NOTHING = "geolocation=(), microphone=(), camera=(self), interest-cohort=()"
RECORDING = "geolocation=(), microphone=(self), camera=(self), interest-cohort=()"


def is_desk(request: HttpRequest) -> bool:
    """Whether a request is for the staff site."""
    return request.path.startswith("/desk/")


def is_app(request: HttpRequest) -> bool:
    """Whether a request is for the offline app's own pages."""
    return request.path.startswith("/field/")


class Light(GZipMiddleware):
    """Pages travel compressed (with random padding, so that their length tells nothing); files go as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response


class Headers:
    """The same strict headers on every page; nothing that a person saw may stay in a cache."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handle(request)
        app = is_app(request)
        response["Content-Security-Policy"] = APP_POLICY if app else POLICY
        if is_desk(request):  # without it browsers send no origin, and forgery protection refuses them
            response["Referrer-Policy"] = "same-origin"
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        response["Permissions-Policy"] = RECORDING if app or request.path == STUDIO else NOTHING
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        return response


class Calm:
    """Input that Django refuses to read gets a sentence, not a bare error."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = DESK_LARGEST if is_desk(request) else LARGEST
        if not length.isdigit() or int(length) > most:
            return pages.too_much(request)
        return self.handle(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, RequestDataTooBig | TooManyFieldsSent | UnreadablePostError):
            return pages.too_much(request)
        return None


class TwoSites(SessionMiddleware):
    """Sessions and cookies exist on the staff site alone; each site finds its language in its own way."""

    def process_request(self, request: HttpRequest) -> None:
        if is_desk(request):
            super().process_request(request)
        else:
            request.session = SessionStore()
        code = self.language(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code

    def language(self, request: HttpRequest) -> str:
        """What was asked for on this site, else what the browser prefers, else English."""
        known = [language.code for language in languages()]
        chosen, name = (request.COOKIES, settings.LANGUAGE_COOKIE_NAME) if is_desk(request) else (request.GET, "l")
        asked = chosen.get(name)
        if asked in known:
            return str(asked)
        for part in request.headers.get("Accept-Language", "").lower().split(","):
            code = part.split(";")[0].strip().split("-")[0]
            if code in known:
                return code
        return "en"

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        if is_desk(request):
            return super().process_response(request, response)
        return response


class DeskCsrf(CsrfViewMiddleware):
    """Forgery protection where there is a session to forge with. The survivors' site has none, and no cookie."""

    def process_request(self, request: HttpRequest) -> None:
        if is_desk(request):
            super().process_request(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseForbidden | None:
        if is_desk(request):
            return super().process_view(request, view, args, kwargs)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if is_desk(request) else response


class Gate:
    """Opens a page only to those whom the access sheet names; a page without a row opens to nobody."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handle(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        row = sheet().row(page, request.method or "")
        request.memberships = []  # type: ignore[attr-defined]  # the gate sets it
        if row is None:
            if sheet().row(page, "GET") or sheet().row(page, "POST"):
                return HttpResponseNotAllowed([m for m in ("GET", "POST") if sheet().row(page, m)])
            raise Http404
        if is_desk(request) and page not in CHOOSING and getattr(request.user, "temporary", False):
            return redirect("account_change_password")
        if row.cells[ANYONE] != "no":
            return None
        return self.admit(request, row, kwargs)

    def admit(self, request: HttpRequest, row: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not is_desk(request):
            return None if request.path.startswith(PROGRAMS) else pages.not_found(request)
        if isinstance(request.user, AnonymousUser):
            return redirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}") if request.method == "GET" else (
                signed_out.page(request)
            )  # fmt: skip
        mine = list(Membership.objects.current().filter(account=request.user).select_related("organisation"))
        owned, owner = sheet().owner(kwargs)
        assigned = owner is not None and sheet().is_assigned(request.user, kwargs)
        request.memberships = permit(row, mine, owned, owner, assigned)  # type: ignore[attr-defined]  # the gate sets it
        if not request.memberships:  # type: ignore[attr-defined]  # the gate sets it
            raise Http404
        if any(m.organisation.second_factor for m in mine) and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return None
