"""Mosaics: quads of a catalogue or a list, read as one scene."""
