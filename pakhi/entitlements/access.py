"""Who may open the pages about rights, claims and letters."""

from __future__ import annotations

from pakhi.network.access import table

ROWS = table("""
page               method anyone leader worker   supervisor manager mis  coordinator researcher funder
entitlements:letters        GET  no no assigned same same no no no   no
entitlements:letters        POST no no assigned same same no no no   no
entitlements:letters_alone  GET  no no same     same same no no same no
entitlements:letters_alone  POST no no same     same same no no same no
""")
