"""The way to the network as QGIS knows it is the set-up's: a proxy with a password, a company's certificate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from person import press_button
from qgis.core import QgsApplication, QgsAuthCertUtils, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtNetwork import QSslCertificate
from rock_glacier_inventory.plugin.setup import page_mode
from rock_glacier_inventory.plugin.setup.panel import SetupPanel
from rock_glacier_inventory.plugin.setup.runner import children_in, cleaned_environment
from rock_glacier_inventory.plugin.setup.surroundings import network_variables
from rock_glacier_inventory.plugin.setup.work import WORK

from ..setting_up.company import Proxy, make_company
from ..setting_up.index import Index
from ..setting_up.world import World
from .setup_worlds import kept, panel, set_up, wait_until, world

__all__ = ["kept", "panel", "world"]
PASSWORD = "pass:w@rd%"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    proxy = Proxy("ada", PASSWORD)
    yield proxy
    proxy.stop()


@pytest.fixture
def real_variables(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What QGIS says of the network, and no second tries."""
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setattr(
        page_mode, "network_variables", lambda *given: {**network_variables(*given), "UV_HTTP_RETRIES": "0"}
    )


def use_proxy(port: int, user: str = "", password: str = "") -> None:
    """As on the network page of QGIS's options."""
    for name, value in (
        ("proxyEnabled", port > 0),
        ("proxyHost", "127.0.0.1"),
        ("proxyPort", str(port)),
        ("proxyUser", user),
        ("proxyPassword", password),
        ("proxyType", "HttpProxy"),
    ):
        QgsSettings().setValue(f"proxy/{name}", value)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


@pytest.fixture
def no_proxy_afterwards() -> Iterator[None]:
    yield
    QgsSettings().remove("proxy")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


@pytest.mark.usefixtures("real_variables", "no_proxy_afterwards")
def test_a_proxy_that_wants_a_password_is_told_and_used_when_it_has_one(
    panel: SetupPanel, world: World, proxy: Proxy
) -> None:
    use_proxy(proxy.port)
    set_up(panel)
    assert panel.fault.text().startswith("The network's proxy asks for a name and a password")
    assert panel.remedy_button.text() == "Network settings…"
    use_proxy(proxy.port, "ada", PASSWORD)
    set_up(panel)
    assert WORK.fault is None, WORK.fault.detail
    assert any(world.uv.name in one for one in proxy.passed), "the installer, by QGIS"
    assert any("tinytwo" in one for one in proxy.passed), "the packages, by uv"
    for file in world.cache.rglob("*.log"):
        assert "w@rd" not in file.read_text("utf-8") and "w%40rd" not in file.read_text("utf-8")


@pytest.mark.usefixtures("real_variables", "no_proxy_afterwards")
def test_the_password_reaches_the_program_whatever_is_in_it(world: World) -> None:
    use_proxy(3128, "ada@company", PASSWORD)
    given = network_variables("https://pypi.org/simple", world.cache)
    assert given["HTTPS_PROXY"] == "http://ada%40company:pass:w%40rd%25@127.0.0.1:3128"


@pytest.mark.usefixtures("real_variables")
def test_a_companys_certificate_is_told_and_used_when_qgis_trusts_it(
    panel: SetupPanel, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    made = make_company(world.folder / "company")
    company = Index(world.index.folder, made.certificate, made.key)
    sources = Path(os.environ["ROCK_GLACIER_SETUP_SOURCES"])
    sources.write_text(sources.read_text("utf-8").replace(world.index.base, company.base), "utf-8")
    page = panel.window()
    page.hide()
    panel.parent().findChild(page_mode.PageMode)._machine = None
    page.show()
    wait_until(panel.set_up_button.isEnabled)
    set_up(panel)
    assert panel.fault.text().startswith("The certificate of localhost is not trusted")
    [authority] = QSslCertificate.fromPath(str(made.authority))
    manager = QgsApplication.authManager()
    assert not manager.isDisabled()
    assert manager.storeCertAuthority(authority)  # as under Authentication in QGIS's options
    manager.storeCertTrustPolicy(authority, QgsAuthCertUtils.CertTrustPolicy.Trusted)
    manager.rebuildCertTrustCache()
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()
    try:
        press_button(panel.set_up_button)
        wait_until(lambda: not WORK.is_running)
    finally:
        manager.removeCertAuthority(authority)
        manager.rebuildCaCertsCache()
        manager.rebuildTrustedCaCertsCache()
        company.stop()
    assert WORK.fault is None, WORK.fault


def test_a_program_gets_nothing_of_qgis_own_python(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONHOME", "PYTHONPATH", "GDAL_DATA", "PROJ_LIB", "QT_PLUGIN_PATH", "UV_INDEX", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "of QGIS")
    monkeypatch.setenv("HTTPS_PROXY", "http://a:1")
    environment = cleaned_environment({"UV_NO_CONFIG": "1"})
    assert "of QGIS" not in [line.partition("=")[2] for line in environment.toStringList()]
    assert environment.value("UV_NO_CONFIG") == "1"
    assert environment.value("HTTPS_PROXY") == "http://a:1"


def test_a_program_is_ended_with_all_that_it_has_started() -> None:
    table = "  1 0\n 10 1\n 11 10\n 12 11\n 20 1\n"
    assert sorted(children_in(table, 10)) == [11, 12]
