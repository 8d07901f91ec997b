"""The content of the demonstration: an invented clinic with real sources. `site.build_site` puts it together."""
