"""Chapters of the report: what was found, turned into sentences, tables and figures."""
