"""Who may open the voice room's pages. The survivors' site is open to anybody: the card is the right to answer."""

from __future__ import annotations

from pakhi.network.access import table
from pakhi.network.models import Organisation
from pakhi.voice.models import Sitting, Stack


def owner_of_stack(code: str) -> Organisation | None:
    found = Stack.objects.select_related("organisation").filter(code=code).first()
    return found.organisation if found else None


def owner_of_sitting(number: str) -> Organisation | None:
    found = Sitting.objects.select_related("room").filter(pk=int(number)).first()
    return found.room if found else None


OWNERS = {"stack": owner_of_stack, "sitting": owner_of_sitting}

ROWS = table("""
page              method anyone leader worker supervisor manager mis  coordinator researcher funder
v:start           GET    any    any    any    any        any     any  any         any        any
v:go              GET    any    any    any    any        any     any  any         any        any
v:go              POST   any    any    any    any        any     any  any         any        any
v:pass            GET    any    any    any    any        any     any  any         any        any
v:void            GET    any    any    any    any        any     any  any         any        any
v:void            POST   any    any    any    any        any     any  any         any        any
v:sound           GET    any    any    any    any        any     any  any         any        any
v:tablet          GET    any    any    any    any        any     any  any         any        any
v:tablet_worker   GET    any    any    any    any        any     any  any         any        any
v:tablet_list     GET    any    any    any    any        any     any  any         any        any
v:tablet_take     POST   any    any    any    any        any     any  any         any        any
voice:stacks      GET    no     same   no     no         same    same network     no         no
voice:stacks      POST   no     same   no     no         same    no   network     no         no
voice:stack       GET    no     same   no     no         same    same network     no         no
voice:activate    POST   no     same   no     no         no      no   no          no         no
voice:void        POST   no     same   no     no         no      no   no          no         no
voice:rounds      GET    no     same   same   no         no      no   no          no         no
voice:rounds      POST   no     same   same   no         no      no   no          no         no
voice:paper       GET    no     same   no     no         no      no   no          no         no
voice:paper       POST   no     same   no     no         no      no   no          no         no
voice:tellers     GET    no     same   no     no         no      no   no          no         no
voice:tellers     POST   no     same   no     no         no      no   no          no         no
voice:counting    GET    no     same   no     no         no      no   network     no         no
voice:counting    POST   no     same   no     no         no      no   network     no         no
voice:key         POST   no     no     no     no         no      no   network     no         no
voice:passphrase  POST   no     same   no     no         no      no   network     no         no
voice:sitting     GET    no     network no    no         no      no   network     no         no
voice:words       GET    no     same   no     no         same    no   no          no         no
voice:words       POST   no     same   no     no         same    no   no          no         no
""")
