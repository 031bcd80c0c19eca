"""What the engine says to QGIS: one JSON object a line on standard output.

``{"progress": 0.42, "message": "..."}``, ``{"warning": "..."}``, and last ``{"result": {...}}`` or
``{"error": {"kind": "...", "message": "..."}}``. Both processes use this module, so the two sides
cannot drift apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Union

EXIT_DONE = 0
EXIT_USER_ERROR = 1
EXIT_USAGE = 2
EXIT_FAULT = 3
"""A fault of ours: its traceback is in the log (standard error)."""


@dataclass(frozen=True)
class Progress:
    """How far the command is (0 to 1; None where it only has something to say), and with what."""

    fraction: float | None
    message: str = ""


@dataclass(frozen=True)
class Warning_:  # noqa: N801 (Python has a Warning of its own)
    """Something the person should know; the command goes on."""

    message: str


@dataclass(frozen=True)
class Result:
    """The command is done; `values` are its outputs and numbers."""

    values: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """The command has failed; `message` is one sentence for the person."""

    kind: str
    message: str


Message = Union[Progress, Warning_, Result, Failure]  # Python 3.9 has no `|` at run time


def encode(message: Message) -> str:
    """One line of JSON (ASCII only, so that no console encoding can break it), without the line end."""
    content: dict[str, Any]
    if isinstance(message, Progress):
        content = {"progress": message.fraction, "message": message.message}
    elif isinstance(message, Warning_):
        content = {"warning": message.message}
    elif isinstance(message, Result):
        content = {"result": message.values}
    else:
        content = {"error": {"kind": message.kind, "message": message.message}}
    return json.dumps(content)


def decode(line: str) -> Message | None:
    """The message in a line, or None where the line is not one (a library that prints, for example)."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    if not isinstance(content, dict):
        return None
    if "progress" in content:
        return Progress(content["progress"], str(content.get("message", "")))
    if "warning" in content:
        return Warning_(str(content["warning"]))
    if isinstance(content.get("result"), dict):
        return Result(content["result"])
    if isinstance(content.get("error"), dict):
        error = content["error"]
        return Failure(str(error.get("kind", "fault")), str(error.get("message", "")))
    return None
