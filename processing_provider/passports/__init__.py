"""Passports: a page for each rock glacier, as an atlas of one of QGIS's print layouts."""
