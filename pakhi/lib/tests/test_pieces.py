"""A stream sealed in pieces opens whole and in order, or not at all."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.lib import pieces, seal

KEY = seal.new_key()
LONG = bytes(range(256)) * 700  # three pieces


def sealed(content: bytes, key: bytes = KEY, about: str = "file|A|T") -> bytes:
    return b"".join(pieces.seal_pieces(key, io.BytesIO(content), len(content), about))


def opened(content: bytes, size: int, key: bytes = KEY, about: str = "file|A|T") -> bytes:
    return b"".join(pieces.open_pieces(key, io.BytesIO(content), size, about))


@pytest.mark.parametrize("size", [0, 1, pieces.PIECE - 1, pieces.PIECE, pieces.PIECE + 1, 3 * pieces.PIECE])
def test_what_was_sealed_opens_again(size):
    content = LONG[:size] + b"z" * max(0, size - len(LONG))
    assert opened(sealed(content), size) == content
    assert len(sealed(content)) == pieces.sealed_size(size)


def test_only_a_rough_size_shows():
    assert len(sealed(b"x")) == len(sealed(b"x" * pieces.PIECE))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_one_changed_bit_is_noticed(data):
    changed = bytearray(sealed(LONG))
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(seal.CannotOpen):
        opened(bytes(changed), len(LONG))


def parts(content: bytes) -> list[bytes]:
    return [content[i : i + pieces.SEALED] for i in range(0, len(content), pieces.SEALED)]


@pytest.mark.parametrize("order", [[0, 1], [1, 2], [0, 2], [1, 0, 2], [0, 2, 1], [0, 1, 1], [0, 1, 2, 2], [0, 0, 1, 2]])
def test_cut_swapped_doubled_or_reordered_pieces_are_noticed(order):
    content = parts(sealed(LONG))
    with pytest.raises(seal.CannotOpen):
        opened(b"".join(content[i] for i in order), len(LONG))


@pytest.mark.parametrize("size", [1, pieces.PIECE, 2 * pieces.PIECE, len(LONG) + pieces.PIECE])
def test_another_length_than_was_sealed_does_not_open(size):
    with pytest.raises(seal.CannotOpen):
        opened(sealed(LONG), size)


def test_a_piece_of_another_stream_is_noticed():
    other = parts(sealed(LONG, about="file|A|U"))
    mixed = [*parts(sealed(LONG))[:2], other[2]]
    with pytest.raises(seal.CannotOpen):
        opened(b"".join(mixed), len(LONG))
    with pytest.raises(seal.CannotOpen):
        opened(sealed(LONG), len(LONG), about="file|B|T")
    with pytest.raises(seal.CannotOpen):
        opened(sealed(LONG), len(LONG), key=seal.new_key())


@pytest.mark.parametrize("said", [len(LONG) - 1, len(LONG) + 1])
def test_a_stream_of_another_length_is_not_sealed(said):
    with pytest.raises(ValueError, match="as long as"):
        list(pieces.seal_pieces(KEY, io.BytesIO(LONG), said, "x"))
