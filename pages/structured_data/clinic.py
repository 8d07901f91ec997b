"""The clinic and the people who speak for it."""

import re

from .node import Node, node
from .opening_hours import read_hours

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z", re.ASCII)


def clinic(
    *,
    name: str,
    at: str = "",
    url: str = "",
    tagline: str = "",
    address: str = "",
    telephone: str = "",
    email: str = "",
    hours: str = "",
    logo: str = "",
) -> Node:
    """Return a MedicalClinic.

    The address is one text, as its lines are written: which of them is the street and which the town is not known.
    Opening hours are given only where every line of `hours` is understood.
    """
    return node(
        "MedicalClinic",
        at,
        name=name,
        url=url,
        slogan=tagline,
        address=", ".join(line.strip().rstrip(",") for line in address.splitlines() if line.strip()),
        telephone=telephone,
        email=email,
        openingHours=read_hours(hours),
        logo=logo,
    )


def person(*, name: str, credentials: str = "", role: str = "", orcid: str = "") -> Node:
    """Return a Person with credentials and role; an ORCID that is none is left out."""
    number = orcid.strip().upper()
    return node(
        "Person",
        name=name,
        honorificSuffix=credentials,
        jobTitle=role,
        sameAs=f"https://orcid.org/{number}" if _ORCID.match(number) else "",
    )
