"""`pakhi field`: phones and forms from the keyboard."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Actions: device, revoke, upload, export, ship."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    device = actions.add_parser("device", help="a new phone: prints address and password, once, as JSON")
    device.add_argument("--worker", required=True, metavar="LOGIN")
    device.add_argument("--organisation", default="", metavar="CODE", help="where somebody works in several")
    device.add_argument("--label", default="")
    device.add_argument("--address", default="", help="how phones reach this server, like https://one.example")
    revoke = actions.add_parser("revoke", help="a phone sends and gets nothing any more")
    revoke.add_argument("code", metavar="CODE")
    upload = actions.add_parser("upload", help="publish a form (.xlsx, .xls, .md, .csv) for an organisation")
    upload.add_argument("file", type=Path)
    upload.add_argument("--organisation", required=True, metavar="CODE")
    upload.add_argument("--draft", action="store_true", help="keep it as a draft")
    export = actions.add_parser("export", help="the coded answers to a form of an organisation's own, as CSV")
    export.add_argument("form_id")
    export.add_argument("--organisation", required=True, metavar="CODE")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    actions.add_parser("ship", help="put the product's own forms in use")


def run(options: argparse.Namespace) -> int:
    """Do it, or say in a sentence why not."""
    django.setup()
    return main(options)


def main(options: argparse.Namespace) -> int:
    """The same in a process where Django is set up."""
    return ACTIONS[options.action](options)


def device(options: argparse.Namespace) -> int:
    """Address, code and password of a new phone, and what ODK Collect scans."""
    from django.conf import settings

    from pakhi.field import devices
    from pakhi.network.access import sheet
    from pakhi.network.models import Membership

    row = sheet().row("openrosa:submission", "POST")
    mine = Membership.objects.current().filter(account__username=options.worker, account__is_active=True)
    homes = {
        one.organisation.code: one
        for one in mine.select_related("account", "organisation")
        if row and row.cells[one.role] != "no"
    }
    wanted = options.organisation.upper()
    if (wanted and wanted not in homes) or (not wanted and len(homes) != 1):
        print(
            f"Choose where {options.worker} works with people: --organisation {'|'.join(sorted(homes)) or '(nowhere)'}."
        )
        return 1
    found = homes[wanted or next(iter(homes))]
    made, password = devices.add(found.account, found.organisation, options.label)
    base = (options.address or f"http://127.0.0.1:{settings.VALUES['PORT']}").rstrip("/")
    address = f"{base}/openrosa/{found.organisation.code}"
    if not devices.collect_may(address):
        sys.stderr.write("ODK Collect shows its password only to an address that begins with https.\n")
    told = {"url": address, "username": made.code, "password": password}
    print(
        json.dumps({**told, "collect": devices.settings_for_collect(address, made, password, str(found.organisation))})
    )
    return 0


def revoke(options: argparse.Namespace) -> int:
    """End a phone."""
    from pakhi.field import devices
    from pakhi.field.models import Device

    found = Device.objects.filter(code=options.code.upper()).first()
    if found is None:
        print(f"There is no phone {options.code!r}.")
        return 1
    devices.revoke(found)
    print("It sends and gets nothing any more. What it has not sent yet stays on it.")
    return 0


def upload(options: argparse.Namespace) -> int:
    """Convert, check and publish; warnings are printed."""
    from pakhi.field import publish
    from pakhi.field.xlsform import NotAForm
    from pakhi.network.models import Organisation

    organisation = Organisation.objects.filter(code=options.organisation.upper()).first()
    if organisation is None or not options.file.is_file():
        print("Choose a file, and the code of an organisation (`pakhi organisation list`).")
        return 1
    try:
        version = publish.upload(options.file.read_bytes(), options.file.name, organisation, None)
    except NotAForm as problem:
        print(problem)
        return 1
    if not options.draft and version.state == version.State.DRAFT:
        publish.go_live(version)
    for warning in version.warnings:
        print(f"Look at this: {warning}")
    said = f"{version.form.form_id}, version {version.version or '(none)'}: {version.get_state_display()}"
    print(f"{said}, md5 {version.md5}")
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the table; a line in the log says that it was taken out at the keyboard."""
    from pakhi.field.export import lines
    from pakhi.field.models import Form
    from pakhi.network.happened import exported

    code = options.organisation.upper()
    form = Form.objects.filter(organisation__code=code, form_id=options.form_id).first()
    if form is None:
        print(f"{code or 'Nobody'} has no form {options.form_id!r} of its own.")
        return 1
    exported.send(sender=__name__, account=None, organisation=code, what=f"answers-{form.pk}", form="csv")
    with options.out.open("w", newline="", encoding="utf-8") as file:
        file.writelines(lines(form))
    print(f"{options.out}: {options.out.stat().st_size} bytes")
    return 0


def ship(options: argparse.Namespace) -> int:
    """The product's own forms."""
    from pakhi.field import publish

    for version in publish.ship():
        print(f"{version.form.form_id}, version {version.version}: {version.get_state_display()}")
    return 0


ACTIONS = {"device": device, "revoke": revoke, "upload": upload, "export": export, "ship": ship}
