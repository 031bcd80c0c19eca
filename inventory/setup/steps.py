"""The kinds of steps that a set-up is made of. Whoever does them (`plugin/setup/work.py`) knows nothing of uv."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

from .pins import Pin
from .told import Told


@dataclass(frozen=True)
class Download:
    """A pinned file into a folder; the outcome's `value` is where it lies, checked."""

    title: Told
    pin: Pin
    folder: Path


@dataclass(frozen=True)
class Program:
    """A program to its end.

    Parameters
    ----------
    command
        Program and arguments.
    variables
        Set in the cleaned environment.
    watched
        Folders whose growth is the progress, towards `expected` bytes.
    may_fail
        Whether a failure is an outcome and no fault.
    logged
        Whether what it says goes into the log.
    """

    title: Told
    command: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)
    watched: tuple[Path, ...] = ()
    expected: int = 0
    may_fail: bool = False
    logged: bool = True


@dataclass(frozen=True)
class Chore:
    """Work on files that takes a while; the outcome's `value` is what it returns."""

    title: Told
    action: Callable[[], Any]


Step = Union[Download, Program, Chore]


@dataclass(frozen=True)
class Outcome:
    """What came of a step."""

    code: int = 0
    output: str = ""
    value: Any = None
