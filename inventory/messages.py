"""What QGIS and the engine say to each other: one JSON object a line.

A command says ``{"progress": 0.42, "message": "..."}``, ``{"warning": "..."}``, a detection into an
inventory ``{"found": {"run_id": "...", "candidates": 3, "total": 17, "replaced": 1, "known": 4}}`` (see
`Found`) as often as it has written some, and each command last ``{"result": {...}}`` or
``{"error": {"kind": "...", "message": "..."}}`` on standard output. The warm engine (`serve`) says the same
of each request, with the request's number as ``"id"``, and once ``{"ready": {...}}``; it is asked by
``{"id": 7, "arguments": ["attributes", ...]}`` and ``{"stop": 7}`` on standard input. Both processes use this
module, so the two sides cannot drift apart.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Union

EXIT_DONE = 0
EXIT_USER_ERROR = 1
EXIT_USAGE = 2
EXIT_FAULT = 3
"""A fault of ours: its traceback is in the log (standard error)."""

FAULT, USAGE, CANCELLED = "fault", "usage", "cancelled"
"""Kinds of a failure: ours, wrong options, a stop that was asked for. Others name what is wrong."""


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
class Found:
    """Candidates of a detection that goes on are in the inventory, on disk.

    `candidates` are the new ones since the last such message (their `RUN_ID` is `run_id`), `total` all of the
    run so far. `replaced` is how many undecided ones of earlier runs it has taken out so far, `known` how
    many it did not offer because they were there already.
    """

    run_id: str
    candidates: int
    total: int
    replaced: int = 0
    known: int = 0


@dataclass(frozen=True)
class Result:
    """The command is done; `values` are its outputs and numbers."""

    values: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """The command has failed; `message` is one sentence for the person."""

    kind: str
    message: str


@dataclass(frozen=True)
class Ready:
    """The warm engine has loaded what is slow; `values` tell its version and what is warm."""

    values: dict[str, Any]


Message = Union[Progress, Warning_, Found, Result, Failure, Ready]  # Python 3.9 has no `|` at run time


@dataclass(frozen=True)
class CommandRequest:
    """A command for the warm engine, numbered by whoever asks."""

    number: int
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class StopRequest:
    """The request of that number is to stop, or not to begin."""

    number: int


Asked = Union[CommandRequest, StopRequest]


def encode(message: Message, request: int | None = None) -> str:
    """One line of JSON (ASCII only, so that no console encoding can break it), without the line end.

    `request` is the number of the request that the message belongs to, in the warm engine.
    """
    content: dict[str, Any]
    if isinstance(message, Progress):
        content = {"progress": message.fraction, "message": message.message}
    elif isinstance(message, Warning_):
        content = {"warning": message.message}
    elif isinstance(message, Found):
        content = {"found": asdict(message)}
    elif isinstance(message, Result):
        content = {"result": message.values}
    elif isinstance(message, Ready):
        content = {"ready": message.values}
    else:
        content = {"error": {"kind": message.kind, "message": message.message}}
    if request is not None:
        content["id"] = request
    return json.dumps(content)


def decode(line: str) -> Message | None:
    """The message in a line, or None where the line is not one (a library that prints, for example)."""
    return decode_answer(line)[1]


def decode_answer(line: str) -> tuple[int | None, Message | None]:
    """The request's number, where the line names one, and the message as from `decode`."""
    content = _object_in(line)
    if content is None:
        return None, None
    return _number_in(content, "id"), _message_in(content)


def encode_asked(asked: Asked) -> str:
    """One line of JSON (ASCII only) for the warm engine, without the line end."""
    if isinstance(asked, StopRequest):
        return json.dumps({"stop": asked.number})
    return json.dumps({"id": asked.number, "arguments": list(asked.arguments)})


def decode_asked(line: str) -> Asked | None:
    """What a line asks of the warm engine, or None where it is no request."""
    content = _object_in(line)
    if content is None:
        return None
    stopped, number = _number_in(content, "stop"), _number_in(content, "id")
    if stopped is not None:
        return StopRequest(stopped)
    words = content.get("arguments")
    if number is None or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return None
    return CommandRequest(number, tuple(words))


def _object_in(line: str) -> dict[str, Any] | None:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _number_in(content: dict[str, Any], key: str) -> int | None:
    number = content.get(key)
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _message_in(content: dict[str, Any]) -> Message | None:
    if "progress" in content:
        return Progress(content["progress"], str(content.get("message", "")))
    if "warning" in content:
        return Warning_(str(content["warning"]))
    if isinstance(content.get("found"), dict):
        return _found_in(content["found"])
    if isinstance(content.get("result"), dict):
        return Result(content["result"])
    if isinstance(content.get("ready"), dict):
        return Ready(content["ready"])
    if isinstance(content.get("error"), dict):
        error = content["error"]
        return Failure(str(error.get("kind", FAULT)), str(error.get("message", "")))
    return None


def _found_in(content: dict[str, Any]) -> Found | None:
    """None where a number is missing; what a newer engine tells besides is left out."""
    told = {field.name: content.get(field.name) for field in fields(Found)}
    run_id, *counts = told.values()
    if not isinstance(run_id, str) or not all(isinstance(count, int) for count in counts):
        return None
    return Found(**told)  # type: ignore[arg-type]  # checked above
