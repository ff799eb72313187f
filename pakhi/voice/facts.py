"""The nameless rows that the voice room offers to reports. They are made at counting; no ballot is in them.

Every table carries `room`, the code of the network (or stand-alone organisation) in which the voices were counted,
and `counted`, the last quarter that the counting took in.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pakhi.voice.models import Result

F, N, S = pa.float64(), pa.int64(), pa.string()

COUNT = pa.schema(  # one row a room and quarter
    [("room", S), ("counted", S), ("quarter", S), ("ballots", N), ("raters", N),
     ("phone", N), ("kiosk", N), ("paper", N), ("peer", N), ("worker", N), ("helpline", N),
     ("keypad", N),
     ("refused", N), ("printed", N), ("activated", N), ("void", N), ("used", N)]
)  # fmt: skip
ESTIMATE = pa.schema(  # the model's view, for the inside circle; period "" is now; n: ballots; kind: counts only
    [("room", S), ("counted", S), ("level", S),  # holder | office | group (kind × district) | kind
     ("ratee", S), ("period", S), ("kind", S), ("district", S), ("organisation", S),
     ("n", N), ("raters", N), ("estimate", F), ("low", F), ("high", F),
     ("rank", N), ("rank_low", N), ("rank_high", N), ("peers", N), ("reliability", F),
     ("top", F), ("bottom", F), ("improved", F), ("change", F), ("change_low", F), ("change_high", F),
     ("assisted", F), ("component", N),
     ("plain", F), ("spread", F), ("scored", N), ("rest", N)]  # see estimate.said and estimate.pooled
)  # fmt: skip
ITEM = pa.schema(  # the eight questions; counts of the four faces
    [("room", S), ("counted", S), ("ratee", S), ("item", S), ("n", N), ("raters", N),
     ("face1", N), ("face2", N), ("face3", N), ("face4", N), ("estimate", F), ("low", F), ("high", F), ("top", F)]
)  # fmt: skip
YESNO = pa.schema(  # (a) money, (b) turned away, (c) told others or threatened, (d) go again
    [("room", S), ("counted", S), ("ratee", S), ("question", S), ("n", N), ("raters", N), ("yes", N),
     ("rate", F), ("low", F), ("high", F)]
)  # fmt: skip
THEME = pa.schema([("room", S), ("counted", S), ("ratee", S), ("theme", S), ("raters", N)])
BATCH = pa.schema(  # one closed quarter alone, never the history: what outside circles may be made from
    [("room", S), ("quarter", S), ("ratee", S), ("raters", N), ("ballots", N), ("score", F)]  # score 0-100
)
FLAG = pa.schema(  # numbers: JSON of what made the flag
    [("room", S), ("counted", S), ("ratee", S), ("flag", S), ("item", S), ("numbers", S), ("wrong", F)]
)
SCHEMAS = {
    "voice_count": COUNT, "voice_estimate": ESTIMATE, "voice_item": ITEM, "voice_yesno": YESNO,
    "voice_theme": THEME, "voice_batch": BATCH, "voice_flag": FLAG,
}  # fmt: skip

LATER: dict[str, dict[str, Any]] = {  # columns that countings before them did not write, as they were
    "voice_count": {"paper": 0, "helpline": 0, "keypad": 0},
    "voice_estimate": dict.fromkeys(("plain", "spread", "scored", "rest")),
}


def rows() -> dict[str, list[dict[str, Any]]]:
    """The newest rows of every table, of all rooms together."""
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    newest: dict[int, int] = {}
    for room, number in Result.objects.order_by("number").values_list("room", "number"):
        newest[room] = number
    for room, number in newest.items():
        for result in Result.objects.filter(room=room, number=number, table__in=SCHEMAS):
            out[result.table] += [LATER.get(result.table, {}) | row for row in result.rows]
    return out
