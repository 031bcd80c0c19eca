"""Logins in QGIS's authentication database."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsAuthMethodConfig


def stored_login(user: str, password: str) -> QgsAuthMethodConfig:
    """A new one; its `id` goes into the source of a layer."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("master", True)
    login = QgsAuthMethodConfig("Basic")
    login.setName("tiles")
    login.setConfig("username", user)
    login.setConfig("password", password)
    assert manager.storeAuthenticationConfig(login)[0]
    return login
