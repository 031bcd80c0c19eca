"""Dialogs and forms of the dock."""
