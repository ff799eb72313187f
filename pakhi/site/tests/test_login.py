"""Signing in and out: lockout by account, the second factor, password rules, and nothing that tells who exists."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from pakhi.network.models import Membership, Organisation
from tests.village import LONG_AGO, PASSWORD, Village

LOGIN = "/desk/account/login/"
APP = "/desk/account/second/app/"
CODE = "/desk/account/second/ask/"
TRIES = 8


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def fail(name: str, times: int, **where: str) -> None:
    for _n in range(times):
        sign_in(Client(**where), name, "not the password")


def test_the_right_password_opens_the_first_page(village: Village) -> None:
    client = Client()
    assert sign_in(client, "mou")["Location"] == "/desk/"
    assert is_in(client)


def test_after_signing_in_one_lands_where_one_wanted_to_go(village: Village) -> None:
    client = Client()
    asked = client.get("/desk/rounds/", follow=True)
    assert asked.redirect_chain == [(f"{LOGIN}?next=/desk/rounds/", 302)]
    assert sign_in(client, "mou", next="/desk/rounds/")["Location"] == "/desk/rounds/"


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_nobody_is_led_away_after_signing_in(village: Village, away: str) -> None:
    assert sign_in(Client(), "mou", next=away)["Location"] == "/desk/"


@pytest.mark.parametrize(("name", "password"), [("mou", "wrong"), ("nobody", PASSWORD), ("", ""), ("mou\0", PASSWORD)])
def test_wrong_names_and_passwords_stay_outside(village: Village, name: str, password: str) -> None:
    client = Client()
    assert sign_in(client, name, password).status_code == 200
    assert not is_in(client)


def test_a_wrong_password_does_not_tell_whether_there_is_such_an_account(village: Village) -> None:
    answers = [sign_in(Client(), name, "not the password") for name in ("mou", "nobody")]
    errors = [response.context["form"].errors for response in answers]
    assert errors[0] == errors[1]
    assert errors[0]


def test_eight_wrong_passwords_lock_the_account_for_a_while(village: Village) -> None:
    fail("mou", TRIES - 1)
    last = Client()
    assert sign_in(last, "mou", "not the password").status_code == 429
    right = Client()
    response = sign_in(right, "mou")
    assert response.status_code == 429
    assert "Wait a quarter of an hour" in response.content.decode()
    assert not is_in(right)


def test_seven_wrong_passwords_do_not_lock_and_are_forgotten_after_the_right_one(village: Village) -> None:
    for _round in range(2):
        fail("mou", TRIES - 1)
        client = Client()
        sign_in(client, "mou")
        assert is_in(client)


def test_the_lock_is_on_the_account_and_not_on_the_address(village: Village) -> None:
    """A whole village shares one address: one forgetful person locks nobody else out, and moving away helps nobody."""
    fail("mou", TRIES, REMOTE_ADDR="198.51.100.1")
    neighbour = Client(REMOTE_ADDR="198.51.100.1")
    sign_in(neighbour, "salma")
    assert is_in(neighbour)
    elsewhere = Client(REMOTE_ADDR="198.51.100.2")
    assert sign_in(elsewhere, "mou").status_code == 429


def test_the_lock_also_counts_from_many_addresses(village: Village) -> None:
    for n in range(TRIES):
        fail("mou", 1, REMOTE_ADDR=f"198.51.100.{n}")
    assert sign_in(Client(REMOTE_ADDR="198.51.100.99"), "mou").status_code == 429


def test_an_account_that_does_not_exist_locks_in_the_same_way(village: Village) -> None:
    fail("nobody", TRIES - 1)
    assert sign_in(Client(), "nobody", "not the password").status_code == 429


def test_after_a_quarter_of_an_hour_the_account_opens_again(village: Village) -> None:
    fail("mou", TRIES)
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    client = Client()
    sign_in(client, "mou")
    assert is_in(client)


def test_somebody_who_is_in_stays_in_while_the_account_is_locked(village: Village) -> None:
    """Locking the door from outside throws nobody out."""
    client = Client()
    sign_in(client, "mou")
    fail("mou", TRIES)
    assert is_in(client)


def test_signing_out_ends_the_session(village: Village) -> None:
    client = Client()
    sign_in(client, "mou")
    session = client.cookies["desk"].value
    assert client.post("/desk/account/logout/")["Location"] == "/"
    assert client.get("/desk/")["Location"].startswith(LOGIN)
    client.cookies["desk"] = session
    assert client.get("/desk/")["Location"].startswith(LOGIN)


def test_signing_in_gives_a_new_session(village: Village) -> None:
    """A session that somebody planted before is worth nothing afterwards."""
    client = Client()
    client.get(LOGIN)
    sign_in(client, "mou")
    first = client.cookies["desk"].value
    sign_in(client, "mou")
    client.post("/desk/account/logout/")
    sign_in(client, "mou")
    assert client.cookies["desk"].value != first


def test_nobody_makes_an_account_by_themselves(village: Village) -> None:
    for address in ("/desk/account/signup/", "/accounts/signup/", "/desk/account/password/reset/"):
        assert Client().get(address).status_code == 404


def test_a_form_from_elsewhere_is_refused_with_a_sentence(village: Village) -> None:
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client, "mou")
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    ("fresh", "accepted"),
    [
        ("short", False),
        ("password123", False),
        ("mou-mou-mou", True),
        ("1234567890", False),
        ("a kite over the lake", True),
    ],
)
def test_the_rules_for_a_new_password(village: Village, fresh: str, accepted: bool) -> None:
    client = village.client("mou")
    sent = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    response = client.post("/desk/account/password/", sent)
    village.accounts["mou"].refresh_from_db()
    assert village.accounts["mou"].check_password(fresh) == accepted
    assert (response.status_code == 302) == accepted


def test_the_old_password_is_needed_for_a_new_one(village: Village) -> None:
    client = village.client("mou")
    fresh = "a kite over the lake"
    client.post("/desk/account/password/", {"oldpassword": "not it", "password1": fresh, "password2": fresh})
    village.accounts["mou"].refresh_from_db()
    assert village.accounts["mou"].check_password(PASSWORD)


@pytest.fixture
def strict(village: Village) -> Village:
    """CBO One demands a second factor of everybody who works there."""
    Organisation.objects.filter(pk=village.organisations["one"].pk).update(second_factor=True)
    return village


def activate(client: Client) -> pyotp.TOTP:
    """Set up an authenticator app, as somebody does who scans the code."""
    page = client.get(APP)
    if page.status_code == 302:  # asks for the password again first
        client.post(page["Location"], {"password": PASSWORD})
        page = client.get(APP)
    app = pyotp.TOTP(page.context["form"].secret)
    assert client.post(APP, {"code": app.now()}).status_code == 302
    return app


@pytest.mark.parametrize("address", ["/desk/", "/desk/rounds/", "/desk/reports/"])
def test_who_must_have_a_second_factor_gets_nowhere_without(strict: Village, address: str) -> None:
    client = Client()
    sign_in(client, "mou")
    assert client.get(address)["Location"] == APP


def test_nor_by_sending_a_form_or_asking_for_the_json(strict: Village) -> None:
    client = Client()
    sign_in(client, "mou")
    assert client.post("/desk/rounds/", {"mode": "worker"})["Location"] == APP


def test_with_it_everything_opens(strict: Village) -> None:
    client = Client()
    sign_in(client, "mou")
    activate(client)
    assert is_in(client)


def test_other_organisations_do_not_have_to(strict: Village) -> None:
    client = Client()
    sign_in(client, "kabir")
    assert is_in(client)


def test_one_strict_organisation_is_enough(strict: Village) -> None:
    """Whoever works in two places keeps the rules of the stricter one."""
    Membership.objects.create(
        account=strict.accounts["kabir"], organisation=strict.organisations["one"], role="worker", valid_from=LONG_AGO
    )
    client = Client()
    sign_in(client, "kabir")
    assert client.get("/desk/")["Location"] == APP


def later(app: pyotp.TOTP) -> str:
    """A code of the app that nobody has used: half a minute later, or with the memory of used codes gone."""
    cache.clear()
    return app.now()


def test_the_code_is_asked_for_at_the_next_sign_in(strict: Village) -> None:
    first = Client()
    sign_in(first, "mou")
    app = activate(first)
    client = Client()
    assert sign_in(client, "mou")["Location"].startswith(CODE)
    assert not is_in(client), "the password alone is not enough"
    client.post(CODE, {"code": "000000"})
    assert not is_in(client), "a wrong code is not enough"
    client.post(CODE, {"code": later(app)})
    assert is_in(client)


def test_a_code_that_was_used_is_not_taken_again(strict: Village) -> None:
    """Whoever looked over the shoulder has seen nothing that still works."""
    first = Client()
    sign_in(first, "mou")
    app = activate(first)
    code = later(app)
    for works in (True, False):
        client = Client()
        sign_in(client, "mou")
        client.post(CODE, {"code": code})
        assert is_in(client) == works


def test_a_recovery_code_works_once(strict: Village) -> None:
    first = Client()
    sign_in(first, "mou")
    activate(first)
    codes = Authenticator.objects.get(user=strict.accounts["mou"], type="recovery_codes").wrap().get_unused_codes()
    for works in (True, False):
        client = Client()
        sign_in(client, "mou")
        client.post(CODE, {"code": codes[0]})
        assert is_in(client) == works


def test_guessing_codes_is_stopped(strict: Village) -> None:
    """Six digits are not many: after eight wrong ones the right one does not help, for a quarter of an hour."""
    first = Client()
    sign_in(first, "mou")
    app = activate(first)
    client = Client()
    sign_in(client, "mou")
    right = later(app)
    for n in range(TRIES):
        client.post(CODE, {"code": f"{(int(right) + 500 + n) % 1_000_000:06d}"})
    client.post(CODE, {"code": right})
    assert not is_in(client)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/desk/account/again/", {"password": "not it"}),
        ("/desk/account/password/", {"oldpassword": "not it", "password1": "a kite", "password2": "a kite"}),
    ],
)
def test_guessing_the_password_at_a_screen_left_open_is_stopped(village: Village, address: str, sent) -> None:
    client = village.client("mou")
    answers = [client.post(address, sent) for _n in range(TRIES + 1)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert "Wait a quarter of an hour" in answers[-1].content.decode()
