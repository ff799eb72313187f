"""The coded case: identification, mapping, tools of intervention, status, plans, follow-up, collectives. No name."""
