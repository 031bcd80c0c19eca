"""Whether everything is tried, as before a release, or what `make test` has time for."""

from __future__ import annotations

import os

ALL = os.environ.get("ROCK_GLACIER_TEST_ALL", "") not in ("", "0")
"""`make matrix` sets it: every server, every place and every system."""
