"""Errors that are written for the person who runs a model."""


class ModelError(Exception):
    """Something about a model that a person can mend, in one sentence.

    The sentence says what is wrong, with which card, file or value, and what to do.
    """


class BackendFailure(Exception):
    """A library cannot run a network that another one can; the text says why, in a few words."""


WHERE_FULL_IS_SET_UP = (
    "set up the Full engine (in QGIS under Settings > Options > Rock Glacier Inventory; without it by the command "
    "'environment --create --flavour full')"
)
"""What to do where PyTorch is missing: the Light engine has none."""
