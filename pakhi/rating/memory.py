"""Keep freed memory at hand while a fit runs, and the linear algebra on one thread.

A fit makes and drops arrays of some megabytes thousands of times. The C library gives each of them back to the
system at once, and asking again costs more than the arithmetic. Where it can be told not to (glibc), it is told so
for the length of a fit; elsewhere nothing changes but the time.

The matrices are small or sparse: threads that wait for each other's next product cost a second core and win nothing
(a million ratings with 200 draws took 5.0 seconds and 5.3 of the processor on two threads, 4.0 and 3.0 on one). And the
order in which threads add up would make the last digits depend on the machine.
"""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

TRIM, TOP_PAD, MMAP = -1, -2, -3  # names of glibc's malloc.h
KEEP, MAP_ABOVE, USUAL = 1 << 30, 32 << 20, 128 << 10


@contextmanager
def held() -> Iterator[None]:
    """Inside, freed memory is kept for the next array; after it, what is not used goes back to the system."""
    with threadpool_limits(1, user_api="blas"), _kept():
        yield


@contextmanager
def _kept() -> Iterator[None]:
    tell = _mallopt()
    if tell is None:
        yield
        return
    tell.mallopt(MMAP, MAP_ABOVE)
    tell.mallopt(TRIM, KEEP)
    tell.mallopt(TOP_PAD, MAP_ABOVE)
    try:
        yield
    finally:
        tell.mallopt(TRIM, USUAL)
        tell.mallopt(TOP_PAD, USUAL)
        tell.mallopt(MMAP, USUAL)
        gc.collect()
        tell.malloc_trim(0)


def _mallopt() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
        return library if library.mallopt and library.malloc_trim else None
    except (OSError, AttributeError, TypeError):
        return None
