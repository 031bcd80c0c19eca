"""The engine under whatever starts it: another Python, encoding, user, or closed streams."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from engine_process import ROOT, Warm
from rasters import random_image, write_raster
from rock_glacier_inventory.engine import starting_up
from rock_glacier_inventory.engine.command_line import COMMANDS, parse
from rock_glacier_inventory.engine.telling.report import TextReport
from rock_glacier_inventory.inventory.environment import cache_folder, networks_folder
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.messages import Failure

BUILD = "environment --create"
ENGINE = [sys.executable, str(ROOT)]


def shell(line, *words, **options):
    """A command as a shell runs it; `words` are "$@"."""
    command = ["bash", "-c", line, "bash", *map(str, words)]
    return subprocess.run(command, capture_output=True, timeout=60, **options)


@pytest.fixture
def image(tmp_path):
    return write_raster(tmp_path / "Höhen 冰.tif", random_image(12, 12))


def without_libraries(tmp_path):
    """A Python as it comes: one that has none of the engine's libraries."""
    python = tmp_path / "bare python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", python], check=True)
    return python / "bin" / "python"


# Another Python


def test_a_python_without_the_libraries_is_told_how_to_build_one_by_every_command(tmp_path):
    python = without_libraries(tmp_path)
    words = {
        "create": ["--output", "a.gpkg"],
        "migrate": ["--inventory", "a.gpkg"],
        "levels": ["--inventory", "a.gpkg", "--candidate", "1"],
        "import": ["--input", "a", "--inventory", "b.gpkg"],
        "export": ["--inventory", "a.gpkg", "--dialect", "rgik", "--output", "b"],
        "check": ["--input", "a"],
        "publish": ["--inventory", "a.gpkg", "--output", "b"],
        "training-data": ["--output", "data"],
        "plan": ["--data", "data", "--output", "plan.json"],
        "train": ["--data", "data", "--name", "mine", "--output", "models"],
        "improve": ["--inventory", "a.gpkg", "--model", "mine", "--models-folder", "models"],
        "detect": ["--input", "a", "--model", "simulated-alpine", "--output", "b.gpkg"],
        "polygonize": ["--input", "a", "--output", "b.gpkg"],
        "attributes": ["--inventory", "a.gpkg"],
        "flag-glaciers": ["--inventory", "a.gpkg"],
        "solar-radiation": ["--dem", "a", "--output", "b.tif"],
        "units": ["--inventory", "a.gpkg", "--dem", "a", "--output", "b.gpkg"],
        "sources": ["--input", "a"],
        "evaluate": ["--input", "a", "--reference", "b", "--output", "c.json"],
        "grid-statistics": ["--input", "a", "--output", "b.gpkg"],
        "summarise": ["--inventory", "a.gpkg", "--output", "tables"],
        "compare": ["--input", "a", "--reference", "b", "--output", "c.gpkg"],
        "sample": ["--inventory", "a.gpkg"],
        "agreement": ["--inventory", "a.gpkg", "--output", "c.json"],
        "report": ["--inventory", "a.gpkg", "--output", "c.html"],
        "simulate": ["--output", "scene"],
        "models": ["--check"],
        "overview": ["--input", "a", "--output", "b.png"],
        "environment": [],
        "serve": [],
    }
    assert set(words) == set(COMMANDS)
    named = 0
    for name, options in words.items():
        done = subprocess.run(
            [python, "-I", ROOT, name, *options],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=60,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "ROCK_GLACIER_CACHE": str(tmp_path)},
        )
        assert "Traceback" not in done.stderr, (name, done.stderr)
        if name in ("environment", "migrate"):  # they need none
            assert done.returncode == (0 if name == "environment" else 1)
            continue
        if done.returncode == 0 and name == "serve":
            continue
        assert done.returncode == 1, (name, done.stderr)
        sentence = done.stderr.splitlines()[-1]
        assert sentence.startswith(f"This Python ({python}) has no "), (name, sentence)
        assert BUILD in sentence and sentence.count("\n") == 0
        named += 1
    assert named >= 9
    as_json = subprocess.run(
        [python, "-I", ROOT, "create", "--output", "a.gpkg", "--progress", "json"], capture_output=True, text=True
    )
    assert as_json.returncode == 1
    error = json.loads(as_json.stdout)["error"]
    assert error["kind"] == "environment" and BUILD in error["message"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("raise ImportError('DLL load failed while importing _base')", "cannot load rasterio (DLL load failed"),
        ("raise OSError('libgdal.so.34: cannot open shared object file')", "cannot load rasterio (libgdal"),
        ("raise ValueError('numpy.dtype size changed, may indicate binary incompatibility')", "cannot load"),
        ("import libgdal_that_is_not_there", "has no libgdal_that_is_not_there"),
        ("__version__ = '0.1'", "cannot load rasterio"),
    ],
)
def test_a_library_that_is_broken_or_another_version_is_named(tmp_path, content, told):
    (tmp_path / "rasterio.py").write_text(content)
    code = (
        "import sys, runpy; sys.path.insert(0, sys.argv.pop(1)); sys.argv = sys.argv[1:]; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    words = ["overview", "--input", str(tmp_path / "x.tif"), "--output", str(tmp_path / "a.png")]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(ROOT), *words], capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    assert told in done.stderr and BUILD in done.stderr and "Traceback" not in done.stderr


def test_a_fault_in_our_own_imports_stays_ours():
    ours = {"__name__": starting_up.__name__}
    with pytest.raises(ImportError) as caught:
        exec("from rock_glacier_inventory.engine.telling.outputs import nothing_of_that_name", ours)
    assert starting_up.sentence_of(caught.value) is None
    assert starting_up.sentence_of(ZeroDivisionError()) is None
    assert starting_up.sentence_of(AttributeError("x", obj=np)) is None  # of the version that is pinned


def test_the_entry_can_be_read_by_every_python_and_refuses_an_old_one():
    text = (ROOT / "__main__.py").read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 4))
    assert text.isascii()  # Python 2 reads no other letters without being told
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal, ast.Starred)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert functions and not [one for one in functions if one.returns or any(a.annotation for a in one.args.args)]


