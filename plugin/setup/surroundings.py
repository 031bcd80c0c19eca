"""What QGIS knows of the way to the network, for programs that know nothing of QGIS: proxy and certificates."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery

_SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
}
_CERTIFICATES = "certificates.pem"
_GIVEN = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def network_variables(address: str, work: Path) -> dict[str, str]:
    """Variables for uv: the proxy that QGIS would take for an address, and a file of all it trusts.

    They may hold a password: they go to the program, and into no file or log.
    """
    return {**_proxies(address), **_certificates(work)}


def _proxies(address: str) -> dict[str, str]:
    factory = QgsNetworkAccessManager.instance().proxyFactory()
    found = factory.queryProxy(QNetworkProxyQuery(QUrl(address))) if factory is not None else []
    proxy = next((one for one in found if one.type() in _SCHEMES and one.hostName()), None)
    if proxy is None:
        return {}
    url = QUrl()
    url.setScheme(_SCHEMES[proxy.type()])
    url.setHost(proxy.hostName())
    url.setPort(proxy.port())
    if proxy.user():
        url.setUserName(proxy.user())
        url.setPassword(proxy.password())
    text = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return {"HTTPS_PROXY": text, "HTTP_PROXY": text, "ALL_PROXY": text}


def _certificates(work: Path) -> dict[str, str]:
    """Authorities that the person has added in QGIS are trusted by uv, too; else it trusts what the system does."""
    manager = QgsApplication.authManager()
    if any(os.environ.get(name) for name in _GIVEN) or manager.isDisabled():
        return {}
    if not (manager.databaseCAs() or manager.extraFileCAs()):
        return {}
    path = work / _CERTIFICATES
    work.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(manager.trustedCaCertsPemText()))
    return {"SSL_CERT_FILE": str(path)}
