"""Who may open the pages that compose several rooms."""

from pakhi.network.access import table

ROWS = table("""
page           method anyone leader worker supervisor manager mis  coordinator researcher funder
desk:home      GET    no     same   same   same       same    same network     same       same
desk:people    GET    no     same   same   same       same    same network     same       same
desk:invented  GET    any    any    any    any        any     any  any         any        any
desk:day       GET    no     no     same   same       same    no   no          no         no
desk:cases     GET    no     no     same   same       same    no   no          no         no
desk:cases     POST   no     no     same   same       same    no   no          no         no
desk:packet    GET    no     no     assigned same    same    no   no          no         no
desk:packet    POST   no     no     assigned same    same    no   no          no         no
desk:board     GET    no     no     no     same       same    no   no          no         no
desk:counts    GET    no     no     no     same       same    same no          no         no
desk:studio    GET    no     no     no     same       same    no   network     no         no
desk:prompt    GET    no     no     no     same       same    no   network     no         no
desk:prompt    POST   no     no     no     same       same    no   network     no         no
desk:voice     GET    no     no     no     same       same    no   network     no         no
""")
