"""How allauth fits here: nobody signs up by themselves, and no address is kept of anybody."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an organisation's manager, never on the login page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords have one counter, django-axes'; allauth counts wrong codes of the second factor."""


class SignIn(LoginForm):  # type: ignore[misc]
    """The sign-in form in our own plain words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name at sign-in")
        self.fields["password"].label = _("Password")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


def no_address(request: HttpRequest) -> Any:
    """Lockout counts by account alone."""
    return None
