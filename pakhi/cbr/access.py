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
""")
