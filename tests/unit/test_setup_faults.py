"""What may befall a set-up beside the network: certificates, full disks, kills. A real uv, and a real one killed."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.environment import interpreter_in
from rock_glacier_inventory.inventory.setup.state import SetupLock, environments
from rock_glacier_inventory.inventory.setup.told import SetupFault, Told
from setting_up import doing
from setting_up.company import make_company
from setting_up.doing import set_up
from setting_up.index import Index
from setting_up.world import World, worlds

SECONDS = 30


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For the wheel of uv."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def world(tmp_path: Path, kept: Path) -> Iterator[World]:
    yield from worlds(tmp_path / "Ground é 冰", kept)


def fault(world: World, **changes: object) -> Told:
    with pytest.raises(SetupFault) as caught:
        set_up(world.order(**changes))
    assert not any(one.whole for one in environments(world.cache))
    return caught.value.told


def test_a_companys_certificate_is_told_and_one_that_is_trusted_is_enough(world: World) -> None:
    made = make_company(world.folder / "company")
    company = Index(world.index.folder, made.certificate, made.key)
    told = fault(world, index=company.simple)
    assert told.kind == "certificate", told
    set_up(world.order(index=company.simple, variables={**world.variables, "SSL_CERT_FILE": str(made.authority)}))
    company.stop()


def test_a_disk_that_fills_up_while_packages_arrive(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of the system stands in for the end of the disk: the wheels are larger than it lets a file be."""
    run = subprocess.run

    def limited(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

        return run(command, preexec_fn=limit if "--require-hashes" in command else None, **options)

    monkeypatch.setattr(doing.subprocess, "run", limited)
    assert fault(world).kind == "disk_full"
    monkeypatch.undo()
    set_up(world.order())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_may_not_be_written(world: World) -> None:
    world.cache.mkdir()
    world.cache.chmod(0o500)
    with pytest.raises(PermissionError):
        set_up(world.order())


KILLED = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from rock_glacier_inventory.inventory.setup.pins import Pin
from rock_glacier_inventory.inventory.setup.plan import Order
from rock_glacier_inventory.inventory.setup.state import SetupLock
from setting_up.doing import set_up
lock = SetupLock(Path({cache!r})); lock.take()
set_up(Order(**{order}))
"""


def test_a_set_up_that_is_killed_is_gone_on_with(world: World) -> None:
    """kill -9 in the middle of the packages; uv, which is left alone, must not disturb the next try."""
    world.index.ways.hold, world.index.ways.only = True, "tinytwo"
    order = world.order()
    given = {name: getattr(order, name) for name in order.__dataclass_fields__ if name not in ("why", "torch", "build")}
    words = repr(given).replace("PosixPath", "Path")
    code = KILLED.format(path=[*sys.path], cache=str(world.cache), order=words)
    with subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": _packages()}) as killed:
        _wait(lambda: any("tinytwo" in one and one.endswith(".whl") for one in world.index.asked))
        with pytest.raises(SetupFault) as caught:
            SetupLock(world.cache).take()
        assert caught.value.told.kind == "set_up_elsewhere"
        killed.kill()
        killed.wait()
    [half] = environments(world.cache)
    assert not half.whole
    lock = SetupLock(world.cache)
    lock.take()
    world.index.let_go()
    set_up(world.order())
    lock.release()
    [made] = environments(world.cache)
    assert made.whole
    code = "import tinyone, tinytwo; print(tinyone.VERSION + tinytwo.VERSION)"
    command = [str(interpreter_in(made.folder)), "-I", "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "1.01.0\n"


def _packages() -> str:
    return str(Path(__file__).resolve().parents[2] / ".venv" / "src")


def _wait(is_so: object) -> None:
    for _ in range(SECONDS * 20):
        if is_so():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to it")


def test_old_and_new_of_a_flavour_live_side_by_side_while_the_old_one_is_used(world: World) -> None:
    set_up(world.order())
    old = world.order().environment
    with subprocess.Popen([str(interpreter_in(old)), "-I", "-c", "input()"], stdin=subprocess.PIPE) as engine:
        set_up(world.order(environment=world.cache / "engine-light-ffffffffffff"))
        assert interpreter_in(old).exists(), "a program that runs in it needs its files"
        engine.communicate(b"\n")
    set_up(world.order(environment=world.cache / "engine-light-eeeeeeeeeeee"))
    assert [one.folder.name for one in environments(world.cache)] == ["engine-light-eeeeeeeeeeee"]
