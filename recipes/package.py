"""Builds the plugin zip: what git tracks, less what a user does not need, with compiled translations."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "rock_glacier_inventory"
LEFT_OUT = ("tests/", "benchmarks/", "recipes/", ".ci/", ".github/", "i18n/update.py")
LEFT_OUT_FILES = {
    ".gitattributes",
    ".gitignore",
    "Makefile",
    "setup.sh",
    "pyproject.toml",
    "CONTRIBUTING.md",
    "requirements/benchmarks.txt",
    "requirements/development.txt",
    "requirements/publication.txt",
    "requirements/qgis.txt",
    "requirements/qt6.txt",
    "requirements/servers.txt",
}
LARGEST_BYTES = 25_000_000
"""The limit of plugins.qgis.org."""
CARDS, LARGEST_CARDS = "models/cards/", 14_000_000
"""All model cards together, as they lie in the zip: the rest of the plugin needs room to grow."""


def tracked_files() -> list[str]:
    """What belongs in the zip, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [
        name
        for name in listed.split("\0")
        if name and not name.startswith(LEFT_OUT) and name not in LEFT_OUT_FILES and (ROOT / name).is_file()
    ]


def compiled_translations(folder: Path) -> list[Path]:
    """The .qm files of all .ts files, made in `folder`."""
    lrelease = shutil.which("lrelease")
    if lrelease is None:
        raise SystemExit("lrelease is not installed (Debian: qttools5-dev-tools); the zip needs its translations.")
    made = []
    for source in sorted((ROOT / "i18n").glob("*.ts")):
        target = folder / f"{source.stem}.qm"
        subprocess.run([lrelease, "-silent", str(source), "-qm", str(target)], check=True)
        made.append(target)
    return made


def build(output: Path) -> Path:
    """Write the zip and return its path."""
    folder = output.parent
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in tracked_files():
            archive.write(ROOT / name, f"{NAME}/{name}")
        for path in compiled_translations(folder):
            archive.write(path, f"{NAME}/i18n/{path.name}")
        cards = sum(one.compress_size for one in archive.infolist() if one.filename.startswith(f"{NAME}/{CARDS}"))
    size = output.stat().st_size
    if cards > LARGEST_CARDS:
        raise SystemExit(
            f"The model cards have {cards / 1e6:.1f} MB in {output}, and {LARGEST_CARDS / 1e6:.0f} MB at most."
        )
    if size > LARGEST_BYTES:
        raise SystemExit(f"{output} has {size / 1e6:.1f} MB; plugins.qgis.org takes 25 MB at most.")
    print(f"{output}: {size / 1e6:.1f} MB, of which {cards / 1e6:.1f} MB are model cards")
    return output


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / f"{NAME}.zip")
