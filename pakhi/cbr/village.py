"""village."""
