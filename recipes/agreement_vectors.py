"""Numbers of independent programs for tests of agreement and of sampling designs: tests/unit/agreement_vectors.json.

    .venv/engine/bin/python recipes/agreement_vectors.py FOLDER

makes an environment for requirements/oracles.txt and one for oracles_older.txt in the folder, asks each, and writes
their numbers, with names and versions, into the tests. The published examples are Gwet (2014, tables 2.1 and 2.10),
Stehman (2014, doi:10.1080/01431161.2014.930207) and Olofsson et al. (2014, doi:10.1016/j.rse.2014.02.015, table 8).
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / "tests" / "unit" / "agreement_vectors.json"
MISSING = -1


def tables() -> dict[str, list[list[int]]]:
    """Cross tables of two reviewers over yes, no, uncertain, undefined."""
    chance = random.Random(19)
    by_chance = [[chance.randrange(1, 40) for _ in range(4)] for _ in range(4)]
    return {
        # 87 % yes by both, and the other 13 % as in the notes on the field: kappa 0.2, AC1 0.9
        "nearly all yes": [[1836, 20, 80, 16], [56, 18, 6, 2], [30, 4, 20, 6], [10, 0, 4, 2]],
        "diagnoses (Gwet 2014)": [[44, 2, 0, 0], [0, 20, 5, 0], [4, 6, 8, 0], [2, 1, 0, 8]],
        "by chance": by_chance,
        "few": [[5, 1, 0, 0], [1, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]],
    }


def several() -> list[list[int]]:
    """Views of three reviewers on sixty markers; some are missing, two of each are there."""
    chance = random.Random(87)
    rows = []
    for _ in range(60):
        usual = chance.choices(range(4), (80, 10, 7, 3))[0]
        row = [usual if chance.random() < 0.8 else chance.randrange(4) for _ in range(3)]
        if chance.random() < 0.2:
            row[chance.randrange(3)] = MISSING
        rows.append(row)
    return rows


def designs() -> dict[str, dict[str, Any]]:
    """Samples from strata: the stratum of each that was judged, whether it is right, whether it is of the part."""
    strata = [name for name in "ABCD" for _ in range(10)]
    mapped = "AAAAAAABBB" + "ABBBBBBBBB" + "BBCCCCCCBB" + "D" * 10
    truth = "AAAAACBABC" + "ABBBBBAABB" + "CCCCCDDBBA" + "DDDDDDDCCB"
    sizes = {"A": 40_000, "B": 30_000, "C": 20_000, "D": 10_000}
    right = [one == other for one, other in zip(mapped, truth, strict=True)]
    stehman = {"strata": strata, "right": right, "sizes": sizes}
    changes = [[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]]
    cells = [(row, column) for row in range(4) for column in range(4) for _ in range(changes[row][column])]
    rows = [str(row) for row, _ in cells]
    pixels = dict(zip("0123", (200_000, 150_000, 3_200_000, 6_450_000), strict=True))
    olofsson = {"strata": rows, "right": [row == column for row, column in cells], "sizes": pixels}
    return {
        "Stehman 2014, overall": {**stehman, "part": [True] * 40},
        "Stehman 2014, user's B": {**stehman, "part": [name == "B" for name in mapped]},
        "Stehman 2014, producer's B": {**stehman, "part": [name == "B" for name in truth]},
        "Olofsson 2014, overall": {**olofsson, "part": [True] * len(cells)},
        "Olofsson 2014, producer's of deforestation": {**olofsson, "part": [column == 0 for _, column in cells]},
        "a small whole": {**stehman, "part": [True] * 40, "sizes": {"A": 14, "B": 25, "C": 10, "D": 40}},
    }


BY_STATSMODELS = """
import json, sys
import numpy as np, samplics, statsmodels
from samplics import PopParam, TaylorEstimator
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint
asked = json.load(sys.stdin)
kappas = {}
for name, table in asked["tables"].items():
    found = cohens_kappa(np.array(table))
    views = [[row, column] for row in range(4) for column in range(4) for _ in range(table[row][column])]
    counts, _ = aggregate_raters(np.array(views), n_cat=4)
    kappas[name] = {"cohen": found.kappa, "cohen_se": found.std_kappa, "fleiss": fleiss_kappa(counts)}
wilson = [[yes, n, *map(float, proportion_confint(yes, n, method="wilson"))] for yes, n in asked["shares"]]
shares = {}
for name, each in asked["designs"].items():
    strata = np.array(each["strata"])
    judged = {key: int((strata == key).sum()) for key in each["sizes"]}
    weight = np.array([each["sizes"][key] / judged[key] for key in strata])
    left = {key: 1 - judged[key] / size for key, size in each["sizes"].items()}
    part = np.array(each["part"], float)
    of_part = np.array(each["right"], float) * part
    estimator = TaylorEstimator(PopParam.ratio)
    estimator.estimate(y=of_part, x=part, samp_weight=weight, stratum=strata, fpc=left)
    shares[name] = {"share": float(estimator.point_est), "standard_error": float(estimator.stderror)}
told = {"statsmodels": statsmodels.__version__, "samplics": samplics.__version__}
print(json.dumps({"versions": told, "tables": kappas, "wilson": wilson, "designs": shares}))
"""

BY_IRRCAC = """
import json, sys
from importlib.metadata import version
import numpy as np, pandas as pd
from irrCAC.raw import CAC
asked = json.load(sys.stdin)
def told(views):
    frame = pd.DataFrame(views).replace(-1, np.nan)
    ratings = CAC(frame, categories=[0, 1, 2, 3], digits=12)
    found = {}
    for name, each in (("gwet", ratings.gwet()["est"]), ("fleiss", ratings.fleiss()["est"])):
        found |= {name: each["coefficient_value"], f"{name}_se": each["se"]}
    return found
tables = {
    name: told([[row, column] for row in range(4) for column in range(4) for _ in range(table[row][column])])
    for name, table in asked["tables"].items()
}
print(json.dumps({"versions": {"irrCAC": version("irrCAC")}, "tables": tables, "several": told(asked["several"])}))
"""


def answers(folder: Path, requirements: str, program: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What a program says, in an environment of its own."""
    place = folder / requirements
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        listed = ROOT / "requirements" / f"{requirements}.txt"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", listed], check=True)
    done = subprocess.run([python, "-c", program], input=json.dumps(asked), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    """Ask both and write what they say."""
    folder = Path(sys.argv[1])
    shares = [(0, 10), (1, 20), (50, 100), (1836, 2110), (2110, 2110)]
    asked = {"tables": tables(), "several": several(), "designs": designs(), "shares": shares}
    first = answers(folder, "oracles", BY_STATSMODELS, asked)
    second = answers(folder, "oracles_older", BY_IRRCAC, asked)
    content = {
        "versions": {**first["versions"], **second["versions"]},
        "wilson": first["wilson"],
        "tables": {
            name: {"table": table, **first["tables"][name], **second["tables"][name]}
            for name, table in asked["tables"].items()
        },
        "several": {"views": asked["several"], **second["several"]},
        "designs": {name: {**each, **first["designs"][name]} for name, each in asked["designs"].items()},
    }
    TO.write_text(json.dumps(content) + "\n", "utf-8")
    print(f"{TO.relative_to(ROOT)}: {content['versions']}")


if __name__ == "__main__":
    main()
