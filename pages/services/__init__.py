"""Writes that cross objects; each function is one whole change."""
