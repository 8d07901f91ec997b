"""A stock Wagtail site: `wagtail start`, an article page with wagtail-footnotes, Wagtail's form page, its APIs."""
