"""What a form says about entity lists: which it uses, and which it writes, with which of its questions.

A list lies in clear on phones. So its properties are choices, numbers and days; a form that would put a text into one
is not taken, with row and column, however it tries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from django.db.models import Q
from django.utils.translation import gettext as _

from pakhi.field.models import Version
from pakhi.field.outline import PRELOAD, SAVETO, Node, Outline, attribute
from pakhi.field.records import local
from pakhi.field.spot import placed
from pakhi.field.xlsform import Converted, NotAForm
from pakhi.network.models import Organisation

PEOPLE = "people"  # a built-in list: who is assigned to the phone's worker, by code
GROUPS = "groups"  # another: the organisation's collectives, by the labels that they chose
DISTRICTS = "all_districts"  # the third: every district of the directory, with the code of its state (`above`)
BUILT_IN = (PEOPLE, GROUPS, DISTRICTS)
CODED = {"one", "many", "rank", "integer", "decimal", "date", "tick"}
LOOKED_UP = re.compile(r"instance\(\s*'[^']*'\s*\)(?:/\w+)*(?:\[[^\]]*\])?(?:/\w+)*")
LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
AROUND = re.compile(r"/\s*[/*]|(?<![\w./])\.\.(?!\s*/)")  # ways around the names of questions
NAMED = re.compile(r"/\s*(?:\w+:)?([\w.\-]+)(?![\w.\-]|\s*/)")  # the last step of a path


@dataclass(frozen=True)
class Property:
    """A property of a list and the question it comes from. `person`: it is the code of somebody of `people`."""

    name: str
    path: tuple[str, ...]
    kind: str
    person: bool = False
    allowed: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()  # what its choices are called, in every language


@dataclass(frozen=True)
class Declaration:
    """That a form writes a list; `path`: the group or repeat that is one entry, empty for the whole form."""

    dataset: str
    path: tuple[str, ...]
    properties: tuple[Property, ...]
    label: str = ""


@dataclass(frozen=True)
class Declared:
    """All that a form says about lists. `uses`: file names without their end."""

    uses: tuple[str, ...] = ()
    writes: tuple[Declaration, ...] = ()


def declared(outline: Outline) -> Declared:
    """Read it from an XForm."""
    places = dict(entities(outline))
    saved: dict[tuple[str, ...], list[Property]] = {path: [] for path in places}
    kinds = {one.path: one for one in outline.questions()}
    for path, bind in outline.binds.items():
        name = attribute(bind, SAVETO)
        home = max((place for place in places if path[: len(place)] == place), key=len, default=None)
        if name and home is not None:
            saved[home].append(property_of(name, path, kinds.get(path), attribute(bind, PRELOAD + "Params")))
    writes = tuple(Declaration(name, path, tuple(saved[path]), label(outline, path)) for path, name in places.items())
    return Declared(tuple(one.removesuffix(".csv") for one in outline.lists if one.endswith(".csv")), writes)


def entities(outline: Outline) -> Iterator[tuple[tuple[str, ...], str]]:
    """(path of the container, name of the list) of each entity that the form writes."""

    def below(element: Element, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        for child in element:
            if local(child) == "entity" and child.get("dataset"):
                yield path[:-1], child.get("dataset", "")
            yield from below(child, (*path, local(child)))

    seen = set()
    for path, name in below(outline.root, ()):
        if path not in seen:  # a repeat stands twice: as it is, and as its template
            seen.add(path)
            yield path, name


def property_of(name: str, path: tuple[str, ...], node: Node | None, preload: str) -> Property:
    kind = coded(node) if node else "date" if preload == "today" else "calculation"
    choices = node.choices if node else ()
    allowed = frozenset(choice.value for choice in choices)
    called = frozenset(text for choice in choices for text in choice.text.words.values())
    return Property(name, path, kind, node is not None and node.source == f"{PEOPLE}.csv", allowed, called)


def coded(node: Node) -> str:
    """The kind of a question; one that offers the answers to another is as good as a text."""
    return "text" if node.repeats_text else node.kind


def label(outline: Outline, path: tuple[str, ...]) -> str:
    """How the label of an entry is calculated."""
    bind = outline.binds.get((*path, "meta", "entity", "label"))
    return bind.get("calculate", "") if bind is not None else ""


@lru_cache(maxsize=512)
def of_version(number: int, md5: str) -> Declared:
    """What a version says, read once; `md5` is that of its bytes."""
    xform = bytes(Version.objects.values_list("xform", flat=True).get(pk=number))
    if b"jr://file-csv/" not in xform and b"entities" not in xform:
        return Declared()
    return declared(Outline(xform))


def of(version: Version) -> Declared:
    return of_version(version.pk, version.md5)


def lists(organisation: Organisation) -> dict[str, list[Property]]:
    """The lists that an organisation's forms, and the product's, write: name -> properties, each once."""
    mine = Q(form__organisation=organisation) | Q(form__organisation=None)
    given = Version.objects.filter(mine).exclude(state=Version.State.DRAFT).order_by("pk")
    out = dict[str, list[Property]]()
    for number, md5 in given.values_list("pk", "md5"):
        for one in of_version(number, md5).writes:
            known = out.setdefault(one.dataset, [])
            names = {each.name for each in known}
            known += [each for each in one.properties if each.name not in names]
    return out


def check(made: Converted) -> None:
    """Whether a form may write what it says into lists. Raises NotAForm with row and column."""
    if b"entities" not in made.xform:
        return
    outline = Outline(made.xform)
    for one in declared(outline).writes:
        if one.dataset.casefold() in BUILT_IN:
            ours = {
                PEOPLE: _(
                    "“people” is the list of those assigned to a worker. A form can choose from it, not write it."
                ),
                GROUPS: _("“groups” is the list of your collectives. A form can choose from it, not write it."),
                DISTRICTS: _("“all_districts” is the directory's list. A form can choose from it, not write it."),
            }
            where = placed("entities", made.rows.get(("entities", one.dataset)), "list_name")
            raise NotAForm(where + ours[one.dataset.casefold()])
        for each in one.properties:
            if each.kind not in CODED:
                row = made.rows.get(("survey", each.path[-1]))
                raise NotAForm(placed("survey", row, "save_to") + not_coded() % {"name": each.path[-1]})
        open_text = next(texts_in(outline, one.label), "")
        if open_text:
            row = made.rows.get(("entities", one.dataset))
            raise NotAForm(placed("entities", row, "label") + not_coded() % {"name": open_text})


def not_coded() -> str:
    return _(
        "“%(name)s” is neither a choice nor a number nor a day. Lists lie in clear on phones, so a text, which may "
        "hold a name, cannot be in one."
    )


def texts_in(outline: Outline, expression: str, seen: frozenset[tuple[str, ...]] = frozenset()) -> Iterator[str]:
    """What an expression reads that is no code, also through calculations. Lists themselves are coded.

    A name is as good as everything in the form that has it: groups may have questions of the same name.
    """
    kinds, places = {one.path: coded(one) for one in outline.questions()}, set(paths(outline.root))
    bare = LITERAL.sub("''", LOOKED_UP.sub("''", expression))
    if "::" in bare or AROUND.search(bare):
        yield bare.strip()
    for name in NAMED.findall(bare):
        if all(path[-1] != name for path in places):
            yield name
        for path in sorted(path for path in places if path[-1] == name and path not in seen):
            bind, kind = outline.binds.get(path), kinds.get(path)
            how = bind.get("calculate", "") if bind is not None else ""
            if kind not in CODED and (kind or not how) and path != ("meta", "instanceID"):
                yield name
            yield from texts_in(outline, how, seen | {path})


def paths(parent: Element, inside: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of everything that a record of the form has: groups, questions, calculations."""
    for child in parent:
        yield (*inside, local(child))
        yield from paths(child, (*inside, local(child)))
