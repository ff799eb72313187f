"""The staff pages of counting: a key is made by two, two count and watch, a sitting says what became of it."""

import re
import threading

import pytest
from django.urls import reverse

from pakhi.voice import count, keys
from pakhi.voice.models import CountingKey, KeyShare, Sitting
from tests.village import PASSPHRASE, Ballot

COUNTING = reverse("voice:counting")
NEW = "a basket of green mangoes"


def alert(response) -> str:
    found = re.search(r'role="alert".*?</div>', response.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]).replace("&#x27;", "'") if found else ""


def make_key(village, who="devi", **typed):
    filled = {
        "leader": "rina", "leader_passphrase": PASSPHRASE["rina"], "leader_again": PASSPHRASE["rina"],
        "coordinator_passphrase": PASSPHRASE["devi"], "coordinator_again": PASSPHRASE["devi"], **typed,
    }  # fmt: skip
    return village.client(who).post(reverse("voice:key"), filled)


def count_now(village, who="rina", **typed):
    filled = {
        "leader": "rina", "leader_passphrase": PASSPHRASE["rina"], "coordinator": "devi",
        "coordinator_passphrase": PASSPHRASE["devi"], **typed,
    }  # fmt: skip
    return village.client(who).post(COUNTING, filled)


# The key


def test_before_there_is_a_key_the_coordinator_can_make_one(village):
    assert "Make the counting key" in village.client("devi").get(COUNTING).content.decode()
    page = village.client("rina").get(COUNTING).content.decode()
    assert "No counting key yet" in page
    assert "leader_again" not in page


def test_a_leader_and_the_coordinator_make_the_key(village):
    assert make_key(village).status_code == 302
    assert keys.open_key(CountingKey.objects.get(room=village.network), *village.counters())


WRONG_KEY = {
    "not the same twice": ({"leader_again": "something else"}, "The two passphrases are not the same."),
    "not the same twice, hers": ({"coordinator_again": ""}, "The two passphrases are not the same."),
    "too short": ({"leader_passphrase": "short", "leader_again": "short"}, "at least 12 characters"),
    "too short, hers": ({"coordinator_passphrase": "short", "coordinator_again": "short"}, "at least 12 characters"),
    "nobody": ({"leader": ""}, "Please choose a survivor leader from the list."),
    "a worker": ({"leader": "mou"}, "Please choose a survivor leader from the list."),
    "herself": ({"leader": "devi"}, "Please choose a survivor leader from the list."),
    "a nul": ({"leader": "\x00"}, "Please choose a survivor leader from the list."),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG_KEY.values(), ids=WRONG_KEY)
def test_what_is_not_right_makes_no_key(village, typed, sentence):
    response = make_key(village, **typed)
    assert response.status_code == 400
    assert sentence in alert(response)
    assert not CountingKey.objects.exists()


def test_a_key_is_made_once(village):
    box = village.key().box
    response = make_key(village, leader_passphrase=NEW, leader_again=NEW)
    assert "There is a counting key already." in alert(response)
    assert CountingKey.objects.get().box == box


@pytest.mark.parametrize("who", ["rina", "mina", "mou", "kabir"])
def test_only_the_coordinator_makes_a_key(village, who):
    assert make_key(village, who).status_code == 404


def change(village, who="rina", **typed):
    filled = {"old": PASSPHRASE.get(who, ""), "new": NEW, "again": NEW, "newcomer": "", **typed}
    return village.client(who).post(reverse("voice:passphrase"), filled)


def test_somebody_changes_her_passphrase(village):
    village.key()
    assert change(village).status_code == 302
    assert count_now(village, leader_passphrase=PASSPHRASE["rina"]).status_code == 400


WRONG_CHANGE = {
    "a wrong old one": ({"old": "something else"}, "The counting passphrase of Rina is not right."),
    "not the same twice": ({"again": "something else"}, "The two passphrases are not the same."),
    "too short": ({"new": "short", "again": "short"}, "at least 12 characters"),
    "a stranger": ({"newcomer": "kabir"}, "Please choose somebody from the list."),
    "the other side": ({"newcomer": "devi"}, "Please choose somebody from the list."),
    "a nul": ({"newcomer": "\x00"}, "Please choose somebody from the list."),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG_CHANGE.values(), ids=WRONG_CHANGE)
def test_what_is_not_right_changes_no_passphrase(village, typed, sentence):
    key = village.key()
    response = change(village, **typed)
    assert response.status_code == 400
    assert sentence in alert(response)
    assert keys.open_key(key, *village.counters())
    assert KeyShare.objects.count() == 3


def test_a_second_leader_gets_the_same_share(village):
    key = village.key()
    assert change(village, newcomer="asha").status_code == 302
    assert keys.open_key(key, (village.asha, NEW), village.counters()[1])


# Counting


@pytest.fixture
def due(village):
    """Six ballots of the last quarter."""
    village.key()
    for number in village.cards(3):
        village.tell(number, "hari", face=4)
        village.tell(number, "gopal", face=1)
    village.age()


def test_the_page_says_what_waits(village, due):
    for who in ("rina", "devi"):
        page = village.client(who).get(COUNTING).content.decode()
        assert "Ready to count" in page
        assert re.search(r'class="num">\s*6\s*<', page)


