"""The vault room: the only names of the product, in a database of its own."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_save

from pakhi.network.happened import exported


class VaultConfig(AppConfig):
    name = "pakhi.vault"
    label = "vault"

    def ready(self) -> None:
        """Whoever signs out leaves no name in memory and no look; what is asked and saved names its organisation."""
        from pakhi.vault import scope

        user_logged_out.connect(forget_names, dispatch_uid="vault-memory")
        exported.connect(log_export, dispatch_uid="vault-export")
        pre_save.connect(scope.check_owner, dispatch_uid="vault-owner")
        connection_created.connect(scope.listen, dispatch_uid="vault-setting")


def forget_names(user: Any = None, **_rest: Any) -> None:
    from pakhi.vault import looking, memory

    if user is not None:
        memory.drop(user.pk)
        looking.drop(user.pk)


def log_export(account: Any, organisation: str, what: str, form: str, **_rest: Any) -> None:
    from pakhi.vault import audit

    audit.record("export", actor=account, organisation=organisation, what=what, form=form)
