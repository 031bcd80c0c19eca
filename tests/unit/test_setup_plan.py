"""A set-up from an order to a finished environment: a real uv, a real index on loopback, tiny packages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.environment import interpreter_in
from rock_glacier_inventory.inventory.setup.state import FINISHED, environments, write_finished
from rock_glacier_inventory.inventory.setup.steps import Program
from rock_glacier_inventory.inventory.setup.told import SetupFault, Told
from rock_glacier_inventory.inventory.setup.torch_builds import Build, Torch
from setting_up.doing import set_up
from setting_up.wheels import hash_of, tiny_wheel
from setting_up.world import WORKS, World, worlds


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For the wheel of uv."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def world(tmp_path: Path, kept: Path) -> Iterator[World]:
    yield from worlds(tmp_path / "Ground é 冰", kept)


def versions(world: World, *names: str) -> list[str]:
    """What the environment's Python says of the packages in it."""
    code = "import " + ", ".join(names) + "; print(" + ", ".join(f"{name}.VERSION" for name in names) + ")"
    python = interpreter_in(world.order().environment)
    return subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True).stdout.split()


def fault(world: World, **changes: object) -> Told:
    """What is wrong with a set-up that does not end well. Nothing of it is found as an engine."""
    with pytest.raises(SetupFault) as caught:
        set_up(world.order(**changes))
    assert not any(one.whole for one in environments(world.cache))
    return caught.value.told


def test_an_environment_is_built_with_what_the_lock_says(world: World) -> None:
    facts = set_up(world.order())
    assert versions(world, "tinyone", "tinytwo") == ["1.0", "1.0"]
    assert facts["flavour"] == "light" and facts["torch"] == "" and facts["size"] > 400_000
    [made] = environments(world.cache)
    assert made.whole and made.facts == json.loads(json.dumps(facts))


def test_a_folder_without_the_last_file_is_half_built_and_built_anew(world: World) -> None:
    stray = world.order().environment / "lib" / "half.txt"
    stray.parent.mkdir(parents=True)
    stray.write_text("of a set-up that was killed", "utf-8")
    assert [one.whole for one in environments(world.cache)] == [False]
    set_up(world.order())
    assert not stray.exists()
    assert [one.whole for one in environments(world.cache)] == [True]


def test_what_was_downloaded_whole_is_not_downloaded_again(world: World) -> None:
    (world.engine / "__main__.py").write_text("raise SystemExit(1)", "utf-8")
    assert fault(world).kind == "test_failed"
    (world.engine / "__main__.py").write_text(WORKS, "utf-8")
    before = len(world.index.asked)
    set_up(world.order())
    assert not [one for one in world.index.asked[before:] if one.endswith(".whl")]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_line_is_told_and_the_next_try_ends_well(world: World, share: float) -> None:
    world.index.ways.share, world.index.ways.only = share, "tinyone"
    assert fault(world).kind == "network_cut"
    world.index.ways.share = 1.0
    set_up(world.order())


def test_another_file_than_the_pinned_one_is_never_installed(world: World) -> None:
    world.index.ways.altered, world.index.ways.only = True, "tinyone"
    told = fault(world)
    assert told.kind in ("wrong_hash", "strange_package") and "tinyone" in told.values["file"]


def test_a_wheel_with_another_hash_than_in_the_lock(world: World) -> None:
    tiny_wheel(world.index.folder, "tinyone")
    told = fault(world)
    assert told.kind == "wrong_hash" and "tinyone" in told.values["file"]


def test_half_a_file_sent_as_a_whole_one(world: World) -> None:
    world.index.ways.half, world.index.ways.only = True, "tinyone"
    assert fault(world).kind in ("wrong_hash", "strange_package", "network_cut")


def test_another_uv_than_the_pinned_one_is_never_started(world: World) -> None:
    world.index.ways.altered, world.index.ways.only = True, "uv-"
    told = fault(world)
    assert told == Told("wrong_hash", {"file": world.uv.name})
    assert not list(world.cache.rglob("uv-*.whl")) and not list(world.cache.rglob("uv"))


