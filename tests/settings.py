"""The product's settings, in a data directory that is thrown away afterwards."""

import atexit
import os
import shutil
import tempfile

if "DATA" not in os.environ:
    os.environ["DATA"] = tempfile.mkdtemp(prefix="pakhi-test-")
    atexit.register(shutil.rmtree, os.environ["DATA"], ignore_errors=True)

from pakhi.site.settings import *  # noqa: F403 - the same settings, every one
