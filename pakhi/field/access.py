"""Who may open the field room's pages. A phone shows its own password; its worker's role decides."""

from __future__ import annotations

from pakhi.field import entities
from pakhi.field.models import Arrival, Call, Device, Entity, FollowUp, OfficeReport, Talk, Version
from pakhi.network.access import table
from pakhi.network.models import Account, Organisation
from pakhi.vault import scope


def owner_of_device(code: str) -> Organisation | None:
    found = Device.objects.select_related("organisation").filter(code=code).first()
    return found.organisation if found else None


def owner_of_arrival(number: str) -> Organisation | None:
    rows = Arrival.objects.select_related("organisation").defer("sealed").exclude(person__in=scope.hidden_codes())
    found = rows.filter(pk=number_of(number)).first()
    return found.organisation if found else None


def owner_of_version(number: str) -> Organisation | None:
    """Nobody owns a form of the product: on these pages it is as if there were none."""
    found = (
        Version.objects.select_related("form__organisation")
        .only("form__organisation")
        .filter(pk=number_of(number))
        .first()
    )
    return found.form.organisation if found else None


def owner_of_talk(number: str) -> Organisation | None:
    found = Talk.objects.select_related("organisation").filter(pk=number_of(number)).first()
    return found.organisation if found else None


def owner_of_office_report(number: str) -> Organisation | None:
    found = OfficeReport.objects.select_related("organisation").filter(pk=number_of(number)).first()
    return found.organisation if found else None


def owner_of_entity(number: str) -> Organisation | None:
    rows = Entity.objects.select_related("dataset__organisation").exclude(pk__in=entities.not_there())
    found = rows.filter(pk=number_of(number)).first()
    return found.dataset.organisation if found else None


def number_of(written: str) -> int:
    """A row's number as it was sent; 0, which no row has, for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


def own_device(account: Account, code: str) -> bool:
    """Whether a phone is somebody's own."""
    return Device.objects.filter(code=code, account=account).exists()


def owner_of_call(code: str) -> Organisation | None:
    found = (
        Call.objects.select_related("organisation").filter(code=code).exclude(person__in=scope.hidden_codes()).first()
    )
    return found.organisation if found else None


def owner_of_followup(number: str) -> Organisation | None:
    rows = FollowUp.objects.select_related("organisation").exclude(person__in=scope.hidden_codes())
    found = rows.filter(pk=number_of(number)).first()
    return found.organisation if found else None


def owner_of_turn(code: str) -> Organisation | None:
    return Organisation.objects.filter(turns__code=code).first()


def owner_of_line(code: str) -> Organisation | None:
    return Organisation.objects.filter(line__code=code).first()


OWNERS = {
    "line": owner_of_line,
    "call": owner_of_call, "followup": owner_of_followup, "device": owner_of_device, "arrival": owner_of_arrival,
    "version": owner_of_version, "talk": owner_of_talk, "office_report": owner_of_office_report,
    "entity": owner_of_entity, "turn": owner_of_turn,
}  # fmt: skip
ASSIGNED = {"device": own_device}

ROWS = table("""
page                 method anyone leader worker   supervisor manager mis  coordinator researcher funder
openrosa:list        GET    no     same     same     same       same    no   same        same       no
openrosa:form        GET    no     same     same     same       same    no   same        same       no
openrosa:manifest    GET    no     same     same     same       same    no   same        same       no
openrosa:media       GET    no     same     same     same       same    no   same        same       no
openrosa:integrity   GET    no     same     same     same       same    no   same        same       no
openrosa:submission  GET    no     same     same     same       same    no   same        same       no
openrosa:submission  POST   no     same     same     same       same    no   same        same       no
app:shell            GET    any    any    any    any        any     any  any         any        any
app:calendar         GET    any    any    any    any        any     any  any         any        any
app:worker           GET    any    any    any    any        any     any  any         any        any
app:manifest         GET    any    any    any    any        any     any  any         any        any
app:enrol            POST   no     same     same     same       same    no   same        same       no
app:state            GET    no     same     same     same       same    no   same        same       no
field:collect        POST   no     no     no     same       same    no   no          no         no
field:phones         GET    no     same     same     same       same    no   same        same       no
field:phones         POST   no     same     same     same       same    no   same        same       no
field:revoke         POST   no     assigned assigned same       same    no   assigned    assigned   no
field:bundle         GET    no     no     same     same       same    no   no          no         no
field:bundle         POST   no     no     same     same       same    no   no          no         no
field:visits         GET    no     no     same     same       same    no   no          no         no
field:visits         POST   no     no     same     same       same    no   no          no         no
field:inbox          GET    no     no     no       same       same    no   no          no         no
field:inbox          POST   no     no     no       same       same    no   no          no         no
field:arrival        GET    no     no     no       same       same    no   no          no         no
field:arrival        POST   no     no     no       same       same    no   no          no         no
field:forms          GET    no     no     no       same       same    no   no          no         no
field:forms          POST   no     no     no       same       same    no   no          no         no
field:preview        GET    no     no     no       same       same    no   no          no         no
field:paper          GET    no     no     no       same       same    no   no          no         no
field:file           GET    no     no     no       same       same    no   no          no         no
field:lists          GET    no     no     no       same       same    no   no          no         no
field:entity         GET    no     no     no       same       same    no   no          no         no
field:entity         POST   no     no     no       same       same    no   no          no         no
field:version        POST   no     no     no       same       same    no   no          no         no
field:answers        GET    no     no     no       same       same    no   no          no         no
field:talks          GET    no     no     no       same       same    no   same        same       no
field:talk           GET    no     no     no       same       same    no   same        same       no
field:talk           POST   no     no     no       same       same    no   no          no         no
field:office-reports GET    no     no     same     same       same    no   network     no         no
field:office-report  GET    no     no     no       no         same    no   network     no         no
field:office-report  POST   no     no     no       no         same    no   network     no         no
field:calls          GET    no     no     same     same       same    no   no          no         no
field:calls          POST   no     no     same     same       same    no   no          no         no
field:call           GET    no     no     same     same       same    no   no          no         no
field:call           POST   no     no     same     same       same    no   no          no         no
field:followups      GET    no     no     same     same       same    no   no          no         no
field:followup       GET    no     no     same     same       same    no   no          no         no
field:followup       POST   no     no     same     same       same    no   no          no         no
field:roster         GET    no     no     same     same       same    no   no          no         no
field:roster         POST   no     no     no       same       same    no   no          no         no
field:passing        GET    no     no     same     same       same    no   no          no         no
field:passing        POST   no     no     same     same       same    no   no          no         no
field:desk           GET    no     no     same     same       same    no   no          no         no
field:queue          GET    no     no     same     same       same    no   no          no         no
field:queue          POST   no     no     same     same       same    no   no          no         no
field:turn           GET    no     no     same     same       same    no   no          no         no
field:turn           POST   no     no     same     same       same    no   no          no         no
line:call            POST   any    any    any    any        any     any  any         any        any
line:step            POST   any    any    any    any        any     any  any         any        any
line:sound           GET    any    any    any    any        any     any  any         any        any
field:menu           GET    no     no     same     same       same    no   no          no         no
field:menu           POST   no     no     no       same       same    no   no          no         no
field:keypad         GET    no     no     no       same       same    no   no          no         no
field:keypad         POST   no     no     no       no         same    no   no          no         no
field:menu-sounds    GET    no     no     no       same       same    no   no          no         no
field:menu-sounds    POST   no     no     no       same       same    no   no          no         no
field:menu-sound     GET    no     no     no       same       same    no   no          no         no
field:heard          POST   no     no     same     same       same    no   no          no         no
""")
