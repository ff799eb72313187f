"""Relations between tables keep to the layers, the databases and the walls between rooms.

An import linter does not see `ForeignKey("vault.Identity")`, because it is only a text; here the finished models are
walked instead. The layers are those of the import contract, so that there is one truth.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from pakhi.site.databases import Router

ROOT = Path(__file__).resolve().parent.parent
WALLS = {("voice", "vault"), ("accountability", "vault"), ("reports", "vault"), ("accountability", "voice")}
ROUTER = Router()


@dataclass(frozen=True)
class Edge:
    """A relation from a table to a table: its rooms (empty for a library's), and its databases."""

    name: str
    room: str
    other: str
    home: str
    other_home: str


def layers() -> dict[str, int]:
    """Room -> height, the lowest 0; siblings have the same height."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {room: height for height, row in enumerate(reversed(rows)) for room in re.findall(r"\w+", row)}


def room_of(model: type[Model]) -> str:
    """The room that a model stands in; empty for a library's."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "pakhi" else ""


def edges() -> Iterator[Edge]:
    """Every relation of every model that is installed, many-to-many tables included."""
    for model in apps.get_models(include_auto_created=True):
        for entry in model._meta.get_fields():
            other = entry.related_model
            if other is not None and entry.concrete:
                home, other_home = ROUTER.db_for_read(model), ROUTER.db_for_read(other)
                yield Edge(f"{model._meta.label}.{entry.name}", room_of(model), room_of(other), home, other_home)


def fault(edge: Edge) -> str:
    """What is wrong with a relation, as a sentence; empty if nothing is."""
    height = layers()
    if edge.home != edge.other_home:
        return f"{edge.name} leaves its database ({edge.home} to {edge.other_home})"
    if not edge.other or edge.room == edge.other:
        return ""
    if not edge.room:  # a library knows accounts and nothing else of ours
        return "" if edge.other == settings.AUTH_USER_MODEL.split(".")[0] else f"{edge.name} reaches into {edge.other}"
    if (edge.room, edge.other) in WALLS or (edge.other, edge.room) in WALLS:
        return f"{edge.name} goes through the wall between {edge.room} and {edge.other}"
    return "" if height[edge.room] > height[edge.other] else f"{edge.name} goes up, from {edge.room} to {edge.other}"


def test_no_relation_of_the_product_is_wrong() -> None:
    assert [wrong for edge in edges() if (wrong := fault(edge))] == []


def test_there_are_relations_to_look_at() -> None:
    assert {("voice", "network"), ("network", "network")} <= {(edge.room, edge.other) for edge in edges()}


@pytest.mark.parametrize(
    ("edge", "sentence"),
    [
        (Edge("network.Office.survivor", "network", "cbr", "default", "default"), "goes up, from network to cbr"),
        (Edge("voice.Stack.person", "voice", "vault", "default", "default"), "the wall between voice and vault"),
        (Edge("vault.Identity.stack", "vault", "voice", "default", "default"), "the wall between vault and voice"),
        (Edge("vault.Identity.place", "vault", "network", "vault", "default"), "leaves its database"),
        (Edge("ballots.Ballot.account", "voice", "network", "ballots", "default"), "leaves its database"),
        (Edge("axes.AccessAttempt.stack", "", "voice", "default", "default"), "reaches into voice"),
        (Edge("legal.Case.claim", "legal", "entitlements", "default", "default"), "goes up, from legal"),
    ],
)
def test_a_wrong_relation_is_found(edge: Edge, sentence: str) -> None:
    assert sentence in fault(edge)


def test_nothing_in_the_ballots_database_points_anywhere() -> None:
    """No relation at all: a ballot, a card and a counted row are linked to nothing and to nobody."""
    assert [edge for edge in edges() if edge.home == "ballots" and edge.room == "voice"] == []


def test_every_room_that_holds_tables_has_a_layer() -> None:
    known = layers()
    assert [model._meta.label for model in apps.get_models() if (room := room_of(model)) and room not in known] == []
