"""Pages of help as Qt shows them: every place that a link means is a heading of the page, and every image is seen."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QTextDocument
from rock_glacier_inventory.inventory.help_pages import anchor_of, headings, links, page_file, pages
from rock_glacier_inventory.plugin.help.browser import HelpBrowser

IMAGE = QTextDocument.ResourceType.ImageResource


@pytest.mark.parametrize("name", pages())
def test_a_page_is_shown_with_its_places_and_images(qgis_app: QgsApplication, name: str) -> None:
    text = page_file(name).read_text("utf-8")
    browser = HelpBrowser()
    browser.resize(700, 500)
    browser.show()
    for _level, words in headings(text):
        browser.open(f"{name}#{anchor_of(words)}")
        if browser.page != f"{name}#{anchor_of(headings(text)[0][1])}":
            assert anchor_of(browser.textCursor().block().text()) == anchor_of(words)
    for image in (link for link in links(text) if link.endswith((".jpg", ".png", ".svg"))):
        shown = browser.loadResource(IMAGE, QUrl(image))
        assert 0 < shown.width() <= browser.viewport().width(), image
    browser.deleteLater()


def test_a_page_that_is_gone_is_told(qgis_app: QgsApplication) -> None:
    browser = HelpBrowser()
    browser.open("none")
    assert "install the plugin again" in browser.toPlainText()
    assert browser.can_go() == (False, False)
    browser.open("detect")
    browser.go_back()
    assert browser.page == "none"
    assert browser.can_go() == (False, True)
    browser.deleteLater()
