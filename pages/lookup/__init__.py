"""Asking Crossref and PubMed about a source; nothing here knows Django or writes to the library."""
