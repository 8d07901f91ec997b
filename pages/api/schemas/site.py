"""What is the same on every page: the clinic and the menus."""

from pydantic import BaseModel

from .base import Image, RichText


class MenuEntry(BaseModel):
    """An entry of a menu."""

    id: int
    title: str
    url: str
    path: str


class Colours(BaseModel):
    """The clinic's colours, as `#rrggbb`."""

    brand: str
    accent: str


class Site(BaseModel):
    """The clinic's own facts, and the menus."""

    name: str
    tagline: str
    url: str
    default_locale: str
    locales: list[str]
    address: str
    phone: str
    email: str
    hours: list[str]
    emergency_notice: str
    disclaimer: RichText
    citation_style: str
    logo: Image | None
    colours: Colours
    menu: list[MenuEntry]
    footer: list[MenuEntry]