OLD = [python for name in ("python2.7", "python3.6", "python3.8", "python3.9") if (python := shutil.which(name))]


@pytest.mark.parametrize("python", OLD or [None])
def test_an_old_python_is_told_in_a_sentence(python):
    if python is None or subprocess.run([python, "-c", ""], capture_output=True).returncode:
        pytest.skip("there is no older Python here")
    done = subprocess.run([python, ROOT, "models"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "the engine needs 3.11 or newer" in done.stderr and BUILD in done.stderr
    assert len(done.stderr.splitlines()) == 1


# Another encoding


def locale_of_germany(folder):
    """A locale of ISO-8859-1, and where it is; None where it cannot be made."""
    made = shell('localedef -i de_DE -f ISO-8859-1 "$1"', folder / "de_DE.ISO-8859-1")
    if not (folder / "de_DE.ISO-8859-1").exists():
        return None
    assert made.returncode in (0, 1)
    return {"LC_ALL": "de_DE.ISO-8859-1", "LOCPATH": str(folder)}


@pytest.mark.parametrize("isolated", [[], ["-I"]])
@pytest.mark.parametrize("kind", ["plain", "german"])
def test_names_are_found_in_a_locale_of_another_encoding(tmp_path, image, kind, isolated):
    # In a locale C without Python's UTF-8 mode, names are ASCII; -I forgets the variables, and has that mode.
    more = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    more = more if kind == "plain" else locale_of_germany(tmp_path)
    if more is None:
        pytest.skip("no locale of ISO-8859-1 can be made here")
    output = tmp_path / "Ströme 冰.png"
    environment = {**os.environ, **more}
    words = ["overview", "--input", image, "--output", output]
    done = subprocess.run([sys.executable, *isolated, ROOT, *words], capture_output=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert output.is_file()
    words = ["migrate", "--inventory", tmp_path / "nicht dä.gpkg"]  # which loads least
    again = subprocess.run([sys.executable, *isolated, ROOT, *words], capture_output=True, env=environment)
    assert again.returncode == 1 and b"Traceback" not in again.stderr
    if kind == "german":
        assert "nicht dä.gpkg".encode("latin-1") in again.stderr


def test_a_name_with_bytes_that_are_not_utf8_is_told(tmp_path):
    name = os.fsencode(tmp_path) + b"/a\xe4b.gpkg"
    done = subprocess.run([*ENGINE, b"create", b"--output", name], capture_output=True)
    assert done.returncode == 1
    assert rb"a\xe4b.gpkg' holds bytes that are not UTF-8" in done.stderr
    assert os.listdir(tmp_path) == []
    with Warm() as engine:  # and where it comes as JSON
        engine.ask(1, "create", "--output", os.fsdecode(name))
        assert "not UTF-8" in engine.end_of(1)[0]["error"]["message"]
        engine.ask(2, "create", "--output", f"{tmp_path}/a\0b.gpkg")
        assert "zero character" in engine.end_of(2)[0]["error"]["message"]
        engine.ask(3, "create", "--output", f"{tmp_path}/\ud800.gpkg")
        assert "not UTF-8" in engine.end_of(3)[0]["error"]["message"]


def test_a_name_found_in_a_folder_is_told_too():
    with pytest.raises(UnicodeEncodeError) as caught:
        "Gr\udce4te".encode()
    kind, sentence = starting_up.sentence_of(caught.value)
    assert kind == "input" and r"Gr\xe4te" in sentence


# Other streams


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full", "2>&1 | head -0"])
@pytest.mark.parametrize("progress", ["text", "json"])
def test_closed_streams_change_no_result(tmp_path, image, streams, progress):
    output = tmp_path / "o.png"
    words = ["overview", "--input", image, "--output", output, "--progress", progress]
    done = shell(f'set -o pipefail; "$@" {streams}', *ENGINE, *words)
    unheard = progress == "json" and "|" in streams
    assert done.returncode == (1 if unheard else 0), done.stderr
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    if output.exists() or not unheard:  # where nobody hears it, it stops before
        assert output.read_bytes()[:4] == b"\x89PNG"  # nothing that was printed has gone into it


def test_help_that_nobody_reads_is_no_fault():
    done = shell('set -o pipefail; "$@" | head -0', *ENGINE, "detect", "--help")
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr


def test_a_line_end_in_a_name_does_not_break_the_sentence_in_two(capsys):
    report = TextReport(sys.stderr)
    report.say(Failure("input", "There is no file a\nb\tc\x1b[31m.tif; check the name."))
    report.warning("a\rb")
    told = capsys.readouterr().err
    assert told == "There is no file a\\nb\\tc\\x1b[31m.tif; check the name.\nWarning: a\\rb\n"


# Another user


def test_without_a_home_only_what_needs_one_says_so():
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can become a user whom nobody knows")
    code = (
        "import os, sys; os.environ.clear(); os.environ['PATH'] = '/usr/bin'\n"
        "sys.path[:0] = [sys.argv[1]]; import conftest\n"
        "from rock_glacier_inventory.engine import command_line\n"
        "os.chdir(sys.argv[2])\n"
        "assert command_line.main(['create', '--output', 'as root.gpkg']) == 0  # loads what root may read\n"
        "os.setgroups([]); os.setgid(12345); os.setuid(12345)\n"
        "print(command_line.main(['create', '--output', 'a.gpkg']), command_line.main(['environment']))\n"
    )
    with tempfile.TemporaryDirectory() as here:  # not `tmp_path`, which only root may enter
        Path(here).chmod(0o777)
        words = [sys.executable, "-c", code, ROOT / "tests", here]
        done = subprocess.run(words, capture_output=True, text=True)
        assert done.stdout.strip() == "0 1", done.stderr
        assert Path(here, "a.gpkg").stat().st_uid == 12345
    assert "has no home folder; set HOME" in done.stderr and "Traceback" not in done.stderr


def test_a_cache_without_a_home_is_a_sentence_and_networks_do_without(monkeypatch):
    for name in ("HOME", "ROCK_GLACIER_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    with pytest.raises(UserError, match="no home folder; set HOME, or set ROCK_GLACIER_CACHE"):
        cache_folder()
    assert networks_folder() is None


def test_no_folder_for_temporary_files_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(tmp_path / "not there")])
    command, options = parse(["detect", "--input", "a", "--model", "b", "--output", "c.gpkg"])
    with pytest.raises(FileNotFoundError) as caught:
        command(options, TextReport())
    kind, sentence = starting_up.sentence_of(caught.value)
    assert kind == "output" and "set TMPDIR" in sentence
