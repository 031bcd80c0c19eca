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
        # What a store must hold is written once, and collected in the file of each connection.
        texts = [path.read_text("utf-8") for path in (here / file, here / file.removeprefix("test_")) if path.is_file()]
        if not any(re.search(rf"^def {function}\(", text, re.MULTILINE) for text in texts):
            gone.append(name)
    assert listed
    assert not gone, "write the list anew by `make slow`, or take these out of tests/unit/slow.txt"