def test_no_network_at_all(world: World) -> None:
    set_up(world.order())
    world.index.stop()
    lock = world.folder / "other.txt"
    lock.write_text(f"tinythree==1.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    other = world.cache / "engine-light-ffffffffffff"
    with pytest.raises(SetupFault) as caught:
        set_up(world.order(environment=other, lock=lock))
    assert caught.value.told.kind == "no_network"
    assert [one.folder for one in environments(world.cache) if one.whole] == [world.order().environment]


def test_other_pins_make_a_folder_beside_and_the_old_one_goes_after_success(world: World) -> None:
    old = world.cache / "engine-light-000000000000"
    interpreter_in(old).parent.mkdir(parents=True)
    interpreter_in(old).touch()
    write_finished(old, {"flavour": "light"})

    def still_there(step: object) -> None:
        if isinstance(step, Program):
            assert (old / FINISHED).is_file()

    set_up(world.order(), still_there)
    assert [one.folder for one in environments(world.cache)] == [world.order().environment]


def torch_world(world: World) -> tuple[Torch, Build]:
    """PyTorch of two builds, each in an index of its own that knows nothing else."""
    for name in ("torch", "torchvision"):
        tiny_wheel(world.index.folder, name, "2.0")
    cpu = Build("cpu", world.index.simple)
    card = Build("cu999", world.index.simple, (600,), 5.0)
    return Torch(("torch==2.0", "torchvision==2.0"), (card, cpu)), card


def test_a_card_that_does_not_work_gives_the_build_of_processors_and_the_reason(world: World) -> None:
    torch, card = torch_world(world)
    state = world.folder / "tried"
    words = (
        f"import json, pathlib; tried = pathlib.Path({str(state)!r}); first = not tried.exists(); tried.touch(); "
        'print(json.dumps({"result": {"device": "processor", "problem": "no kernel image" if first else "", '
        '"tried": "x"}}))'
    )
    (world.engine / "__main__.py").write_text(words, "utf-8")
    facts = set_up(world.order(flavour="full", torch=torch, build=card))
    assert facts["torch"] == "cpu"
    assert facts["why"] == ["card_failed", {"words": "no kernel image"}]
    assert versions(world, "torch", "tinyone") == ["2.0", "1.0"]


def test_a_card_that_works_keeps_its_build(world: World) -> None:
    torch, card = torch_world(world)
    facts = set_up(world.order(flavour="full", torch=torch, build=card))
    assert facts["torch"] == "cu999"


def test_packages_and_torch_are_never_resolved_together(world: World) -> None:
    torch, card = torch_world(world)
    commands = []
    set_up(
        world.order(flavour="full", torch=torch, build=card),
        lambda step: commands.append(list(step.command)) if isinstance(step, Program) else None,
    )
    installs = [command for command in commands if "install" in command and "pip" in command]
    assert len(installs) == 2
    for command in installs:
        assert [word for word in command if "index" in word] == ["--default-index"]
    assert "--require-hashes" in installs[0]


def test_an_engine_that_does_not_work_is_not_finished(world: World) -> None:
    (world.engine / "__main__.py").write_text("raise SystemExit('libstdc++ is too old')", "utf-8")
    told = fault(world)
    assert told.kind == "test_failed"
    assert "libstdc++ is too old" in told.values["words"]


def test_a_bundle_needs_no_network(world: World) -> None:
    bundle = world.folder / "bundle of another computer"
    (bundle / "wheels").mkdir(parents=True)
    for wheel in world.index.folder.glob("*.whl"):
        place = bundle if wheel.name.startswith("uv") else bundle / "wheels"
        wheel.rename(place / wheel.name)
    world.index.stop()
    set_up(world.order(bundle=bundle))
    assert versions(world, "tinyone", "tinytwo") == ["1.0", "1.0"]
    assert world.index.asked == []
    assert hash_of(bundle / world.uv.name) == world.uv.sha256


def test_a_bundle_without_uv_says_what_it_lacks(world: World) -> None:
    told = fault(world, bundle=world.index.folder.parent / "engine")
    assert told.kind == "not_in_bundle" and told.values["file"] == world.uv.name


def test_two_hundred_characters_deep(world: World) -> None:
    world.cache = world.folder
    while len(str(world.cache)) < 200:
        world.cache = world.cache / "a folder in a folder"
    set_up(world.order())
    assert versions(world, "tinyone") == ["1.0"]
