"""`pakhi serve`: databases, static files, and the server in the foreground."""

from __future__ import annotations

import argparse
import json
from typing import Any

import django

from pakhi.site.commands.migrate import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--demo SCALE` loads the demonstration network where there is none."""
    parser.add_argument("--demo", choices=["pat", "state"], help="load the demonstration network first, once")


def run(options: argparse.Namespace) -> None:
    """Serve until Ctrl-C."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    migrate()
    if options.demo:
        from pakhi.network.models import Organisation

        if not Organisation.objects.exists():
            from pakhi.site.demo.load import load

            print("Loading the demonstration network …", flush=True)
            load(options.demo, seed=1, say=lambda line: print(f"  {line}", flush=True))
    call_command("collectstatic", interactive=False, verbosity=0)
    ship()
    lay_out()
    tidy()
    port = settings.VALUES["PORT"]
    print(f"\nPakhi is served at http://127.0.0.1:{port}/")
    print(f"  survivors  http://127.0.0.1:{port}/v/")
    print(f"  staff      http://127.0.0.1:{port}/desk/")
    welcome(settings.DATA / "demonstration")
    print("Stop with Ctrl-C.\n", flush=True)
    serve(port, settings.VALUES["PAKHI_THREADS"])


def ship() -> None:
    """The product's own forms are in use, in their newest version."""
    from pakhi.field import publish
    from pakhi.field.xlsform import NotAForm

    try:
        publish.ship()
    except NotAForm as problem:  # what is on phones stays; the product serves all the same
        print(f"The product's forms were not put in use: {problem}")


def lay_out() -> None:
    """Approved voices lie where they are looked for, also after a crash or on a new disk."""
    from pakhi.field import studio
    from pakhi.vault import spoken
    from pakhi.voice import sounds

    try:
        studio.lay_out([*sounds.offered(), *spoken.offered()])
    except OSError as problem:
        print(f"Approved voices could not be written; the machine's speaks instead: {problem.strerror}")


def tidy() -> None:
    """What is due each night happens at a start, too, for a machine that is switched off at night. It stops nothing."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connections

    from pakhi.field import lines, passing, visits, whereabouts
    from pakhi.legal import joint
    from pakhi.lib.clock import today
    from pakhi.vault import forget, looking
    from pakhi.voice import tablet_keys

    try:
        SessionStore.clear_expired()
        lines.forget_calls()
        whereabouts.destroy_old()
        looking.drop()
        passing.drop_old()
        visits.drop_old()
        tablet_keys.destroy_old()
        forget.destroy_due(today())
        joint.again()
    except Exception as problem:  # the product serves all the same; `pakhi vault destroy-due` says more
        print(f"Keys whose time is over were not destroyed ({type(problem).__name__}): try `pakhi vault destroy-due`.")
    finally:
        connections.close_all()  # the server's processes open their own


def welcome(path: Any) -> None:
    """Print the demonstration's logins and cards, where this is one."""
    if not path.exists():
        return
    shown = json.loads(path.read_text())
    print("\nThis is a demonstration: invented people, invented ratings. Everybody's password and counting")
    print(f"passphrase: {shown['password']}")
    for login, line in shown["logins"]:
        print(f"  {login:<10} {line}")
    print("Voice cards to try:")
    for number in shown["cards"]:
        print(f"  {number}")
    if shown.get("shares"):
        print(f'Recovery shares of the demonstration: under "shares" in {path}')


def serve(port: int, threads: int) -> None:
    """Gunicorn with threads; it keeps no access log."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]  # a library without types
        def load_config(self) -> None:
            chosen = {
                "bind": f"127.0.0.1:{port}", "workers": 2, "threads": threads, "worker_class": "pakhi.site.server.Fair",
                "timeout": 120, "graceful_timeout": 5, "loglevel": "warning", "accesslog": None,
                "limit_request_line": 4094, "proc_name": "pakhi", "logger_class": "pakhi.site.logs.ServerLog",
            }  # fmt: skip
            for name, value in chosen.items():
                self.cfg.set(name, value)

        def load(self) -> Any:  # in each of its processes
            from pakhi.site.sqlite import kept
            from pakhi.site.wsgi import application

            kept.begin()
            return application

    Server().run()
