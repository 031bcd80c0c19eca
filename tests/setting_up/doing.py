"""The plan of a set-up, done without Qt: its steps one after the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rock_glacier_inventory.inventory.setup import plan as planning
from rock_glacier_inventory.inventory.setup.faults import fault_in
from rock_glacier_inventory.inventory.setup.steps import Chore, Download, Outcome, Program
from rock_glacier_inventory.inventory.setup.told import SetupFault, Told
from rock_glacier_inventory.inventory.setup.wheel import check_hash


def environment_of(order: planning.Order, program: Program) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_", "PYTHON"))}
    return {**kept, **program.variables}


def set_up(order: planning.Order, before: Callable[[Any], None] | None = None) -> dict[str, Any]:
    """Do a plan without Qt: the steps one after the other; what `finished.json` says."""
    steps = planning.plan(order)
    try:
        step = next(steps)
        while True:
            if before is not None:
                before(step)
            try:
                outcome = do(order, step)
            except SetupFault as fault:
                step = steps.throw(fault)
            else:
                step = steps.send(outcome)
    except StopIteration as end:
        return dict(end.value)


def do(order: planning.Order, step: Any) -> Outcome:
    if isinstance(step, Chore):
        return Outcome(value=step.action())
    if isinstance(step, Download):
        return Outcome(value=_download(step))
    assert isinstance(step, Program)
    done = subprocess.run(
        list(step.command), env=environment_of(order, step), capture_output=True, text=True, check=False
    )
    if done.returncode and not step.may_fail:
        raise SetupFault(fault_in(done.stderr, done.returncode), done.stderr)
    return Outcome(done.returncode, done.stdout + done.stderr)


def _download(step: Download) -> Path:
    step.folder.mkdir(parents=True, exist_ok=True)
    target = step.folder / step.pin.name
    try:
        with urllib.request.urlopen(step.pin.address) as answer, target.open("wb") as file:
            shutil.copyfileobj(answer, file)
    except urllib.error.URLError as error:
        raise SetupFault(Told("refused", {"file": step.pin.name}), str(error)) from error
    check_hash(target, step.pin.sha256)
    return target
