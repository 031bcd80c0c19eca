"""Measures the processor time of each test, its processes included, and lists the slow ones: `make slow`.

A plugin of pytest (``--measure``, in one process) that writes `slow.txt` at the end of a whole run. Processor
time and not time by the clock, because the list must not hang on what else the computer does.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

LIST = Path(__file__).with_name("slow.txt")
SLOW_S = 0.25
"""Seconds of a test function, all its parameters together, and of each fixture of its module that it wants.

Were a fixture counted for the first alone who wants it, `make quick` would leave that one out and the next pay.
"""
HEAD = f"""\
# Test functions that take {SLOW_S:g} s of processor time or more, with their seconds when last measured.
# `make quick` leaves them out; `make slow` writes this list anew.
"""
_taken: Counter[str] = Counter()
_fixtures: Counter[object] = Counter()
_wanted: dict[str, set[object]] = {}


def slow_functions() -> set[str]:
    """Names as ``test_a.py::test_b`` of what is on the list."""
    lines = LIST.read_text("utf-8").splitlines()
    return {line.split()[0] for line in lines if line and not line.startswith("#")}


def function_of(item: pytest.Item) -> str:
    """The test function as the list names it, without parameters."""
    return f"{item.path.name}::{getattr(item, 'originalname', item.name)}"


def _seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    began, before = _seconds(), _fixtures.total()
    ended = yield
    _taken[function_of(item)] += _seconds() - began - (_fixtures.total() - before)
    definitions = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    _wanted.setdefault(function_of(item), set()).update(one for several in definitions.values() for one in several)
    return ended


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
    began, before = _seconds(), _fixtures.total()
    made = yield
    if fixturedef.scope == "module":
        _fixtures[fixturedef] += _seconds() - began - (_fixtures.total() - before)
    return made


def pytest_sessionfinish() -> None:
    of_all = {name: taken + sum(_fixtures[one] for one in _wanted[name]) for name, taken in _taken.items()}
    slow = sorted((name, taken) for name, taken in of_all.items() if taken >= SLOW_S)
    LIST.write_text(HEAD + "".join(f"{name} {taken:.1f}\n" for name, taken in slow), "utf-8")
