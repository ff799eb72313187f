"""What other rooms are told of, without the room that does it knowing them."""

from django.dispatch import Signal

exported = Signal()
"""Somebody took rows out of the product: `account`, `organisation` (its code), `what` and `form`, both short words."""
