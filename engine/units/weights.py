"""How much each measure of a seam counts; made by `recipes/units_weights.py` from the development seeds alone."""

from __future__ import annotations

import numpy as np

CONSTANT = 0.22
WEIGHTS = np.array([0.29, 0.65, -0.27, -0.48, -2.01, 0.54, 0.06, 0.61, -0.16, 1.63, -8.15, 11.47, -0.74, 0.22])
"""In the order of `seams.MEASURES`; the sum with the constant is the logarithm of odds that a seam parts two units."""
