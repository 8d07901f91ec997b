"""What the documentation of Wagtail and of wagtail-footnotes tells to add to a new project, and nothing besides."""
