"""What a set-up reads of a computer, what it chooses, and what it makes of the words of others. Nothing is started."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.setup import choosing, faults, machine, pythons, state, wheel
from rock_glacier_inventory.inventory.setup.flavours import FULL, LIGHT, LINUX, MACOS, PLATFORMS, WINDOWS
from rock_glacier_inventory.inventory.setup.pins import PYTHON, PYTHON_VERSION, SUITABLE_PYTHONS, UV, UV_VERSION
from rock_glacier_inventory.inventory.setup.sources import VARIABLE, read_sources
from rock_glacier_inventory.inventory.setup.told import SetupFault, Told
from rock_glacier_inventory.inventory.setup.torch_builds import Build, Torch, read_torch

PACKAGES = Path(__file__).resolve().parents[2] / ".venv" / "src"
HEAD = "name, driver_version, compute_cap, memory.total [MiB]\n"
H200 = HEAD + "NVIDIA H200, 570.124.06, 9.0, 143771 MiB\n"
MX450 = HEAD + "NVIDIA GeForce MX450, 551.23, 7.5, 2048 MiB\n"
TWO = HEAD + "NVIDIA GeForce GT 710, 581.42, 3.5, 2048 MiB\nNVIDIA GeForce RTX 4070, 581.42, 8.9, 12282 MiB\n"
OLD_TOOL = 'Field "compute_cap" is not a valid field to query.\n\n'
NO_DRIVER = (
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA "
    "driver is installed and running.\n"
)
TORCH = Torch(
    ("torch==2.14.1", "torchvision==0.29.1"),
    (
        Build("cu130", "https://torch/cu130", (580, 65), 7.5),
        Build("cu126", "https://torch/cu126", (525, 60), 5.0, 9.0),
        Build("cpu", "https://torch/cpu"),
    ),
)
PLENTY = 100_000_000_000


def here(text: str = "", platform: str = LINUX, free: int = PLENTY) -> machine.Machine:
    return machine.Machine(platform, free, machine.best_card(machine.parse_cards(text)))


def test_cards_are_read_as_the_driver_tells_them() -> None:
    assert machine.parse_cards(H200) == [machine.Card("NVIDIA H200", (570, 124, 6), 9.0, 143771)]
    assert [card.name for card in machine.parse_cards(TWO)] == ["NVIDIA GeForce GT 710", "NVIDIA GeForce RTX 4070"]
    assert here(TWO).card.name == "NVIDIA GeForce RTX 4070"
    assert machine.parse_cards(HEAD + "Tesla K80, 470.82, [N/A], [N/A]\n") == [
        machine.Card("Tesla K80", (470, 82), 0.0, 0)
    ]


@pytest.mark.parametrize("text", ["", OLD_TOOL, NO_DRIVER, HEAD, "No devices were found\n"])
def test_what_is_no_card_is_none(text: str) -> None:
    assert machine.parse_cards(text) == []


@pytest.mark.parametrize(
    ("machine_", "flavour", "build", "why"),
    [
        (here(), LIGHT, "cpu", "no_card"),
        (here(HEAD + "RTX 4070, 581.42, 8.9, 12282 MiB\n"), FULL, "cu130", "card"),
        (here(H200), FULL, "cu126", "card"),
        (here(MX450), LIGHT, "cpu", "small_card"),
        (here(HEAD + "GTX 1650, 450.80, 7.5, 4096 MiB\n"), LIGHT, "cpu", "old_driver"),
        (here(HEAD + "Tesla K80, 581.0, 3.7, 11441 MiB\n"), LIGHT, "cpu", "old_card"),
        (here(HEAD + "GTX 1650, 581.0, 7.5, 3914 MiB\n"), FULL, "cu130", "card"),
        (here(HEAD + "RTX 5090, 576.0, 12.0, 32607 MiB\n"), LIGHT, "cpu", "old_driver"),
        (here(platform=MACOS), FULL, "cpu", "apple"),
        (here(H200, free=3_000_000_000), LIGHT, "cu126", "card"),
    ],
)
def test_what_is_proposed_and_why(machine_: machine.Machine, flavour: str, build: str, why: str) -> None:
    assert choosing.proposed(machine_, TORCH) == flavour
    choices = choosing.choices(machine_, TORCH)
    assert choices[FULL].build.name == build
    assert choices[LIGHT].build is None
    assert choices[FULL].why.kind == why
    assert choices[FULL].disk > choices[LIGHT].disk


def test_the_sentence_of_an_old_driver_has_the_driver_it_wants() -> None:
    _, why = choosing.build_for(here(HEAD + "GTX 1650, 450.80, 7.5, 4096 MiB\n"), TORCH)
    assert why.values == {"card": "GTX 1650", "driver": "450.80", "least": "525.60"}


def test_computers_without_packages_are_told() -> None:
    assert choosing.usable(here(platform="macos-x86_64")) == Told("intel_mac")
    assert choosing.usable(here(platform="linux-arm64")).kind == "no_platform"
    assert [choosing.usable(here(platform=one)) for one in PLATFORMS] == [None] * 3


def test_a_full_disk_is_told_before_anything_is_fetched() -> None:
    choice = choosing.choices(here(), TORCH)[LIGHT]
    assert choosing.too_little_disk(here(free=10_000_000), choice).kind == "too_little_disk"
    assert choosing.too_little_disk(here(), choice) is None
    assert choosing.too_little_disk(here(free=0), choice) is None, "nobody could say"


UV_WORDS = {
    "no_network": "error: Request failed after 3 retries in 8.6s\n  cause: Failed to fetch: https://pypi.org/simple/x/\n"
    "  cause: client error (Connect)\n  cause: dns error\n  cause: failed to lookup address information",
    "proxy_password": "  cause: client error (Connect)\n  cause: tunnel error: unsuccessful\n"
    "  cause: HTTP status client error (407 Proxy Authentication Required) for url (https://pypi.org/simple/x/)",
    "certificate": "  cause: client error (Connect)\n  cause: invalid peer certificate: UnknownIssuer",
    "disk_full": "error: Failed to install: numpy-2.4.6.whl (numpy==2.4.6)\n"
    "  cause: failed to write to file `/x/y`: No space left on device (os error 28)",
    "wrong_hash": "Hash mismatch for `numpy==2.4.6`\n\nExpected:\n  sha256:aa\n\nComputed:\n  sha256:bb",
    "file_in_use": "error: failed to remove file `C:\\x\\a.pyd`: The process cannot access the file because it is "
    "being used by another process. (os error 32)",
    "no_permission": "error: failed to create directory `/x`: Permission denied (os error 13)",
    "virus": "error: Failed to spawn: Operation did not complete successfully because the file contains a virus or "
    "potentially unwanted software. (os error 225)",
    "path_too_long": "error: failed to create file `/x/y`: File name too long (os error 36)",
    "network_cut": "error: Failed to download `numba==0.68.1`\n  cause: error decoding response body\n"
    "  cause: unexpected EOF during chunk size line",
    "no_package": "  × No solution found when resolving dependencies:\n"
    "  because x was not found in the package registry",
    "program_failed": "thread 'main' panicked at src/main.rs",
}


@pytest.mark.parametrize("kind", UV_WORDS)
def test_the_words_of_uv_are_told_as_what_they_mean(kind: str) -> None:
    assert faults.fault_in(UV_WORDS[kind], 2).kind == kind


def test_the_words_name_the_package() -> None:
    assert faults.fault_in(UV_WORDS["wrong_hash"]).values == {"file": "numpy==2.4.6"}
    assert faults.fault_in(UV_WORDS["no_network"]).values == {"file": "pypi.org"}
    assert faults.fault_in(UV_WORDS["program_failed"], 7).values["code"] == 7


def test_errors_of_the_system_are_told_with_their_file() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/x/é")
    assert faults.fault_of_system(full, Path("/x")) == Told("disk_full", {"file": "/x/é"})
    assert faults.fault_of_system(PermissionError(errno.EACCES, "no"), Path("/x")).values == {"file": "/x"}
    assert faults.fault_of_system(OSError(errno.EIO, "Input/output error"), Path("/x")).kind == "program_failed"


def test_each_pin_is_a_whole_one() -> None:
    for pins in (UV, PYTHON):
        assert set(pins) == set(PLATFORMS)
        for pin in pins.values():
            assert len(pin.sha256) == 64 and pin.address.startswith("https://")
            assert pin.address.rpartition("/")[2].replace("%2B", "+") == pin.name
    assert tuple(map(int, PYTHON_VERSION.split(".")[:2])) == SUITABLE_PYTHONS[0]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_builds_of_pytorch_that_are_pinned_are_read(platform: str) -> None:
    torch = read_torch(platform)
    assert [one.partition("==")[0] for one in torch.requirements] == ["torch", "torchvision"]
    assert torch.processor.driver == ()
    drivers = [build.driver for build in torch.builds]
    assert drivers == sorted(drivers, reverse=True), "the newest first"
    assert (len(torch.builds) > 1) == (platform != MACOS)


def test_a_mirror_is_a_list_of_addresses_and_hashes_stay(tmp_path: Path) -> None:
    told = tmp_path / "mirror.json"
    told.write_text('{"index": "https://mirror/simple", "torch": "https://mirror/torch"}', "utf-8")
    sources = read_sources(WINDOWS, {VARIABLE: str(told)})
    assert (sources.index, sources.uv) == ("https://mirror/simple", UV[WINDOWS])
    assert {build.index for build in sources.torch().builds} == {"https://mirror/torch"}
    assert read_sources(WINDOWS, {}).torch() == read_torch(WINDOWS)


# Python


def answer(executable: str, version: str = "[3, 12, 4]", bits: int = 64, machine_: str = "AMD64") -> str:
    return f'["{executable}", {version}, {bits}, "{machine_}", "{Path(executable).parent}"]\n'


def test_a_python_says_what_it_is() -> None:
    done = subprocess.run([sys.executable, "-I", "-c", pythons.PROBE], capture_output=True, text=True, check=True)
    python = pythons.parse_answer(done.stdout)
    assert python.version == sys.version_info[:3] and python.bits == 64
    assert pythons.is_suitable(python, LINUX, [])
    for other in ("", "Python was not found; run without arguments to install from the Microsoft Store\n", "[1]"):
        assert pythons.parse_answer(other) is None


@pytest.mark.parametrize(
    ("text", "platform", "suitable"),
    [
        (answer("/usr/local/bin/python3.12"), LINUX, True),
        (answer("/usr/bin/python3", "[3, 9, 2]"), LINUX, False),
        (answer("/usr/bin/python3", "[3, 15, 0]"), LINUX, False),
        (answer("/x/python", bits=32), WINDOWS, False),
        (answer("/usr/local/bin/python3.12", machine_="x86_64"), MACOS, False),
        (answer("/opt/homebrew/bin/python3.12", machine_="arm64"), MACOS, True),
        (answer("/Applications/QGIS.app/Contents/MacOS/bin/python3", machine_="arm64"), MACOS, False),
        (answer("/OSGeo4W/apps/Python312/python.exe"), WINDOWS, False),
    ],
)
def test_which_pythons_the_engine_can_have(text: str, platform: str, suitable: bool) -> None:
    qgis = [Path("/Applications/QGIS.app"), Path("/OSGeo4W")]
    assert pythons.is_suitable(pythons.parse_answer(text), platform, qgis) is suitable


def test_the_newest_that_is_pinned_comes_first(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.9"):
        (tmp_path / name).touch()
    assert [Path(one[0]).name for one in pythons.candidates(LINUX, str(tmp_path))] == [
        "python3.12",
        "python3.11",
        "python3",
    ]
    assert pythons.candidates(WINDOWS)[0] == ["py", "-3.12"]


def test_the_python_that_opens_a_shop_is_not_asked(tmp_path: Path) -> None:
    shop = tmp_path / "Microsoft" / "WindowsApps"
    shop.mkdir(parents=True)
    (shop / "python.exe").touch()
    assert not [one for one in pythons.candidates(WINDOWS, str(shop)) if one[0] != "py"]


# uv out of its wheel


def make_wheel(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, f"contents of {name}" * 100)
    return path


PROGRAM = f"uv-{UV_VERSION}.data/scripts/uv"


def test_only_the_program_is_unpacked(tmp_path: Path) -> None:
    made = make_wheel(tmp_path / "uv.whl", PROGRAM, "uv/__init__.py")
    uv = wheel.unpack_uv(made, tmp_path / "é 冰", LINUX)
    assert uv.read_text().startswith("contents of uv-")
    assert os.access(uv, os.X_OK)
    assert [one.name for one in uv.parent.iterdir()] == ["uv"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "uv/../../evil", "C:\\evil", "uv\\..\\evil", "other/x"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    made = make_wheel(tmp_path / "uv.whl", PROGRAM, name)
    with pytest.raises(SetupFault) as caught:
        wheel.unpack_uv(made, tmp_path / "in", LINUX)
    assert caught.value.told.kind == "strange_archive"
    assert not (tmp_path / "in").exists()


def test_a_damaged_wheel_leaves_no_program(tmp_path: Path) -> None:
    made = make_wheel(tmp_path / "uv.whl", PROGRAM)
    content = bytearray(made.read_bytes())
    content[60] ^= 0xFF
    made.write_bytes(content)
    with pytest.raises(SetupFault):
        wheel.unpack_uv(made, tmp_path / "in", LINUX)
    assert not (tmp_path / "in" / "uv").exists()


# What lies on the disk


def test_one_set_up_at_a_time_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rock_glacier_inventory.inventory.setup.state import SetupLock; "
        "lock = SetupLock(Path(sys.argv[1])); lock.take(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGES)},
    ) as other:
        assert other.stdout.readline() == "held\n"
        lock = state.SetupLock(tmp_path)
        with pytest.raises(SetupFault) as caught:
            lock.take()
        assert caught.value.told.kind == "set_up_elsewhere"
        other.kill()
        other.wait()
        lock.take()
        lock.release()


def finished(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    state.write_finished(folder, {"flavour": "light", "words": "é 冰"})
    return folder


def test_an_environment_whose_python_is_gone_is_not_whole(tmp_path: Path) -> None:
    """That of the computer was upgraded: the link in the environment leads nowhere."""
    folder = finished(tmp_path / "engine-light-123456789abc")
    assert state.environments(tmp_path)[0].whole
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").symlink_to(tmp_path / "python3.11")
    [found] = state.environments(tmp_path)
    assert found.facts["words"] == "é 冰" and not found.whole


def test_a_damaged_last_file_is_no_finished_environment(tmp_path: Path) -> None:
    folder = finished(tmp_path / "engine-full-123456789abc")
    for content in (b"", b"{", b"[]", b"\xff\xfe"):
        (folder / "finished.json").write_bytes(content)
        assert not state.environments(tmp_path)[0].whole


def test_an_environment_that_a_program_keeps_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows answers while a program in it runs."""
    folder = finished(tmp_path / "engine-light-123456789abc")

    def refuse(_path: Path, _to: Path) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(Path, "rename", refuse)
    assert not state.remove(folder)
    assert (folder / "bin" / "python").exists()
    monkeypatch.undo()
    assert state.remove(folder)
    assert list(tmp_path.iterdir()) == []
