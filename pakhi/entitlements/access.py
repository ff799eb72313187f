"""Who may open the pages about rights, claims and letters."""

from __future__ import annotations

from pakhi.network.access import table

ROWS = table("""
page               method anyone leader worker   supervisor manager mis  coordinator researcher funder
entitlements:asks           GET  no no assigned same same no no no   no
entitlements:asks           POST no no assigned same same no no no   no
entitlements:want           POST no no assigned same same no no no   no
entitlements:claim          GET  no no assigned same same no no no   no
entitlements:claim          POST no no assigned same same no no no   no
entitlements:paper          POST no no assigned same same no no no   no
entitlements:catalogue      GET  no no same     same same same same same no
entitlements:series         GET  no no same     same same same same same no
entitlements:gaps           GET  no no no       same same no no no   no
entitlements:schemes        GET  no no no       same same no no no   no
entitlements:schemes        POST no no no       same same no no no   no
entitlements:together       GET  no no same     same same no no no   no
entitlements:together       POST no no same     same same no no no   no
entitlements:letters        GET  no no assigned same same no no no   no
entitlements:letters        POST no no assigned same same no no no   no
entitlements:letters_alone  GET  no no same     same same no no same no
entitlements:letters_alone  POST no no same     same same no no same no
""")
