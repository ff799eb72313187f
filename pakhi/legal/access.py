"""Who may open the pages of police and court."""

from __future__ import annotations

from pakhi.legal import joint
from pakhi.legal.models import JointFile
from pakhi.network.access import table
from pakhi.network.models import Organisation


def other_side(code: str) -> Organisation | None:
    """Whose a shared case is by its own code: the other organisation's. Her home has it on the page of her case."""
    found = JointFile.objects.filter(code=code).select_related("away").first()
    return found.away if found else None


OWNERS = {"joint": other_side}
ASSIGNED = {"joint": joint.works_on}

ROWS = table("""
page               method anyone leader worker   supervisor manager mis  coordinator researcher funder
legal:court        GET    no     no     assigned same       same    no   no          no         no
legal:court        POST   no     no     assigned same       same    no   no          no         no
legal:add          GET    no     no     assigned same       same    no   no          no         no
legal:add          POST   no     no     assigned same       same    no   no          no         no
legal:step         GET    no     no     assigned same       same    no   no          no         no
legal:step         POST   no     no     assigned same       same    no   no          no         no
legal:hearings     GET    no     no     same     same       same    no   no          no         no
legal:judgments    GET    no     no     same     same       same    no   no          no         no
legal:petitions    GET    no     no     no       same       same    no   no          no         no
legal:petitions    POST   no     no     no       same       same    no   no          no         no
legal:offer        GET    no     no     assigned same       same    no   no          no         no
legal:offer        POST   no     no     assigned same       same    no   no          no         no
legal:shared_home  GET    no     no     assigned same       same    no   no          no         no
legal:shared_home  POST   no     no     assigned same       same    no   no          no         no
legal:shared       GET    no     no     same     same       same    no   no          no         no
legal:joint        GET    no     no     assigned same       same    no   no          no         no
legal:joint        POST   no     no     assigned same       same    no   no          no         no
legal:joint_answer POST   no     no     no       same       same    no   no          no         no
legal:joint_open   POST   no     no     assigned same       same    no   no          no         no
""")
