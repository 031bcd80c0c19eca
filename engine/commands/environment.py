"""Build the engine's Python environment once, or say where it is."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.small import EnvironmentRequest
from ..telling.report import Report


def run(request: EnvironmentRequest, report: Report) -> dict[str, Any]:
    from ...inventory.environment import engine_environment, interpreter_in
    from ..environment import add_requirements, create_engine_environment

    environment = engine_environment()
    if request.create:
        if not interpreter_in(environment).is_file():
            report.progress(None, f"Building the engine's environment in {environment} (about 6 GB) ...")
        environment = create_engine_environment()
        if request.also:
            add_requirements(environment, request.also)
    return {"environment": str(environment), "present": interpreter_in(environment).is_file()}
