"""The page itself: its parts, who stands behind it, what it cites, and the way to it."""

from collections.abc import Iterable, Sequence

from .node import VOCABULARY, Node, member, node

# Aspects of a section that schema.org has a word for, by what we call them. Whom it suits, what to expect and questions
# have none that says the same, and a near miss would be untrue.
ASPECTS = {
    "overview": "OverviewHealthAspect",
    "symptoms": "SymptomsHealthAspect",
    "causes": "CausesHealthAspect",
    "evidence": "EffectivenessHealthAspect",
    "side-effects": "SideEffectsHealthAspect",
    "cost": "GettingAccessHealthAspect",
}


def section(*, heading: str, aspect: str = "", url: str = "", about: Sequence[Node] = ()) -> Node:
    """Return a part of the page: HealthTopicContent with its aspect, or WebContent where schema.org has no aspect."""
    known = ASPECTS.get(aspect)
    if not known:
        return node("WebContent", name=heading, url=url)
    return node("HealthTopicContent", name=heading, url=url, hasHealthAspect=member(known), about=list(about))


def question(*, words: str, answer: str) -> Node:
    """Return a Question with its answer, both as plain text."""
    return node("Question", name=words, acceptedAnswer=node("Answer", text=answer))


def trail(steps: Iterable[tuple[str, str]], at: str = "") -> Node | None:
    """Return a BreadcrumbList of (title, address), the home page first; None for fewer than two steps."""
    entries = [
        node("ListItem", position=position, name=title, item=node("WebPage", url, name=title))
        for position, (title, url) in enumerate(steps, start=1)
    ]
    return node("BreadcrumbList", at, itemListElement=entries) if len(entries) > 1 else None


def web_page(
    *,
    name: str,
    kind: str = "WebPage",
    url: str = "",
    description: str = "",
    language: str = "",
    image: str = "",
    published: str = "",
    modified: str = "",
    last_reviewed: str = "",
    author: Node | None = None,
    reviewer: Node | None = None,
    about: Sequence[Node] = (),
    mentions: Sequence[Node] = (),
    parts: Sequence[Node] = (),
    sources: Sequence[Node] = (),
    breadcrumb: Node | None = None,
    publisher: Node | None = None,
) -> Node:
    """Return the page as WebPage, or as one of its kinds such as MedicalWebPage. Dates are in ISO 8601."""
    return node(
        kind,
        f"{url}#page" if url else "",
        url=url,
        name=name,
        description=description,
        inLanguage=language,
        image=image,
        datePublished=published,
        dateModified=modified,
        lastReviewed=last_reviewed,
        author=author,
        reviewedBy=reviewer,
        publisher=publisher,
        breadcrumb=breadcrumb,
        about=list(about),
        mentions=list(mentions),
        hasPart=list(parts),
        citation=list(sources),
    )


def graph(*nodes: Node | None) -> Node:
    """Return the nodes as one JSON-LD document."""
    return {"@context": VOCABULARY, "@graph": [one for one in nodes if one]}
