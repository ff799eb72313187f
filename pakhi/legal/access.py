"""Who may open the pages of police and court."""

from __future__ import annotations

from pakhi.network.access import table

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
""")
