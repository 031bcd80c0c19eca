"""`make card`: a table that comes to its end, whatever its rows do, from a pack that any Python with torch can run."""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
ROWS = """
import os, time

def good(folder):
    yield "what", "seen"

def raises(folder):
    yield "half", "a row"
    raise ValueError("no | such\\nthing")

def dies(folder):
    os._exit(3)

def hangs(folder):
    time.sleep(60)

ROWS = {"good": good, "raises": raises, "dies": dies, "hangs": hangs}
"""


@pytest.fixture
def card(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield importlib.import_module("card")
    sys.modules.pop("card")


def packed(path, python=HERE, rows=ROWS):
    """A pack whose rows need nothing."""
    files = {"pack.json": json.dumps({"python": python}), "rock_glacier_inventory/benchmarks/card_rows.py": rows}
    for name in ("card.py", "stand_ins.py"):
        files[f"rock_glacier_inventory/benchmarks/{name}"] = (ROOT / "benchmarks" / name).read_text()
    with tarfile.open(path, "w") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return path


def test_each_row_stands_alone(card, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(card, "ROWS", {"good": 30, "raises": 30, "dies": 30, "hangs": 0.5})
    monkeypatch.setattr(sys, "argv", ["card.py", str(packed(tmp_path / "pack 冰.tar.xz"))])
    card.main()
    assert capsys.readouterr().out.splitlines()[:7] == [
        "| what | seen |",
        "|---|---|",
        "| what | seen |",
        "| half | a row |",
        "| raises | not measured: ValueError: no / such thing |",
        "| dies | ended with 3: nothing was said |",
        "| hangs | took longer than 0 s and was stopped |",
    ]


def test_all_ends_within_the_whole_time(card, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(card, "WHOLE_S", 5)
    monkeypatch.setattr(card, "ROWS", {"hangs": 30, "good": 30})
    monkeypatch.setattr(sys, "argv", ["card.py", str(packed(tmp_path / "pack.tar.xz"))])
    card.main()
    assert "| hangs | not begun: 5 s were over |" in capsys.readouterr().out
    assert sum(importlib.reload(card).ROWS.values()) <= card.WHOLE_S


@pytest.mark.parametrize(
    ("python", "words"), [(None, "make it with 'make card-pack'"), ("2.7", "was made for Python 2.7")]
)
def test_what_is_not_there_or_of_another_python_is_a_sentence(card, tmp_path, python, words):
    path = tmp_path / "pack.tar.xz"
    if python is not None:
        packed(path, python)
    with pytest.raises(SystemExit, match=words):
        card.unpacked(path, tmp_path / "folder")


def test_a_python_without_torch_is_told_in_one_sentence(tmp_path):
    script = ROOT / "benchmarks" / "card.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, packed(tmp_path / "pack.tar.xz")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().endswith("has no torch; name one that has: PYTHON=/path/to/python make card")


def test_the_pack_holds_what_the_rows_import(tmp_path, monkeypatch):
    """The row of the machine imports networks and libraries; all but torch's own come from the list."""
    monkeypatch.syspath_prepend(str(ROOT / "recipes"))
    recipe = importlib.import_module("card_pack")
    recipe.source(tmp_path)
    code = (
        "import sys, json; from importlib import metadata; from pathlib import Path\n"
        f"sys.path.insert(0, {str(tmp_path / 'rock_glacier_inventory' / 'benchmarks')!r}); import card\n"
        f"card.row('machine', Path({str(tmp_path)!r}))\n"
        "import rock_glacier_inventory.engine.detection.detection\n"
        "import rock_glacier_inventory.engine.scene.imagery as imagery\n"
        f"assert imagery.__file__.startswith({str(tmp_path)!r})\n"
        "tops = {name.partition('.')[0] for name in sys.modules}\n"
        "found = metadata.packages_distributions()\n"
        "print(json.dumps(sorted({each for top in tops for each in found.get(top, ())})))\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[0].startswith(("| card |", "| no NVIDIA card"))
    carried = {name.lower().replace("_", "-") for name in recipe.LIBRARIES}
    from_torch = {"torch", "numpy", "sympy", "mpmath", "networkx", "jinja2", "markupsafe", "fsspec", "triton"}
    stood_in = {"torchvision", "pillow", "pyogrio", "exactextract"}
    imported = {name.lower().replace("_", "-") for name in json.loads(lines[-1])}
    lacking = {name for name in imported - carried - from_torch - stood_in if not name.startswith(("cuda-", "nvidia-"))}
    # whatever happens to lie in this environment: Pillow looks for defusedxml
    assert lacking <= {"setuptools", "openvino-telemetry", "defusedxml"}
