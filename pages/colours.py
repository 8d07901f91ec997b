"""The clinic's two colours, made readable: pure arithmetic on sRGB after WCAG 2.2 ("contrast ratio").

An editor may choose any colour. What is printed in it is moved towards black or white until it can be read on every
ground of the stylesheet, so that no choice makes the site unreadable.
"""

import re

DEFAULT_BRAND = "#14595b"
DEFAULT_ACCENT = "#b4532a"
# The grounds of site.css that text stands on which lie nearest to the text: the darkest by day, the lightest by night.
LIGHT_GROUND = "#f1ede3"
DARK_GROUND = "#1d2a2c"
WHITE = "#ffffff"
BLACK = "#000000"
# AA asks for 4.5. A little more keeps thin strokes readable, and at night a colour needs more light to be one at all.
READABLE = 4.8
READABLE_AT_NIGHT = 6.5

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")

Channels = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21. Raises ValueError for what is no #rrggbb colour."""
    low, high = sorted((_luminance(_channels(one)), _luminance(_channels(other))))
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: str) -> str:
    """Return white or black, whichever reads better on this ground; one of the two always reaches AA."""
    return WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK


def readable(colour: str, ground: str, ratio: float = READABLE) -> str:
    """Return the colour, moved away from the ground just far enough to reach the ratio; unchanged where it does."""
    start, goal = _channels(colour), _channels(ink_on(ground))
    for step in range(21):
        mixed = _mix(start, goal, step / 20)
        if contrast(mixed, ground) >= ratio:
            return mixed
    return _mix(start, goal, 1)


def brand_stylesheet(brand: str, accent: str) -> str:
    """Return the custom properties of the two colours as CSS. What is no #rrggbb colour becomes the default."""
    brand = brand if _HEX.match(brand) else DEFAULT_BRAND
    accent = accent if _HEX.match(accent) else DEFAULT_ACCENT
    day = _properties(brand, accent, LIGHT_GROUND, READABLE)
    night = _properties(brand, accent, DARK_GROUND, READABLE_AT_NIGHT)
    # Paper keeps the black of site.css.
    return (
        f"@media screen {{ :root {{{day}}} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{night}}} }}\n"
    )


def _properties(brand: str, accent: str, ground: str, ratio: float) -> str:
    text = readable(brand, ground, ratio)
    values = {
        "brand": brand,
        "accent": text,
        "accent-ink": ink_on(text),
        "highlight": readable(accent, ground, ratio),
    }
    return "".join(f" --cw-{name}: {value};" for name, value in values.items()) + " "


def _channels(colour: str) -> Channels:
    if not _HEX.match(colour):
        raise ValueError(f"not a colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(channels: Channels) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(start: Channels, goal: Channels, share: float) -> str:
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(start, goal, strict=True))
