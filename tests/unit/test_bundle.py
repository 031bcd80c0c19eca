"""A folder for a computer without a network: a real pip fills it from wheels on this disk, and another builds of it."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from engine_here import run
from rock_glacier_inventory.engine import bundle
from rock_glacier_inventory.inventory import environment
from rock_glacier_inventory.inventory.setup import flavours
from rock_glacier_inventory.inventory.setup.pins import UV_VERSION, Pin

OURS = flavours.platform_here()
pytestmark = pytest.mark.skipif(OURS not in flavours.PLATFORMS, reason="there are no packages for this platform")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wheel(folder: Path, name: str, version: str, tag: str, text: str = "") -> Path:
    """A small whole wheel."""
    path = folder / f"{name}-{version}-{tag}.whl"
    about = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": text,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    record = ""
    for file, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
        record += f"{file},sha256={digest},{len(content.encode())}\n"
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in {**files, f"{about}/RECORD": f"{record}{about}/RECORD,,\n"}.items():
            archive.writestr(file, content)
    return path


class Index(NamedTuple):
    """Wheels of an engine of one package, for each platform; uv, the Pythons and the locks that belong to them."""

    folder: Path
    requirements: Path
    uv: dict[str, Pin]
    pythons: dict[str, Pin]


@pytest.fixture(scope="module")
def made_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    place = tmp_path_factory.mktemp("bundles")
    made = Index(place / "index 冰", place / "requirements", {}, {})
    made.folder.mkdir()
    (made.requirements / "locks").mkdir(parents=True)
    for platform in flavours.PLATFORMS:
        tag = f"py3-none-{bundle.TAGS[platform][-1]}"
        ground = wheel(made.folder, "ground", "1.0", tag, f"PLATFORM = {platform!r}\n")
        tool = wheel(made.folder, "uv", UV_VERSION, tag)
        lock = f"ground==1.0 --hash=sha256:{sha256(ground)}\n"
        (made.requirements / "locks" / f"{platform}-light.txt").write_text(lock, "utf-8")
        made.uv[platform] = Pin(tool.name, "", sha256(tool))
        archive = made.folder / f"python-{platform}.tar.gz"
        archive.write_text(f"a Python for {platform}", "utf-8")
        made.pythons[platform] = Pin(archive.name, archive.as_uri(), sha256(archive))
    return made


def only_these(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip see no other index."""
    monkeypatch.setattr(flavours, "REQUIREMENTS_FOLDER", index.requirements)
    monkeypatch.setattr(bundle, "UV", index.uv)
    monkeypatch.setattr(bundle, "PYTHON", index.pythons)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", index.folder.as_uri())


@pytest.fixture(scope="module")
def made_bundle(made_index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle for this computer, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "a bundle"
    with pytest.MonkeyPatch.context() as patch:
        only_these(made_index, patch)
        told = run("environment", "--bundle", folder)
    assert (told.result["files"], told.warnings) == (3, [])
    return folder


@pytest.fixture
def index(made_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """The only wheels that pip sees, and a cache of its own."""
    only_these(made_index, monkeypatch)
    monkeypatch.setenv(environment.CACHE_VARIABLE, str(tmp_path / "cache é"))
    return made_index


@pytest.fixture
def filled(index: Index, made_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle for this computer; there is no index any more."""
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    return Path(shutil.copytree(made_bundle, tmp_path / "a bundle"))


def test_a_bundle_holds_all_with_its_hashes(filled: Path) -> None:
    names = {path.relative_to(filled).as_posix() for path in filled.rglob("*") if path.is_file()}
    lines = (filled / bundle.SUMS).read_text("utf-8").splitlines()
    assert {line.partition("  ")[2] for line in lines} == names - {bundle.SUMS}
    assert all(sha256(filled / name) == digest for digest, _, name in (line.partition("  ") for line in lines))
    assert {name.partition("-")[0] for name in names} == {bundle.SUMS, "uv", "python", "wheels/ground"}


@pytest.mark.parametrize("platform", [platform for platform in flavours.PLATFORMS if platform != OURS][:2])
def test_a_bundle_may_be_for_another_platform(index: Index, tmp_path: Path, platform: str) -> None:
    assert run("environment", "--bundle", tmp_path / "b", "--platform", platform).code == 0
    (made,) = (tmp_path / "b" / bundle.WHEELS).iterdir()
    assert made.stem.endswith(bundle.TAGS[platform][-1])


def test_an_engine_is_built_from_it_without_a_network(filled: Path) -> None:
    told = run("environment", "--create", "--flavour", "light", "--from-bundle", filled).result
    folder = Path(told["environment"])
    assert told["present"] and folder == environment.flavour_environment("light")
    code = "import ground; print(ground.PLATFORM)"
    assert subprocess.check_output([environment.interpreter_in(folder), "-c", code], text=True).strip() == OURS
    assert run("environment", "--flavour", "light").result == told
    assert [path.name for path in folder.parent.iterdir() if "building" in path.name] == []


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


@pytest.mark.parametrize("damage", [cut, Path.unlink])
def test_a_damaged_bundle_is_refused_by_the_name_of_the_file(filled: Path, damage: Callable[[Path], None]) -> None:
    (path,) = (filled / bundle.WHEELS).iterdir()
    damage(path)
    done = run("environment", "--create", "--flavour", "light", "--from-bundle", filled)
    assert done.error == f"{path} is missing or damaged; copy the whole folder again, or make it anew."
    assert not environment.flavour_environment("light").exists()


def test_a_folder_that_is_none_is_told(index: Index, tmp_path: Path) -> None:
    done = run("environment", "--create", "--flavour", "light", "--from-bundle", tmp_path)
    assert "is no bundle of the engine" in done.error


def test_a_wheel_with_another_hash_than_the_locks_is_no_engine(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (path,) = (filled / bundle.WHEELS).iterdir()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("ground/more.py", "")
    bundle._vouched(filled)  # whoever changed it has changed the list, too
    done = run("environment", "--create", "--flavour", "light", "--from-bundle", filled)
    assert "could not be installed" in done.error
    assert "make the folder" in done.error
    assert "hash" in capfd.readouterr().err.lower()
    assert list(environment.cache_folder().glob("engine-*")) == []


def test_a_python_that_cannot_be_fetched_is_said(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / f"python-{OURS}.tar.gz"
    other.write_text("something else", "utf-8")
    pin = index.pythons[OURS]
    monkeypatch.setattr(bundle, "PYTHON", {**index.pythons, OURS: Pin(pin.name, other.as_uri(), pin.sha256)})
    done = run("environment", "--bundle", tmp_path / "b")
    assert done.code == 0
    assert "needs a Python 3.12 of its own" in done.warnings[0]
    assert not list((tmp_path / "b").glob("python*"))
