"""Who may open the pages of police and court."""

from __future__ import annotations

from pakhi.network.access import table

ROWS = table("""
page               method anyone leader worker   supervisor manager mis  coordinator researcher funder
""")
