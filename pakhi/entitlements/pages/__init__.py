"""Pages about rights, claims and letters."""
