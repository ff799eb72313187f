"""Pages of the criminal case and of other cases."""
