"""Every address: the survivors' site under /v/, the staff site under /desk/, JSON under /api/."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path

from pakhi.site import pages
from pakhi.site.api import api

urlpatterns = [
    path("openrosa/", include("pakhi.field.urls_openrosa")),  # first: phones ask far oftener than anybody else
    path("", pages.neutral, name="neutral"),
    path("healthz", pages.health, name="health"),
    path("v/", include("pakhi.voice.urls_v")),
    path("desk/", include("pakhi.desk.urls")),
    path("desk/", include("pakhi.voice.urls")),
    path("desk/", include("pakhi.vault.urls")),
    path("desk/", include("pakhi.field.urls")),
    path("desk/", include("pakhi.cbr.urls")),
    path("desk/", include("pakhi.entitlements.urls")),
    path("desk/", include("pakhi.legal.urls")),
    path("desk/reports/", include("pakhi.reports.urls")),
    path("desk/language", pages.speak, name="language"),
    path("desk/account/login/", account.login, name="account_login"),
    path("desk/account/logout/", account.logout, name="account_logout"),
    path("desk/account/password/", account.password_change, name="account_change_password"),
    path("desk/account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("desk/account/second/", mfa.index, name="mfa_index"),
    path("desk/account/second/ask/", mfa.authenticate, name="mfa_authenticate"),
    path("desk/account/second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("desk/account/second/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("desk/account/second/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("desk/account/second/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("desk/account/second/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "desk/account/second/codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("api/", api.urls),
    path("field/", include("pakhi.field.urls_app")),
    path("line/", include("pakhi.field.urls_line")),
]
handler400 = pages.bad_request
handler403 = pages.not_found
handler404 = pages.not_found
handler500 = pages.server_error
handler429 = pages.too_often
