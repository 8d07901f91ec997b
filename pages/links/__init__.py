"""Where texts lead: the links in stored rich text, and whether an address elsewhere still answers."""
