"""SQLite as Django has it, with files that a server keeps open from one page to the next."""
