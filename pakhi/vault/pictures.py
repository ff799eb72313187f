"""Pictures without what a camera writes into them: place, time, device, thumbnail. Only the points of colour stay."""

from __future__ import annotations

import io
import struct
import zlib

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from pakhi.lib import heavy
from pakhi.vault.keys import Refused

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MODES = {"image/jpeg": ("L", "RGB"), "image/png": ("1", "L", "LA", "RGB", "RGBA"), "image/webp": ("RGB", "RGBA")}
SAVE: dict[str, dict[str, object]] = {
    "image/jpeg": {"quality": 90}, "image/png": {}, "image/webp": {"quality": 90, "exact": True},
}  # fmt: skip
MOST_POINTS = 50_000_000  # a phone's photo has 12 million; more than 50 may be a small file that fills the memory
BROKEN = (OSError, SyntaxError, ValueError, struct.error, zlib.error, EOFError, IndexError, TypeError, OverflowError)


def plain(content: bytes, kind: str) -> bytes:
    """The picture decoded and written anew, upright, with nothing but its points. Memory only.

    Raises Refused for one that is cut off, damaged, moving or too large to open.
    """
    try:
        with heavy.TURN, Image.open(io.BytesIO(content), formats=(FORMATS[kind],)) as picture:
            check(picture)
            picture.load()
            return written(ImageOps.exif_transpose(picture), kind)
    except UnidentifiedImageError:
        raise Refused(_("The picture cannot be opened. Take it again or send another.")) from None
    except Image.DecompressionBombError:
        raise too_large() from None
    except BROKEN:
        raise Refused(_("The picture is damaged or cut off. Send it again from where it was made.")) from None


def check(picture: Image.Image) -> None:
    """Look at what the picture says of itself before its points are unpacked."""
    if picture.width * picture.height > MOST_POINTS:
        raise too_large()
    # A JPEG of several frames is a phone's photo with a small copy of itself; the first frame is the photo.
    if picture.format in {"PNG", "WEBP"} and getattr(picture, "n_frames", 1) > 1:
        raise Refused(_("A moving picture cannot be kept. Send a photo."))


def too_large() -> Refused:
    return Refused(_("The picture has too many points. Send it smaller: 50 megapixels are the most."))


def written(picture: Image.Image, kind: str) -> bytes:
    """The points alone, in the same format."""
    if picture.mode not in MODES[kind]:
        clear = "A" in picture.getbands() or "transparency" in picture.info
        picture = picture.convert("RGBA" if clear and kind != "image/jpeg" else "RGB")
    picture.info = {}  # comments, profiles and texts would be written again from here
    out = io.BytesIO()
    picture.save(out, FORMATS[kind], exif=b"", **SAVE[kind])
    return out.getvalue()
