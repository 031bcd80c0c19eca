"""Numbers of other programs for the tests of directions: astropy's mean and length, pingouin's test of Rayleigh.

    python -m venv oracle; oracle/bin/pip install astropy==8.0.2 pingouin==0.7.0
    oracle/bin/python recipes/circular_vectors.py > tests/unit/circular_vectors.json

Neither is a dependency of ours. Run it anew where a sample is added.
"""

from __future__ import annotations

import json
import sys

import astropy
import numpy as np
import pingouin
from astropy.stats import circmean, circvar

SAMPLES = {
    "leaning trees (Zar 1999, example 26.5)": [45, 55, 81, 96, 110, 117, 132, 154],
    "around north": [350, 355, 0, 2, 8, 359, 14, 340],
    "two ways": [10, 12, 190, 191, 15, 200, 8, 185],
    "few": [200, 260],
}


def main() -> None:
    """Print the vectors as JSON."""
    random = np.random.default_rng(19)
    samples = {
        **SAMPLES,
        "uniform": random.uniform(0, 360, 200).round(3).tolist(),
        "north-west": (random.vonmises(np.radians(-45), 1.2, 300) * 180 / np.pi % 360).round(3).tolist(),
        "weak in many": (random.vonmises(np.radians(170), 0.15, 400) * 180 / np.pi % 360).round(2).tolist(),
    }
    found = []
    for name, degrees in samples.items():
        angles = np.radians(degrees)
        found.append(
            {
                "name": name,
                "degrees": degrees,
                "mean": float(np.degrees(circmean(angles)) % 360),
                "resultant": float(1 - circvar(angles)),
                "p": float(pingouin.circ_rayleigh(angles)[1]),
            }
        )
    by = {"astropy": astropy.__version__, "pingouin": pingouin.__version__, "numpy": np.__version__}
    json.dump({"by": by, "samples": found}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
