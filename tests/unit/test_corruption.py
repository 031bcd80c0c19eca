"""Damaged files of every format, given to every command; `make faults` tries many more.

Where not everything is tried, each command and option gets a GeoPackage of outlines, and each file of the other formats
of outlines goes to one of them: all open them by the same functions.
"""

from __future__ import annotations

import signal

import pytest
import whole
from corrupted_inputs import SHAPEFILE, VECTORS
from corruption_runs import SENTENCE, Runs, by_chance
from corruptor import DAMAGES, damaged

SEED = 20261129


@pytest.fixture(scope="module")
def runs(tmp_path_factory, inputs):
    with Runs(tmp_path_factory.mktemp("damaged é 冰"), inputs) as runs:
        yield runs


def tried(cases):
    """Those of all cases that are tried here."""
    of_outlines = {*VECTORS, *SHAPEFILE} - {"gpkg"}
    first = {case.damaged.rpartition(".")[2]: case.name for case in reversed(cases)}
    found = [
        case
        for case in cases
        if (suffix := case.damaged.rpartition(".")[2]) not in of_outlines or first[suffix] == case.name
    ]
    return cases if whole.ALL else found


def test_a_damaged_file_gives_a_sentence_or_a_whole_result(runs):
    cases = tried(runs.inputs.cases)
    count = len(cases)  # each once; `make faults` tries thousands
    outcomes = [runs.damage(case, damage) for case, damage in by_chance(cases, count, SEED)]
    wrong = [str(outcome) for outcome in outcomes if outcome.wrong]
    again = "python tests/unit/corruption_runs.py --again ..., see below"
    assert not wrong, "\n".join([f"seed {SEED}, {again}", *wrong])
    assert {outcome.case for outcome in outcomes} == {case.name for case in cases}
    # The damages are none that nobody could notice.
    assert sum(outcome.kind == SENTENCE for outcome in outcomes) > count / 3
    assert runs.check_untouched() == []


def test_weights_with_another_byte_are_never_used(runs):
    case = next(case for case in runs.inputs.cases if case.name == "models weights")
    for damage in ("flips-1", "bytes-2", "trailing-3", "cut-4", "empty-5", "zeros-6"):
        assert runs.damage(case, damage).kind == SENTENCE, damage


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_the_same_every_time_and_is_one(name):
    content = bytes(range(32, 128)) * 200
    seen = {damaged(content, f"{name}-{seed}") for seed in range(5)}
    assert seen == {damaged(content, f"{name}-{seed}") for seed in range(5)}
    assert content not in seen
    assert len(seen) > 1 or name == "empty"


def test_a_crash_and_a_hang_are_told(runs):
    served = runs.served
    served.run(["models"])
    served.process.send_signal(signal.SIGSTOP)
    assert served.run(["models"], limit_s=0.5) == "no end"
    served.run(["models"])
    served.process.kill()
    assert served.run(["models"]) == "crash (-9)"
    assert "result" in served.run(["models"])  # by the next process
