"""Police and court: her criminal case as parallel tracks, other cases, hearings, protection."""
