"""The product's settings, in a data directory that is thrown away afterwards."""

import atexit
import os
import shutil
import tempfile

if "DATA" not in os.environ:
    os.environ["DATA"] = tempfile.mkdtemp(prefix="pakhi-test-")
    atexit.register(shutil.rmtree, os.environ["DATA"], ignore_errors=True)

from pakhi.site.settings import *  # noqa: F403 - the same settings, every one

for database in DATABASES.values():  # noqa: F405
    options = database.get("OPTIONS", {})
    if "init_command" in options:  # a test has nothing to lose, and waiting for the disk is most of its time
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        # rows whose order nobody asked for come the other way round: what counts on one fails here, not once in a while
        options["init_command"] += " PRAGMA reverse_unordered_selects=ON;"
