"""Spoken prompts: a person's recording goes before the machine's voice, and the address says nothing."""

from django.urls import reverse

from pakhi.voice.sounds import recording, sound


def record(data, language: str, key: str, content: bytes = b"ID3 a voice") -> None:
    folder = data / "prompts" / language
    folder.mkdir(parents=True)
    (folder / f"{key}.mp3").write_bytes(content)


def test_a_persons_recording_goes_first(village, settings):
    record(settings.DATA, "bn", "respect")
    assert recording("bn", "respect") == (settings.DATA / "prompts" / "bn" / "respect.mp3", False)
    assert sound("bn", "respect").machine is False


def test_where_there_is_no_recording_there_is_no_button(village):
    assert sound("xx", "respect") is None
    assert sound("en", "nothing") is None


def test_a_recording_is_played_without_a_cookie(village, settings):
    record(settings.DATA, "bn", "respect")
    response = village.client().get(reverse("v:sound", args=["bn", "respect"]))
    assert (response.status_code, response["Content-Type"]) == (200, "audio/mpeg")
    assert b"".join(response.streaming_content) == b"ID3 a voice"
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_what_is_not_recorded_is_not_found(village, settings):
    (settings.DATA / "secret.mp3").write_bytes(b"x")
    for address in ("/v/sound/bn/nothing", "/v/sound/../secret", "/v/sound/bn/..%2f..%2fsecret", "/v/sound/bn/%00"):
        assert village.client().get(address).status_code == 404
