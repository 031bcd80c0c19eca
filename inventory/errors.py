"""Errors that are written for the person who uses the plugin."""


class UserError(Exception):
    """Something the user can mend: one sentence that says what is wrong, with what, and what to do.

    Parameters
    ----------
    message
        The sentence. It names the file, layer or value.
    kind
        A short machine-readable word (``"input"``, ``"output"``, ``"model"``, ``"cancelled"`` ...).
    """

    def __init__(self, message: str, kind: str = "input") -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind


class ChangedElsewhere(UserError):
    """What a gesture is about is no longer as it was shown: someone else was faster. Nothing was written.

    `person` and `operation` say who and what, as far as the journal knows.
    """

    def __init__(self, message: str, person: str = "", operation: str = "") -> None:
        super().__init__(message, kind="inventory")
        self.person = person
        self.operation = operation


class Cancelled(UserError):
    """The person, or the program that started us, asked for a stop."""

    def __init__(self, message: str = "Stopped before it was finished; nothing was changed.") -> None:
        super().__init__(message, kind="cancelled")
