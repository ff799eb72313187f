"""A mapping: several needs, threats, sources of stigma and strengths in one record, and readiness to speak."""

from __future__ import annotations

from pakhi.field.casework import Part, takes

takes(
    "mapping",
    Part("need", at="needs", words="need_words", same=("component", "element"),
         names={"need_family": "family", "need_office": "office_kind"}),
    Part("threat", at="threats", words="threat_words", same=("who", "what"),
         names={"threat_who": "who", "threat_what": "what"}),
    Part("stigma", at="stigmas", words="stigma_words", same=("source", "family", "office_kind"),
         names={"stigma_family": "family", "stigma_office": "office_kind"}),
    Part("strength", at="strengths", words="strength_words", same=("who", "family", "office_kind"),
         names={"strength_who": "who", "strength_family": "family", "strength_office": "office_kind"}),
    Part("readiness", at="readiness", words="ready_words", names={"ready": "state"}),
)  # fmt: skip
