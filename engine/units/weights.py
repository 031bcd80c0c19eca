"""How much each measure of a seam counts; made by `recipes/units_weights.py` from the development seeds alone."""

from __future__ import annotations

import numpy as np

CONSTANT = 0.4
WEIGHTS = np.array([-0.53, 1.13, -0.33, 0.24, -2.33, 0.51, -0.9, 0.68, -0.21, 3.58, -12.61, 16.61, -1.63, 0.78])
"""In the order of `seams.MEASURES`; the sum with the constant is the logarithm of odds that a seam parts two units."""
