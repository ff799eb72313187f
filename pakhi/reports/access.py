"""Who may open the reports. What each then sees in them is in sight.py.

Leaders, MIS staff and the coordinator see all of their room; supervisors, workers and managers see public offices,
managers their own team pooled besides. `export` opens to all of these: it asks the row of the report it writes.
"""

from pakhi.network.access import Owner, table

ROWS = table(
    """
    page              method anyone leader worker supervisor manager mis  coordinator researcher funder
    reports:overview  GET    no     same   same   same       same    same network     no         no
    reports:offices   GET    no     same   same   same       same    same network     no         no
    reports:office    GET    no     same   same   same       same    same network     no         no
    reports:flags     GET    no     same   no     no         no      same network     no         no
    reports:team      GET    no     same   no     no         same    no   network     no         no
    reports:export    GET    no     same   same   same       same    same network     no         no
    """
)
OWNERS: dict[str, Owner] = {}
