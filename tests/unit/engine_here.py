"""Runs a command as the engine's process does, here: the same `parse` and `run_command`, no new process.

An engine process costs a second or more of imports, whatever it does. One per command stays (`test_main_job`
and others), and all that is about processes, signals, the environment or standard output is tried with
`engine_process`.
"""

from __future__ import annotations

import io
import json
import logging
import os
from collections.abc import Callable, Mapping
from unittest import mock

from engine_process import Finished
from rock_glacier_inventory.engine.command_line import WrongUsage, parse, run_command
from rock_glacier_inventory.engine.telling.report import JsonReport, log

EXIT_USAGE = 2


class _Said(io.StringIO):
    """What a command says; whoever listens hears the number of each message, from 1, before it goes on."""

    def __init__(self, heard: Callable[[int], None] | None) -> None:
        super().__init__()
        self._heard, self._number = heard, 0

    def flush(self) -> None:
        self._number += 1
        if self._heard is not None:
            self._heard(self._number)


def run(
    *arguments: object, environment: Mapping[str, str] | None = None, heard: Callable[[int], None] | None = None
) -> Finished:
    """Run a command to its end.

    `environment` adds to ours meanwhile; `heard` is told the number of each message.
    """
    words = [*map(str, arguments), "--progress", "json"]
    said, logged = _Said(heard), io.StringIO()
    handler = logging.StreamHandler(logged)
    log.addHandler(handler)
    try:
        with mock.patch.dict(os.environ, environment or {}):
            command, options = parse(words)
            code = run_command(command, options, JsonReport(said), words)
    except WrongUsage as wrong:
        return Finished(EXIT_USAGE, [], wrong.message)
    finally:
        log.removeHandler(handler)
    return Finished(code, [json.loads(line) for line in said.getvalue().splitlines()], logged.getvalue())
