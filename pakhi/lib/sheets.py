"""What a spreadsheet would do to a cell."""

STARTS = ("=", "+", "-", "@", "\t", "\r")


def text(value: str) -> str:
    """Text that no spreadsheet takes for a formula: what starts like one gets an apostrophe before it."""
    return f"'{value}" if value.startswith(STARTS) else value
