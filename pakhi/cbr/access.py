"""Who may open the pages of a case and of a collective."""

from __future__ import annotations

from pakhi.cbr.models import Book
from pakhi.network.access import table
from pakhi.network.models import Organisation


def owner_of_group(code: str) -> Organisation | None:
    """The organisation of a collective."""
    found = Book.objects.filter(code=code, kind=Book.Kind.GROUP).select_related("organisation").first()
    return found.organisation if found else None


OWNERS = {"group": owner_of_group}

ROWS = table("""
page               method anyone leader worker   supervisor manager mis  coordinator researcher funder
cbr:case           GET    no     no     assigned same       same    no   no          no         no
cbr:open           POST   no     no     assigned same       same    no   no          no         no
cbr:begin          GET    no     no     assigned same       same    no   no          no         no
cbr:begin          POST   no     no     assigned same       same    no   no          no         no
cbr:thread         GET    no     no     assigned same       same    no   no          no         no
cbr:thread         POST   no     no     assigned same       same    no   no          no         no
cbr:words          POST   no     no     assigned same       same    no   no          no         no
cbr:timeline       GET    no     no     assigned same       same    no   no          no         no
cbr:identify       GET    no     no     assigned same       same    no   no          no         no
cbr:identify       POST   no     no     assigned same       same    no   no          no         no
cbr:profile        POST   no     no     assigned same       same    no   no          no         no
cbr:heard          POST   no     no     assigned same       same    no   no          no         no
cbr:take_out       POST   no     no     assigned same       same    no   no          no         no
cbr:keep_back      POST   no     no     assigned same       same    no   no          no         no
cbr:villages       GET    no     no     same     same       same    no   no          no         no
cbr:plan           GET    no     no     assigned same       same    no   no          no         no
cbr:plan           POST   no     no     assigned same       same    no   no          no         no
cbr:plan_sheet     GET    no     no     assigned same       same    no   no          no         no
cbr:visit          GET    no     no     assigned same       same    no   no          no         no
cbr:visit          POST   no     no     assigned same       same    no   no          no         no
cbr:plan_visit     POST   no     no     assigned same       same    no   no          no         no
cbr:check_in       POST   no     no     assigned same       same    no   no          no         no
cbr:ledger         GET    no     no     assigned same       same    no   no          no         no
cbr:ledger         POST   no     no     assigned same       same    no   no          no         no
cbr:mapping        GET    no     no     assigned same       same    no   no          no         no
cbr:ecomap         GET    no     no     assigned same       same    no   no          no         no
cbr:mapping_close  GET    no     no     assigned same       same    no   no          no         no
cbr:mapping_close  POST   no     no     assigned same       same    no   no          no         no
cbr:groups         GET    no     same   same     same       same    no   network     no         no
cbr:groups_over    GET    no     no     no     same       same    same network     no         no
cbr:group_new      GET    no     no     same     same       same    no   no          no         no
cbr:group_new      POST   no     no     same     same       same    no   no          no         no
cbr:group          GET    no     same   same     same       same    no   network     no         no
cbr:group_begin    GET    no     same   same     same       same    no   no          no         no
cbr:group_begin    POST   no     same   same     same       same    no   no          no         no
cbr:group_names    GET    no     no     same     same       same    no   no          no         no
cbr:group_names    POST   no     no     same     same       same    no   no          no         no
cbr:group_by_name  GET    no     no     same     same       same    no   no          no         no
cbr:group_by_name  POST   no     no     same     same       same    no   no          no         no
cbr:group_thread   GET    no     same   same     same       same    no   network     no         no
cbr:group_thread   POST   no     same   same     same       same    no   no          no         no
cbr:assessment     GET    no     no     assigned same       same    no   no          no         no
cbr:assessment     POST   no     no     assigned same       same    no   no          no         no
cbr:risk           GET    no     no     assigned same       same    no   no          no         no
cbr:risk           POST   no     no     assigned same       same    no   no          no         no
cbr:now            GET    no     no     assigned same       same    no   no          no         no
cbr:screen         GET    no     no     assigned same       same    no   no          no         no
cbr:screen         POST   no     no     assigned same       same    no   no          no         no
cbr:closing        GET    no     no     assigned same       same    no   no          no         no
cbr:closing        POST   no     no     assigned same       same    no   no          no         no
cbr:seen           POST   no     no     assigned same       same    no   no          no         no
cbr:house          GET    no     no     no       same       same    no   no          no         no
cbr:house          POST   no     no     no       same       same    no   no          no         no
""")
