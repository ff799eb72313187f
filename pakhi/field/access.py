"""Who may open the field room's pages. A phone shows its own password; its worker's role decides."""

from __future__ import annotations

from pakhi.field.models import Arrival, Device, Version
from pakhi.network.access import table
from pakhi.network.models import Account, Organisation


def owner_of_device(code: str) -> Organisation | None:
    found = Device.objects.select_related("organisation").filter(code=code).first()
    return found.organisation if found else None


def owner_of_arrival(number: str) -> Organisation | None:
    found = Arrival.objects.select_related("organisation").defer("sealed").filter(pk=number_of(number)).first()
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


def number_of(written: str) -> int:
    """A row's number as it was sent; 0, which no row has, for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


def own_device(account: Account, code: str) -> bool:
    """Whether a phone is somebody's own."""
    return Device.objects.filter(code=code, account=account).exists()


OWNERS = {"device": owner_of_device, "arrival": owner_of_arrival, "version": owner_of_version}
ASSIGNED = {"device": own_device}

ROWS = table("""
page                 method anyone leader worker   supervisor manager mis  coordinator researcher funder
openrosa:list        GET    no     no     same     same       same    no   no          no         no
openrosa:form        GET    no     no     same     same       same    no   no          no         no
openrosa:manifest    GET    no     no     same     same       same    no   no          no         no
openrosa:media       GET    no     no     same     same       same    no   no          no         no
openrosa:submission  GET    no     no     same     same       same    no   no          no         no
openrosa:submission  POST   no     no     same     same       same    no   no          no         no
field:phones         GET    no     no     same     same       same    no   no          no         no
field:phones         POST   no     no     same     same       same    no   no          no         no
field:revoke         POST   no     no     assigned same       same    no   no          no         no
field:inbox          GET    no     no     no       same       same    no   no          no         no
field:arrival        GET    no     no     no       same       same    no   no          no         no
field:arrival        POST   no     no     no       same       same    no   no          no         no
field:forms          GET    no     no     no       same       same    no   no          no         no
field:forms          POST   no     no     no       same       same    no   no          no         no
field:version        POST   no     no     no       same       same    no   no          no         no
""")
