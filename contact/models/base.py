"""The page that the contact page extends: Wagtail's own, or the one that the host project swapped in."""

import swapper

swapper.set_app_prefix("wagtailcore", "wagtail")

Page = swapper.load_model("wagtailcore", "Page", require_ready=False)
