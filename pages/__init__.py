"""Content that shows its evidence: page types, references, guidelines and citations."""
