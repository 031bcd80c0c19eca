"""Build the engine's Python environment once, or say where it is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--create", action="store_true", help="build it if it is not there")
    parser.add_argument("--also", type=Path, metavar="FILE", help="install these requirements too")


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    from ...inventory.environment import engine_environment, interpreter_in
    from ..environment import add_optional_requirements, add_requirements, create_engine_environment

    environment = engine_environment()
    if options.create:
        if not interpreter_in(environment).is_file():
            report.progress(None, f"Building the engine's environment in {environment} (about 6 GB) ...")
        environment = create_engine_environment()
        if sentence := add_optional_requirements(environment):
            report.warning(sentence)
        if options.also:
            add_requirements(environment, options.also)
    return {"environment": str(environment), "present": interpreter_in(environment).is_file()}
