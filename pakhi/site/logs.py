"""Log lines without people: no address, no query, nothing about the survivors' site, no values in stack traces."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from gunicorn.glogging import Logger


class Nameless(logging.Filter):
    """Drops every line that a request to the survivors' site made, except that something failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", "")
        if isinstance(path, str) and path.startswith("/v/"):
            record.msg, record.args = "A page of the survivors' site failed.", ()
        elif hasattr(record, "request"):
            record.msg, record.args = "A page failed: %s", (getattr(record, "status_code", ""),)
        return True


class Line(logging.Formatter):
    """Level, logger and message; of an exception only its type and the lines of code, never a value."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[-4:][::-1])
            line += f" [{record.exc_info[0].__name__} at {where}]"
        return line


class Requestless(logging.Filter):
    """The web server writes addresses, paths and headers of what it cannot read; here it only says that it happened."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "request" in str(record.msg).lower():
            record.msg, record.args = "A request could not be read or answered.", ()
        return True


class ServerLog(Logger):  # type: ignore[misc]
    """The web server's own log, without people."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(Requestless())
            handler.setFormatter(Line())
