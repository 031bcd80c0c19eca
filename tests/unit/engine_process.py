"""Runs the real engine as QGIS does: another process, options in, JSON lines out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Finished:
    """How an engine process ended."""

    code: int
    messages: list[dict[str, Any]]
    log: str

    @property
    def result(self) -> dict[str, Any]:
        assert self.code == 0, (self.messages[-1:], self.log)
        return self.messages[-1]["result"]

    @property
    def error(self) -> str:
        assert "error" in self.messages[-1], self.messages
        return self.messages[-1]["error"]["message"]

    @property
    def warnings(self) -> list[str]:
        return [message["warning"] for message in self.messages if "warning" in message]


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT), *map(str, arguments), "--progress", "json"]


def start(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, **options.pop("environment", {})}
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


def run(*arguments: object, **options: Any) -> Finished:
    process = start(*arguments, **options)
    out, log = process.communicate(timeout=300)
    return Finished(process.returncode, [json.loads(line) for line in out.splitlines()], log)
