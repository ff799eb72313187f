"""Sums of rupees as India writes them: 3,00,000."""

from __future__ import annotations

from babel.numbers import format_decimal


def rupees(amount: float) -> str:
    """A sum in whole rupees, without the sign."""
    return str(format_decimal(round(amount), format="#,##,##0", locale="en_IN"))
