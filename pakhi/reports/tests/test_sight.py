"""What the memberships of a person open, in the room where their organisation's voices are counted."""

from pakhi.network.models import Membership
from pakhi.reports.sight import Sight, sight
from tests.village import LONG_AGO


def of(village, name, page="reports:offices"):
    mine = Membership.objects.current().filter(account=village.accounts[name])
    return sight(mine, page)


def test_the_room_is_the_network_or_the_organisation_itself(village):
    network = village.organisations["network"].code
    assert of(village, "mou").rooms == of(village, "devi").rooms == [network]
    assert of(village, "kabir").rooms == [village.organisations["two"].code]


def test_researchers_and_funders_see_nothing(village):
    assert of(village, "noor") == of(village, "finn") == Sight()


def test_a_membership_that_may_not_open_the_page_opens_nothing(village):
    assert of(village, "mou", "reports:team") == of(village, "mou", "reports:flags") == Sight()
    assert of(village, "mina", "reports:team").views[0].desks == frozenset({village.organisations["one"].code})
    assert of(village, "ravi", "reports:team") == Sight()
    assert of(village, "devi", "reports:no-such-page") == Sight()


def test_the_leader_sees_workers_of_her_organisation_and_the_coordinator_all(village):
    (leader,), (coordinator,) = of(village, "asha").views, of(village, "devi").views
    assert leader.workers == frozenset({village.organisations["one"].code})
    assert coordinator.workers is None
    assert of(village, "ravi").views[0].workers == of(village, "mou").views[0].workers == frozenset()


def test_a_leader_who_also_works_there_does_not_see_how_it_is_rated(village):
    one = village.organisations["one"]
    Membership.objects.create(account=village.accounts["mou"], organisation=one, role="leader", valid_from=LONG_AGO)
    views = of(village, "mou").views
    assert len(views) == 2
    assert all(view.hidden == frozenset({one.code}) for view in views)
