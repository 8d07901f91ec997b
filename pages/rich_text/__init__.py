"""The citation inside Wagtail's rich text: its feature sets, its editor entity and its conversions."""
