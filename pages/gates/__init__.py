"""What must be right before a page goes live, as far as text alone can tell. Pure: no Django, no database."""
