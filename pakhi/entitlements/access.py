"""Who may open the pages about rights, claims and letters."""

from __future__ import annotations

from pakhi.network.access import table

ROWS = table("""
page               method anyone leader worker   supervisor manager mis  coordinator researcher funder
""")
