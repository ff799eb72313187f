"""Files are sealed in memory, say nothing on the disk, and show when somebody touched them."""

from __future__ import annotations

import io
import random
import threading
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.http import HttpRequest
from PIL import ExifTags, Image, ImageFile

from pakhi.lib import pieces
from pakhi.vault import files, keys, pictures, sniff, uploads
from pakhi.vault.models import SealedFile
from pakhi.vault.tests.conftest import agree

PLACE = b"22.9868 N canary well"
CAMERA = "Quillotama Phone 9"


def photo(kind: str = "JPEG", size: tuple[int, int] = (300, 200), **more: object) -> bytes:
    """A picture as a phone makes it: with place, camera, comment and texts."""
    picture = Image.effect_noise(size, 80).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = CAMERA
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (22.0, 59.0, 12.0), 27: PLACE}
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, **({"comment": PLACE} if kind == "JPEG" else {}), **more)
    return out.getvalue()


def ogg(body: bytes = b"OpusHead" + b"\x00" * 100) -> bytes:
    segments = [255] * (len(body) // 255) + [len(body) % 255]
    return b"OggS\x00\x02" + b"\x00" * 20 + bytes([len(segments), *segments]) + body


def box(name: bytes, body: bytes = b"") -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + name + body


def handler(kind: bytes) -> bytes:
    return box(b"moov", box(b"trak", box(b"hdlr", b"\x00" * 8 + kind + b"\x00" * 12)))


MP3 = (b"\xff\xfb\x90\x64" + b"\x00" * 413) * 5
M4A = box(b"ftyp", b"M4A \x00\x00\x00\x00") + handler(b"soun") + box(b"mdat", b"\x01" * 500)
WEBM = b"\x1aE\xdf\xa3" + b"\x9fB\x82\x84webm" + b"\x86\x86A_OPUS" + b"\x00" * 200
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nxref\ntrailer\n%%EOF\n"
TEXT = "মামলার কাগজ\tपहला पन्ना\nఒకటి\r\n".encode()
GOOD = {
    "image/jpeg": photo(), "image/png": photo("PNG"), "image/webp": photo("WEBP"), "application/pdf": PDF,
    "audio/mpeg": MP3, "audio/ogg": ogg(), "audio/webm": WEBM, "audio/mp4": M4A, "text/plain": TEXT,
}  # fmt: skip


def archive(before: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb", b"\x00" * 5_000_000)
    return before + out.getvalue()


def bomb() -> bytes:
    """A PNG of 60 megapixels in a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = (10_000).to_bytes(4, "big") + (6_000).to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(b"\x00" * (1251 * 6000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def clusters(seed: int) -> bytes:
    """Sound in WebM: a head, then clusters of bytes as they fall, among them what names a codec of films in a head."""
    chance = random.Random(seed)
    body = b"".join(chance.randbytes(400) + b"\x86\x85V_VP9" for _ in range(200))
    return WEBM + b"\x1fC\xb6u" + body.replace(b"PK", b"pk")


@pytest.mark.parametrize("seed", range(5))
def test_sound_is_never_taken_for_a_film_by_the_bytes_of_its_sound(seed: int) -> None:
    assert sniff.sniff(clusters(seed)) == "audio/webm"


REFUSED = {
    "nothing": (b"", "empty"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 200, "kind of file"),
    "a page with a script": (b"<html><script>alert(1)</script>", "two kinds"),
    "a drawing that can run": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "two kinds"),
    "an archive": (archive(), "kind of file"),
    "a photo that is an archive": (archive(photo()), "two kinds"),
    "a PDF that is an archive": (archive(PDF), "two kinds"),
    "sound that is a PDF": (MP3[:417] + MP3[:417].replace(b"\x00" * 20, PDF[:20], 1) + MP3, "two kinds"),
    "a photo that is a page": (b"\xff\xd8\xff\xfe\x00\x20<script>alert(1)</script>" + photo()[2:], "two kinds"),
    "a bomb": (bomb(), "too many points"),
    "a cut photo": (photo()[:5000], "cut off"),
    "a cut drawing": (photo("PNG")[:5000], "cut off"),
    "a cut PDF": (PDF[:30], "cut off"),
    "a cut recording": (M4A[:-20], "cut off"),
    "cut sound": (ogg()[:-20], "cut off"),
    "a picture that moves": (moving(), "moving"),
    "a film": (box(b"ftyp", b"mp42\x00\x00\x00\x00") + handler(b"vide"), "kind of file"),
    "a film in WebM": (WEBM.replace(b"\x86\x86A_OPUS", b"\x86\x85V_VP9"), "kind of file"),
    "an iPhone picture": (box(b"ftyp", b"heic\x00\x00\x00\x00"), "kind of file"),
    "text with a zero in it": (b"words\x00more", "kind of file"),
    "text of Windows": ("কাগজ".encode("utf-16"), "kind of file"),
    "too much": (b"a" * (25 * 1024 * 1024 + 1), "25 MB"),
}  # fmt: skip


def keep(person, content: bytes, by, kind: str = "scan", name: str = "মামলা ১.pdf") -> SealedFile:
    return files.keep_file(person, io.BytesIO(content), name, kind, by)


@pytest.fixture
def asha(keepers):
    """A person with an invented name, and Mou as the worker."""
    return keepers.register()


@pytest.fixture
def mou(keepers):
    return keepers.open["mou"]


@pytest.mark.parametrize("kind", GOOD)
def test_what_a_file_is_its_own_bytes_say(asha, mou, kind):
    kept = keep(asha, GOOD[kind], mou.account, name="claims.exe")
    assert kept.type == kind
    content = b"".join(files.open_file(mou, kept))
    assert content == GOOD[kind] or kind.startswith("image/")
    assert files.file_name(mou, kept) == "claims.exe"


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_kept_is_refused_with_a_sentence(asha, mou, what):
    content, sentence = REFUSED[what]
    with pytest.raises(keys.Refused, match=sentence):
        keep(asha, content, mou.account)
    assert not SealedFile.objects.exists()
    assert list(files.folder().iterdir()) == []


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp"])
def test_a_picture_loses_place_camera_and_comment_and_stands_upright(asha, mou, kind):
    assert CAMERA.encode() in GOOD[kind]
    content = b"".join(files.open_file(mou, keep(asha, GOOD[kind], mou.account)))
    assert CAMERA.encode() not in content
    assert PLACE not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert dict(picture.getexif()) == {}
        assert {key for key in picture.info if key in {"exif", "comment", "icc_profile", "xmp", "photoshop"}} == set()
        assert picture.size == (200, 300)  # it lay on its side, and its EXIF said so


def test_pictures_of_every_colour_mode_are_kept(asha, mou):
    for mode in ("1", "L", "P", "RGBA", "LA", "I;16", "RGB"):
        out = io.BytesIO()
        Image.new(mode, (40, 30)).save(out, "PNG")
        with Image.open(io.BytesIO(b"".join(files.open_file(mou, keep(asha, out.getvalue(), mou.account))))) as picture:
            assert picture.size == (40, 30)
    out = io.BytesIO()
    Image.new("CMYK", (40, 30)).save(out, "JPEG")
    assert keep(asha, out.getvalue(), mou.account).type == "image/jpeg"


def test_nothing_on_the_disk_or_in_the_database_says_what_it_is(asha, mou):
    kept = keep(asha, TEXT, mou.account, name="Quillotama.txt")
    row = repr(SealedFile.objects.filter(pk=kept.pk).values().get()).encode()
    (path,) = files.folder().iterdir()
    assert path.name == kept.token
    assert path.stat().st_mode & 0o077 == 0
    assert path.stat().st_size == pieces.SEALED
    for hidden in (TEXT[:12], b"Quillotama", asha.code.encode()):
        assert hidden not in path.read_bytes()
        assert hidden not in row


@pytest.fixture
def long(asha, mou):
    """A file of three pieces."""
    return keep(asha, b"a line of words\n" * 10_000, mou.account)


@pytest.mark.parametrize("order", [[0, 1], [1, 0, 2], [0, 1, 1], [0, 1, 2, 2], []])
def test_a_cut_or_reordered_file_does_not_open(mou, long, order):
    path = files.folder() / long.token
    content = path.read_bytes()
    parts = [content[i : i + pieces.SEALED] for i in range(0, len(content), pieces.SEALED)]
    assert len(parts) == 3
    path.write_bytes(b"".join(parts[i] for i in order))
    with pytest.raises(keys.Refused, match="cut, moved or changed"):
        list(files.open_file(mou, long))


def test_a_missing_file_is_said_before_anything_is_given(mou, long):
    files.remove(long.token)
    with pytest.raises(keys.Refused, match="cut, moved or changed"):
        files.open_file(mou, long)


def test_files_of_two_people_cannot_be_exchanged(keepers, mou, asha):
    rina = keepers.register()
    one, other = (keep(person, TEXT, mou.account) for person in (asha, rina))
    (files.folder() / one.token).replace(files.folder() / other.token)
    with pytest.raises(keys.Refused):
        list(files.open_file(mou, other))
    SealedFile.objects.filter(pk=one.pk).update(head=other.head)
    with pytest.raises(keys.Refused):
        files.open_file(mou, SealedFile.objects.get(pk=one.pk))


def test_a_row_that_cannot_be_saved_leaves_no_file(asha, mou, monkeypatch):
    monkeypatch.setattr(SealedFile, "save", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep(asha, TEXT, mou.account)
    assert list(files.folder().iterdir()) == []


def test_a_name_keeps_its_script_and_loses_its_folders():
    assert files.clean("C:\\people\\আমার মেয়ে‌র কাগজ.pdf") == "আমার মেয়ে‌র কাগজ.pdf"
    assert files.clean("/home/x\x00\x1b[2J.txt") == "x[2J.txt"
    assert len(files.clean("ক" * 500)) == files.LONGEST_NAME


def test_an_upload_stays_in_memory_however_large(monkeypatch, tmp_path):
    """A form with a file far over Django's limit for memory is read, and the temporary folder stays empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(folder))
    monkeypatch.setattr(settings, "FILE_UPLOAD_HANDLERS", ["pakhi.vault.uploads.MemoryOnlyUploadHandler"])
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 10)
    request = posted(b"x" * 3_000_000)
    assert request.FILES["file"].read() == b"x" * 3_000_000
    assert list(folder.iterdir()) == []


def test_an_upload_that_is_too_large_is_dropped(monkeypatch):
    monkeypatch.setattr(settings, "FILE_UPLOAD_HANDLERS", ["pakhi.vault.uploads.MemoryOnlyUploadHandler"])
    monkeypatch.setattr(uploads, "MOST", 1000)
    request = posted(b"x" * 70_000)
    assert "file" not in request.FILES
    assert request.POST["after"] == "this"
    assert uploads.too_large(request) == "file"
    assert uploads.too_large(posted(b"x" * 900)) == ""


def posted(content: bytes) -> HttpRequest:
    from django.test import RequestFactory

    upload = io.BytesIO(content)
    upload.name = "paper.pdf"
    return RequestFactory().post("/desk/", {"file": upload, "after": "this"})


def test_a_closed_record_takes_no_file(asha, mou):
    asha.state = "moved"
    with pytest.raises(keys.Refused, match="closed"):
        keep(asha, TEXT, mou.account)


def test_a_photograph_needs_her_consent(asha, mou):
    with pytest.raises(keys.Refused, match="not agreed to a photograph"):
        keep(asha, GOOD["image/jpeg"], mou.account, kind="photo")
    agree(asha, mou.account, "photo")
    assert keep(asha, GOOD["image/jpeg"], mou.account, kind="photo").kind == "photo"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_cut_picture_is_refused_also_when_pillow_would_fill_it_up(asha, mou, kind, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # what loading WeasyPrint does to the whole process
    with_copy = photo(kind) + (b"after the end: what some phones add" if kind == "JPEG" else b"")
    assert keep(asha, with_copy, mou.account)
    for part in (0.2, 0.5, 0.9):
        with pytest.raises(keys.Refused, match="cut off"):
            keep(asha, photo(kind)[: int(len(photo(kind)) * part)], mou.account)


def test_pictures_are_unpacked_two_at_a_time(monkeypatch):
    now, most, lock, written = 0, 0, threading.Lock(), pictures.written

    def slow(picture: Image.Image, kind: str) -> bytes:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return written(picture, kind)

    monkeypatch.setattr(pictures, "written", slow)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: pictures.plain(GOOD["image/jpeg"], "image/jpeg"), range(8)))
    assert most == 2