WRONG_COUNT = {
    "the leader's passphrase": ({"leader_passphrase": "wrong"}, "The counting passphrase of Rina is not right."),
    "the coordinator's passphrase": ({"coordinator_passphrase": ""}, "The counting passphrase of Devi is not right."),
    "nobody": ({"leader": ""}, "Please choose who counts: a survivor leader and a coordinator."),
    "a worker": ({"leader": "mou"}, "Please choose who counts: a survivor leader and a coordinator."),
    "the same": ({"coordinator": "rina"}, "Please choose who counts: a survivor leader and a coordinator."),
    "a nul": ({"leader": "rina\x00x"}, "Please choose who counts: a survivor leader and a coordinator."),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG_COUNT.values(), ids=WRONG_COUNT)
def test_what_is_not_right_counts_nothing(village, due, typed, sentence):
    response = count_now(village, **typed)
    assert response.status_code == 400
    assert sentence in alert(response)
    assert "Nothing was changed" in alert(response)
    assert PASSPHRASE["rina"] not in response.content.decode()
    assert not Sitting.objects.exists()
    assert Ballot.objects.count() == 6


def test_pressing_twice_counts_once(village, due):
    count.begin(village.network, village.rina, village.devi)
    response = count_now(village)
    assert response.status_code == 400
    assert "Counting is under way. Please wait until it is done." in alert(response)


def threads_of_sittings() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("sitting-")]


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
@pytest.mark.parametrize("who", ["rina", "devi"])
def test_two_people_count_and_see_what_was_counted(village, due, who):
    response = count_now(village, who)
    sitting = Sitting.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("voice:sitting", args=[sitting.pk]))
    for thread in threads_of_sittings():
        thread.join(60)
    page = village.client(who).get(response["Location"]).content.decode()
    assert "6 ballots counted" in page
    assert "Open the report" in page
    assert not Ballot.objects.exists()
    assert "No ballot waits." in village.client(who).get(COUNTING).content.decode()


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_early_counting_is_no_choice_outside_of_a_demonstration(village, due):
    assert 'name="early"' not in village.client("rina").get(COUNTING).content.decode()
    number = village.cards()[0]
    village.tell(number, "police")
    count_now(village, early="yes")
    for thread in threads_of_sittings():
        thread.join(60)
    assert Sitting.objects.get().counted == 6
    assert Ballot.objects.count() == 1


def sitting_page(village, sitting, who="rina"):
    return village.client(who).get(reverse("voice:sitting", args=[sitting.pk]))


def test_a_running_sitting_shows_its_progress(village):
    village.key()
    sitting = count.begin(village.network, village.rina, village.devi)
    Sitting.objects.update(step="estimate", done=0, total=1)
    page = sitting_page(village, sitting).content.decode()
    assert "Working out the figures" in page
    assert 'value="25"' in page


def test_a_sitting_that_was_killed_says_so(village):
    village.key()
    sitting = count.begin(village.network, village.rina, village.devi)
    Sitting.objects.update(process=f"{sitting.process.split(':')[0]}:999999999")
    page = sitting_page(village, sitting).content.decode()
    assert "The counting stopped" in page
    assert "Nothing was lost, and nothing is counted twice" in page


def test_a_sitting_says_what_was_not_counted(village, due):
    Ballot.objects.filter(pk=Ballot.objects.first().pk).update(sealed=b"broken")
    sitting = village.count()
    page = sitting_page(village, sitting, "devi").content.decode()
    assert "5 ballots counted" in page
    assert "1: could not be read" in page


@pytest.mark.parametrize("who", ["mou", "mina", "ravi", "noor", "kabir"])
def test_others_see_no_sitting_and_no_counting(village, due, who):
    sitting = village.count(figures=False)
    assert sitting_page(village, sitting, who).status_code == 404
    assert village.client(who).get(COUNTING).status_code == 404
    assert count_now(village, who).status_code == 404


def test_a_sitting_that_is_none(village):
    assert village.client("rina").get(reverse("voice:sitting", args=[999])).status_code == 404
    assert village.client("rina").get(reverse("voice:sitting", args=[10**30])).status_code == 404


# Own words

WORDS = reverse("voice:words")


@pytest.fixture
def words(village):
    """One survivor wrote something, and it was counted."""
    village.key()
    village.tell(village.cards()[0], "bdo", words="They gave me <b>water</b>.")
    village.age()
    village.count(figures=False)


def test_a_leader_reads_words_with_her_passphrase_for_one_look(village, words):
    client = village.client("rina")
    assert "water" not in client.get(WORDS).content.decode()
    page = client.post(WORDS, {"passphrase": PASSPHRASE["rina"]}).content.decode()
    assert "They gave me &lt;b&gt;water&lt;/b&gt;." in page
    assert "water" not in client.get(WORDS).content.decode()


@pytest.mark.parametrize("typed", ["", "wrong", PASSPHRASE["devi"], "\x00"])
def test_a_wrong_passphrase_opens_no_words(village, words, typed):
    response = village.client("rina").post(WORDS, {"passphrase": typed})
    assert response.status_code == 400
    assert "The counting passphrase of Rina is not right." in alert(response)
    assert "water" not in response.content.decode()


def test_a_leader_without_a_share_opens_no_words(village, words):
    response = village.client("asha").post(WORDS, {"passphrase": PASSPHRASE["rina"]})
    assert response.status_code == 400


def test_without_a_key_there_are_no_words(village):
    response = village.client("rina").post(WORDS, {"passphrase": PASSPHRASE["rina"]})
    assert response.status_code == 400
    assert "There is no counting key yet." in alert(response)


@pytest.mark.parametrize("who", ["devi", "mou", "ravi", "noor", "finn"])
def test_others_do_not_open_the_page_of_words(village, words, who):
    assert village.client(who).get(WORDS).status_code == 404
    assert village.client(who).post(WORDS, {"passphrase": PASSPHRASE["devi"]}).status_code == 404
