"""Packs all that `make card` needs beside a Python with torch: our source, a simulated scene, and libraries.

The libraries are those of the engine, unpacked from their wheels (their own compression takes a third more), for the
Python that `PYTHON_VERSION` names (default: the one that runs this) on this kind of machine. numba is left out: with
LLVM it is as large as all the rest, and `solar-radiation` is measured where the asked Python has it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from _package import PACKAGE, ROOT
from package import tracked_files

LIBRARIES = (
    *("rasterio", "affine", "attrs", "certifi", "click", "cligj", "click-plugins", "pyparsing"),
    *("pyproj", "shapely", "psutil", "packaging"),
    *("segmentation-models-pytorch", "timm", "safetensors", "huggingface-hub", "PyYAML", "tqdm", "filelock"),
    *("httpx2", "httpcore2", "h11", "anyio", "idna", "truststore", "typing-extensions"),
)
"""What a row imports, directly or not; `numpy` travels too, for a Python without it."""
EXTRA = ("monai==1.6.1",)
"""Measured against, and used nowhere else."""
MOST_BYTES = 60 * 2**20
LEFT_OUT = ("docs/", "i18n/", "plugin/", "processing_provider/", "resources/", "models/cards/debris-cover-s2")
BENCHMARKS = (
    *("card.py", "card_rows.py", "stand_ins.py", "measure.py", "scenes.py"),
    *("detect_against_bare_network.py", "training_step.py"),
)
SEED, SIZE = 4242, 1024


def pinned(names: tuple[str, ...]) -> list[str]:
    """Libraries with the versions that the engine has here."""
    frozen = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True
    ).stdout
    versions = {each["name"].lower().replace("_", "-"): each["version"] for each in json.loads(frozen)}
    return [f"{name}=={versions[name.lower()]}" for name in names]


def fetch(names: list[str], python: str, folder: Path) -> list[Path]:
    """Download wheels for a version of Python, without what they ask for."""
    words = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version", python, "--dest", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "download", *words, *names], check=True)
    return sorted(folder.glob("*.whl"))


def lay_out(wheels: list[Path], folder: Path) -> None:
    """Unpack wheels, without their tests."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder, [name for name in archive.namelist() if "/tests/" not in name])


def source(folder: Path) -> None:
    """Our own files, as far as the rows run them."""
    ours = [name for name in tracked_files() if not name.startswith(LEFT_OUT) and not name.endswith((".md", ".svg"))]
    for name in [*ours, *(f"benchmarks/{name}" for name in BENCHMARKS)]:
        target = folder / PACKAGE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)


def scene(folder: Path) -> None:
    """A simulated scene with its DEM, and its outlines as labels of its cells."""
    import numpy as np
    import pyogrio
    import rasterio
    import shapely
    from rasterio.features import rasterize

    made = folder / f"simulated-{SIZE}-{SEED}"
    words = ["--output", str(made), "--size", str(SIZE), "--seed", str(SEED)]
    subprocess.run([sys.executable, str(ROOT), "simulate", *words], check=True, stdout=subprocess.DEVNULL)
    with rasterio.open(made / "scene.tif") as dataset:
        outlines = pyogrio.raw.read(made / "rock_glaciers.gpkg")[2]
        shapes = [(shape, 1) for shape in shapely.from_wkb(outlines)]
        label = rasterize(shapes, dataset.shape, transform=dataset.transform, dtype="uint8")
    np.save(folder / "label.npy", label)
    for path in made.iterdir():
        if path.name not in ("scene.tif", "dem.tif"):
            path.unlink()


def pack(output: Path, python: str, *, libraries: bool = True) -> Path:
    """Write the pack, and say what it holds and how large it is.

    Raises
    ------
    SystemExit
        It is larger than `MOST_BYTES`.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as name:
        folder = Path(name) / "pack"
        (folder / "libraries").mkdir(parents=True)
        wheels: list[Path] = []
        if libraries:
            wheels = fetch([*pinned(LIBRARIES), *EXTRA], python, Path(name) / "wheels")
            lay_out(wheels, folder / "libraries")
            numpy = fetch(pinned(("numpy",)), python, Path(name) / "numpy")
            lay_out(numpy, folder / "numpy")
            wheels += numpy
        source(folder)
        scene(folder)
        (folder / "pack.json").write_text(json.dumps({"python": python, "wheels": [wheel.name for wheel in wheels]}))
        with tarfile.open(output, "w:xz", preset=3 if libraries else 0) as archive:
            for path in sorted(folder.iterdir()):
                archive.add(path, path.name)
    size = output.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{output} has {size / 2**20:.1f} MiB; it may have {MOST_BYTES // 2**20} MiB at most.")
    print(f"{output}: {size / 2**20:.1f} MiB, {len(wheels)} libraries for Python {python}")
    return output


if __name__ == "__main__":
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    pack(ROOT / "build" / "card" / "pack.tar.xz", os.environ.get("PYTHON_VERSION", here))
