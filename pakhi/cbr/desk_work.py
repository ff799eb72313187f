"""desk_work."""
