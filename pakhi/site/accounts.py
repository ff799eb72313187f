"""How allauth fits here: nobody signs up by themselves, and no address is kept of anybody."""

import contextlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from pakhi.network.models import Account
from pakhi.vault import audit, keys, unlock
from pakhi.vault.models import Entry


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an organisation's manager, never on the login page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords have one counter, django-axes'; allauth counts wrong codes of the second factor."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The password is here for this one moment: it opens the worker's key of the vault."""
        account = super().authenticate(request, **credentials)
        if account is not None and account.is_active:
            unlock.sign_in(request, account, credentials["password"])
        return account

    def login(self, request: HttpRequest, user: Any) -> None:
        """The line first: who cannot be written down stays outside."""
        try:
            audit.record(Entry.Act.LOGIN, actor=user, step="in")
        except audit.KeyLost:
            unlock.sign_out(request)
            raise
        super().login(request, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL

    def logout(self, request: HttpRequest) -> None:
        unlock.sign_out(request)
        super().logout(request)


class SignIn(LoginForm):  # type: ignore[misc]
    """The sign-in form in our own plain words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name at sign-in")
        self.fields["password"].label = _("Password")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    """A new password locks the same key anew; what was given to it stays open."""

    def clean(self) -> dict[str, Any]:
        """What somebody else chose is not kept by typing it again."""
        typed: dict[str, Any] = super().clean()
        if typed.get("password1") and typed.get("password1") == typed.get("oldpassword"):
            self.add_error("password1", _("Choose another password than the one you have."))
        return typed

    def save(self) -> None:
        """First the slow part, with nothing held; then the key, which both open, then the account's password.

        What breaks off between these leaves a key that the account's password opens, whichever that is.
        """
        before, relocked = self.user.password, None
        with contextlib.suppress(keys.Refused):  # no key yet, or locked otherwise: a new one comes at sign-in
            relocked = keys.relock(self.user, self.cleaned_data["oldpassword"], self.cleaned_data["password1"])
        self.user.temporary = False
        with transaction.atomic():
            if Account.objects.select_for_update().get(pk=self.user.pk).password != before:
                raise keys.Refused(
                    _("Somebody else changed this meanwhile. Nothing was written yet, and nothing is lost.")
                )
            with audit.locked():
                if relocked:
                    relocked.keep()
                audit.record(Entry.Act.LOGIN, actor=self.user, step="password")
            super().save()
        if relocked:
            relocked.forget_former()


def no_address(request: HttpRequest) -> Any:
    """Lockout counts by account alone."""
    return None


class Counter(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts wrong passwords and keeps nothing else: what was sent along may be a name, a password or a share."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        if request is None:
            return
        sent = request.POST, request.GET
        request.POST, request.GET = QueryDict(), QueryDict()  # axes would write both into the records database
        try:
            super().user_login_failed(sender, credentials, request, **more)
        finally:
            request.POST, request.GET = sent
