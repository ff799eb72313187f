"""Access rows of the network room's own pages; it has none yet."""

from pakhi.network.access import Row

ROWS: list[Row] = []
