"""The suites that QGIS runs, on every QGIS that is supported: this computer's own, 3.40 and 3.44.

The newer ones live in roots in the user's cache; `recipes/qgis_root.sh` makes one when it is wanted first.
Run: make matrix [VERSIONS="3.40 3.44"] [SUITES="capture"]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
IN_ROOT = ROOT / "recipes" / "qgis_root.sh"
OWN = "own"
NEWER = ("3.40", "3.44")
LOGS = ROOT / "build" / "matrix"
LIMIT_S = 3600
"""Longest time of one suite; what hangs must not hold up the others for ever."""
_ABOUT_CAPTURE = ("test_basemap", "test_capture", "test_drawn", "test_secrets", "test_servers", "test_tiled")
_ENDED_BY_TIMEOUT = (124, 137)


def tests_of(suite: str) -> list[str]:
    """What pytest is asked to run."""
    files = sorted((ROOT / "tests" / "qgis").glob("test_*.py"))
    about_capture = [path for path in files if path.name.startswith(_ABOUT_CAPTURE)]
    if suite == "capture":
        return [str(path.relative_to(ROOT)) for path in about_capture]
    if suite == "qgis":
        return [str(path.relative_to(ROOT)) for path in files if path not in about_capture]
    return [f"tests/{suite}"]


SUITES = ("capture", "qgis", "desktop")


@dataclass(frozen=True)
class Outcome:
    """How a suite ended on one QGIS."""

    version: str
    suite: str
    code: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    is_complete: bool = False
    """Whether pytest came to its end."""

    @property
    def is_well(self) -> bool:
        return self.code == 0 and self.is_complete

    @property
    def words(self) -> str:
        """For the table's last column."""
        if self.is_well:
            return ""
        if self.code in _ENDED_BY_TIMEOUT:
            return "did not end"
        if not self.is_complete:
            return f"ended with {self.code} and no result"
        return "" if self.failed else f"all done, but ended with {self.code}"


def command_of(version: str, tests: Sequence[str], report: Path) -> list[str]:
    """The command that runs tests on a QGIS."""
    limit = ["timeout", "--kill-after=10", str(LIMIT_S)]
    pytest = ["-m", "pytest", "--quiet", f"--junitxml={report}", *tests]
    if version == OWN:
        return [*limit, str(ROOT / ".venv" / "qgis" / "bin" / "python"), *pytest]
    return [str(IN_ROOT), "run", version, *limit, "python", *pytest]


def run_suite(version: str, suite: str) -> Outcome:
    """Run one suite on one QGIS; its words go into a file."""
    report, log = LOGS / f"{version}-{suite}.xml", LOGS / f"{version}-{suite}.log"
    report.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "ROCK_GLACIER_TEST_ALL": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(ROOT / "build" / "runtime"),
        "ROCK_GLACIER_SCREENSHOTS": str(ROOT / "build" / "screenshots" / version),
    }
    began = time.monotonic()
    with log.open("w", encoding="utf-8") as stream:
        code = subprocess.run(
            command_of(version, tests_of(suite), report),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    outcome = Outcome(version, suite, code, time.monotonic() - began, **_counts(report))
    print(f"{'well' if outcome.is_well else 'FAILED'}: {suite} on {version}, see {log}", flush=True)
    return outcome


def _counts(report: Path) -> dict[str, int | bool]:
    """What pytest's report says; nothing where there is none."""
    if not report.is_file():
        return {}
    (suite,) = ElementTree.parse(report).getroot().iter("testsuite")
    total, failed, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    wrong = failed + errors
    return {"passed": total - wrong - skipped, "failed": wrong, "skipped": skipped, "is_complete": True}


def full_version(version: str) -> str:
    """What a QGIS calls itself; makes its root where there is none."""
    code = "from qgis.core import Qgis; print(Qgis.QGIS_VERSION)"
    command = (
        [str(ROOT / ".venv" / "qgis" / "bin" / "python"), "-c", code]
        if version == OWN
        else [str(IN_ROOT), "run", version, "python", "-c", code]
    )
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)  # the sentence stands on the screen
    return done.stdout.split()[-1]


def table(outcomes: Sequence[Outcome], names: dict[str, str]) -> str:
    """The outcomes for reading, a line each."""
    lines = [f"{'QGIS':<22}{'suite':<10}{'passed':>8}{'failed':>8}{'skipped':>9}{'minutes':>9}"]
    for one in outcomes:
        lines.append(
            f"{names[one.version]:<22}{one.suite:<10}{one.passed:>8}{one.failed:>8}{one.skipped:>9}"
            f"{one.seconds / 60:>9.1f}  {one.words}".rstrip()
        )
    return "\n".join(lines)


def main() -> int:
    """Run what was asked for; 1 where anything failed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    options.add_argument(
        "--versions",
        nargs="+",
        choices=(OWN, *NEWER),
        default=[OWN, *NEWER],
        help="which QGIS; 'own' is this computer's (default: all)",
    )
    options.add_argument("--suites", nargs="+", choices=SUITES, default=SUITES, help="(default: all)")
    options.add_argument("--at-once", type=int, default=2, help="QGIS side by side (default: %(default)s)")
    chosen = options.parse_args()
    LOGS.mkdir(parents=True, exist_ok=True)
    names = {version: full_version(version) for version in chosen.versions}
    with ThreadPoolExecutor(chosen.at_once) as lanes:
        # one suite of a QGIS after the other: they share its settings
        waiting = [
            lanes.submit(lambda version=version: [run_suite(version, suite) for suite in chosen.suites])
            for version in chosen.versions
        ]
    outcomes = [outcome for one in waiting for outcome in one.result()]
    print(table(outcomes, names))
    return 0 if all(one.is_well for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
