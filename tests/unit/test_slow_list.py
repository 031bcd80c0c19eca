"""The list of slow tests names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import measured


def test_each_slow_test_is_there() -> None:
    here = Path(__file__).parent
    listed = measured.slow_functions()
    gone = []
    for name in listed:
        file, _, function = name.partition("::")
        path = here / file
        if not path.is_file() or not re.search(rf"^def {function}\(", path.read_text("utf-8"), re.MULTILINE):
            gone.append(name)
    assert listed
    assert not gone, "write the list anew by `make slow`, or take these out of tests/unit/slow.txt"
