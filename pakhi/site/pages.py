"""Pages of no room: the neutral calendar at the root, health, and sentences for what went wrong."""

from __future__ import annotations

import calendar

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pakhi.lib.clock import today
from pakhi.site import signed_out
from pakhi.site.languages import languages


@require_safe
def neutral(request: HttpRequest) -> HttpResponse:
    """A month's calendar: what somebody sees who looks over a shoulder."""
    day = today()
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(day.year, day.month)
    return render(request, "site/neutral.html", {"today": day, "weeks": weeks})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says ok when all three databases answer."""
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def speak(request: HttpRequest) -> HttpResponse:
    """Choose the staff site's language; kept in a cookie of the staff site."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "/desk/")
    response = HttpResponseRedirect(back if back.startswith("/desk/") and "//" not in back else "/desk/")
    if code in {language.code for language in languages()}:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, path="/desk/", httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def sentence(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A calm page with one sentence, in the look of the site that was asked."""
    template = "site/error.html" if request.path.startswith("/desk/") else "site/v_error.html"
    return render(request, template, {"title": title, "text": text, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing here, or nothing for you: the same page for both."""
    return sentence(request, 404, _("Nothing here"), _("This page does not exist, or it is not yours to open."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came could not be read."""
    text = _("What was sent could not be read. Please go back and try again.")
    return sentence(request, 400, _("That did not work"), text)


def too_much(request: HttpRequest) -> HttpResponse:
    """More came than any page takes."""
    text = _("More was sent than this page can take. Nothing was changed. Please go back and try again.")
    return sentence(request, 413, _("That was too much"), text)


def too_often(request: HttpRequest) -> HttpResponse:
    """Too many wrong passwords or codes for one account."""
    return render(request, "site/locked.html", status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or came from elsewhere."""
    return signed_out.page(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something of ours failed."""
    text = _("Something went wrong on our side. Nothing was lost. Please try again in a minute.")
    return sentence(request, 500, _("Something went wrong"), text)
