"""The page that every page type here extends: Wagtail's own, or the one that the host project swapped in.

The rule is Wagtail's for reusable apps: never import its Page by name.
"""

import swapper

swapper.set_app_prefix("wagtailcore", "wagtail")

Page = swapper.load_model("wagtailcore", "Page", require_ready=False)
