import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from engine_process import ROOT, command, run
from rock_glacier_inventory.engine.command_line import COMMANDS, FOREIGN_VARIABLES


def plain(*arguments, **options):
    return subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, **options)


def test_help_lists_every_command_and_loads_nothing_heavy():
    code = (
        "import sys, runpy\n"
        f"sys.argv = [{str(ROOT)!r}, '--help']\n"
        "try:\n"
        f"    runpy.run_path({str(ROOT)!r}, run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0\n"
        "heavy = {'torch', 'rasterio', 'shapely', 'numpy', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = plain("-c", code)
    assert done.returncode == 0, done.stderr
    for name in COMMANDS:
        assert name in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself_without_heavy_imports(name):
    code = (
        "import sys, runpy\n"
        f"sys.argv = [{str(ROOT)!r}, {name!r}, '--help']\n"
        "try:\n"
        f"    runpy.run_path({str(ROOT)!r}, run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "heavy = {'torch', 'rasterio', 'shapely', 'numpy', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = plain("-c", code)
    assert done.returncode == 0, done.stderr
    assert "--progress" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["detect"], ["detect", "--input", "x", "--colour", "red"]])
def test_wrong_usage_is_exit_code_2(arguments):
    done = plain(ROOT, *arguments)
    assert done.returncode == 2
    assert "usage:" in done.stderr
    assert "Traceback" not in done.stderr


def test_runs_as_a_module_and_from_a_folder_of_any_name(tmp_path):
    folder = tmp_path / "Gräte 冰 plugin"
    shutil.copytree(
        ROOT,
        folder,
        ignore=shutil.ignore_patterns(".venv", ".git", "build", "demo", "tests", "*.safetensors", "__pycache__"),
    )
    elsewhere = plain(folder, "environment", cwd=tmp_path)
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert "environment:" in elsewhere.stderr
    link = tmp_path / "rock_glacier_inventory"
    link.symlink_to(folder)
    module = plain("-m", "rock_glacier_inventory", "environment", cwd=tmp_path)
    assert module.returncode == 0, module.stderr


def test_a_users_error_is_one_sentence_and_exit_code_1(tmp_path):
    missing = tmp_path / "nicht da 冰.tif"
    arguments = ["overview", "--input", missing, "--output", tmp_path / "a.png"]
    text = plain(ROOT, *arguments)
    assert text.returncode == 1
    assert text.stderr.strip() == f"There is no file {missing}; check the path."
    done = run(*arguments)
    assert done.code == 1
    assert done.error == f"There is no file {missing}; check the path."


def test_a_fault_of_ours_is_exit_code_3_with_its_traceback_in_the_log_only(tmp_path):
    # A real fault: an interpreter in which rasterio fails when it is used.
    code = (
        "import sys, runpy, rasterio\n"
        "def broken(*_, **__): raise ZeroDivisionError('broken build')\n"
        "rasterio.open = broken; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    (tmp_path / "x.tif").touch()
    arguments = command("overview", "--input", tmp_path / "x.tif", "--output", tmp_path / "a.png")[1:]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert "ZeroDivisionError: broken build" in done.stderr
    assert "Traceback" not in done.stdout
    assert '"kind": "fault"' in done.stdout


def test_foreign_libraries_of_the_host_do_not_leak_in(tmp_path):
    poison = dict.fromkeys(FOREIGN_VARIABLES, "/nonsense")
    poison.pop("PYTHONHOME")  # it acts before any code of ours: QGIS starts the engine with -I
    poison |= {"LD_LIBRARY_PATH": "/nonsense"}
    image = tmp_path / "a.tif"
    code = (
        "import numpy as np, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path; from rasters import write_raster, random_image\n"
        "write_raster(Path(sys.argv[1]), random_image(64, 64), nodata=0)"
    )
    subprocess.run([sys.executable, "-c", code, image, Path(__file__).parent], check=True)
    environment = {**os.environ, **poison, "PYTHONHOME": "/nonsense"}
    arguments = command("overview", "--input", image, "--output", tmp_path / "a.png")
    arguments.insert(1, "-I")
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.png").stat().st_size > 0


def test_the_engine_ends_with_the_program_that_started_it(tmp_path):
    # A work of minutes; the parent is killed while it goes on.
    import psutil

    arguments = command("simulate", "--size", 4096, "--seed", 1, "--output", tmp_path / "scene")
    code = "import subprocess, sys, time; p = subprocess.Popen(sys.argv[1:]); print(p.pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    child.wait(timeout=30)
    assert not child.is_running()
