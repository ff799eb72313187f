"""What a process of its own does in the proof with JavaRosa: `python -m tests.prove.collect_room VERB …`, DATA set."""

from __future__ import annotations

import os
import sys
import uuid

import django

from tests.prove.field_room import prepare as before
from tests.prove.vault_room import say

EVERYTHING = """
| survey |
| | type | name | label | relevant | parameters |
| | start | start | | | |
| | end | end | | | |
| | today | today | | | |
| | deviceid | deviceid | | | |
| | username | username | | | |
| | text | said | Said? | | |
| | integer | whole | How many? | | |
| | decimal | part | How much? | | |
| | range | range | From one to five? | | start=1 end=5 step=1 |
| | date | day | Which day? | | |
| | datetime | moment | When? | | |
| | time | hour | At which hour? | | |
| | geopoint | place | Where? | | |
| | select_one yes_no | one | One? | | |
| | select_multiple yes_no | several | Several? | | |
| | rank yes_no | order | In which order? | | |
| | acknowledge | seen_it | Seen? | | |
| | barcode | code | Code? | | |
| | image | picture | Picture? | | |
| | audio | sound | Sound? | | |
| | begin_repeat | again | Again | | |
| | integer | inside | Inside? | | |
| | end_repeat | | | | |
| | begin_group | hidden | Never | ${whole} = 999 | |
| | integer | never | Never? | | |
| | end_group | | | | |
| | select_one yes_no or_other | other | Another? | | |
| choices |
| | list_name | name | label |
| | yes_no | yes | Yes |
| | yes_no | no | No |
| settings |
| | form_title | form_id | version |
| | Everything | everything | 1 |
"""
VOICED = "2999010101"  # the version into which voices are put


def prepare() -> None:
    """What the proofs about phones have, a form that writes a list, somebody whom Mou is there for, a collective."""
    from pakhi.cbr import collectives
    from pakhi.field import clear, publish
    from pakhi.field.tests.test_openrosa_entities import WELLS
    from pakhi.network.models import Account, Organisation, Place
    from pakhi.vault import assign, identity, scope

    before()
    one = Organisation.objects.get()
    salma, mou = Account.objects.get(username="salma"), Account.objects.get(username="mou")
    clear.decide(one, salma, True)
    with scope.bound(one.code):
        her = identity.register(
            one, {"names": {"names": [{"text": "Nobody", "script": "latn", "kind": "usual"}]}}, salma
        )
        assign.assign(her, mou, salma)
        collectives.start(one, {"label": "Neem group", "kind": "collective", "savings": "yes"}, mou)
        for content, name in ((WELLS, "wells.md"), (EVERYTHING, "everything.md")):
            publish.go_live(publish.upload(content.encode(), name, one, None))
    state = Place.objects.create(kind="state", code="19")
    above = Place.objects.create(kind="district", code="303", parent=state)
    above = Place.objects.create(kind="block", code="2747", parent=above)
    Place.objects.create(kind="village", code="v1", parent=above)
    say({"person": her.code})


def voices() -> None:
    """Every text of the product's forms gets an approved voice, and each form a version that speaks."""
    from pakhi.field import publish, spoken
    from pakhi.field.models import PromptVoice, Version
    from pakhi.network.models import Account, Organisation
    from pakhi.network.prompts import mark

    one, salma = Organisation.objects.get(), Account.objects.get(username="salma")
    for version in list(Version.objects.filter(form__organisation=None, state=Version.State.LIVE)):
        for asked in spoken.texts(bytes(version.xform)):
            PromptVoice.objects.create(
                source=spoken.source_of(version.form), key=asked.key, language=asked.language, text=asked.text,
                mark=mark(asked.text), content=uuid.uuid4().bytes, type="audio/mpeg", seconds=1, state="approved",
                recorded_by=salma, recorded_as="supervisor", recorded_in=one,
            )  # fmt: skip
        source = bytes(version.source).decode().replace(version.version, VOICED)
        publish.go_live(publish.upload(source.encode(), f"{version.form.form_id}.md", None, None))
    say({"versions": Version.objects.filter(version=VOICED).count()})


def look() -> None:
    """Each record with its state and why it waits."""
    from pakhi.field.models import Answer, Arrival, Entity

    rows = {one.instance: [one.form_id, one.state, one.why, one.what] for one in Arrival.objects.all()}
    coded = [[one.arrival.instance, one.question, one.place, one.value] for one in Answer.objects.order_by("pk")]
    entities = [[one.key, one.number, one.label, one.values, one.conflict] for one in Entity.objects.all()]
    say({"records": rows, "entities": entities, "coded": coded})


VERBS = {"prepare": prepare, "voices": voices, "look": look}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhi.site.settings")
    django.setup()
    VERBS[sys.argv[1]](*sys.argv[2:])
