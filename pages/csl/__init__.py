"""Bibliographic records as CSL-JSON: their shape, labels and printed forms. No Django here."""
