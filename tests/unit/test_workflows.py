"""What the workflows of the public repository name is there, and none of it is in the plugin's zip."""

from __future__ import annotations

import re
import sys

import pytest
import yaml
from engine_process import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def commands(path):
    """All that a workflow runs."""
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_they_run_is_there(path):
    words = " ".join(commands(path)).split()
    named = [word for word in words if re.fullmatch(r"(tests|requirements|recipes)/[\w/.-]+", word)]
    targets = [command.split()[1] for command in commands(path) if command.startswith("make ")]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert named or targets
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_all_systems_and_versions_are_run():
    text = "\n".join(path.read_text("utf-8") for path in FILES)
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8"))["jobs"]
    assert jobs["qgis"]["strategy"]["matrix"]["qgis"] == ["3.44", "4.2"]
    assert jobs["all"]["container"] == "debian:bookworm"  # which has 3.22
    for job in ("plain", "qt6"):
        systems = jobs[job]["strategy"]["matrix"]["os"]
        assert [name.partition("-")[0] for name in systems] == ["ubuntu", "windows", "macos"]
    assert "secrets." not in text and "write" not in text


def test_the_package_has_none_of_them(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "recipes"))
    package = __import__("package")
    sys.modules.pop("package")
    names = package.tracked_files()
    assert "metadata.txt" in names and "plugin/plugin.py" in names
    assert [name for name in names if name.startswith((".", "tests/", "recipes/", "benchmarks/"))] == []
    assert [name for name in names if "qt6" in name or "development" in name] == []
