"""The part of schema.org's vocabulary that pages use, written down as data, and what of a document does not fit it.

Taken from the definitions at https://schema.org/<term>: a type with what it is a kind of, a property with the types
that have it and what it takes. hasHealthAspect and its members are pending terms. Nothing here is read by the site.
"""

import re

TYPES = {
    "Thing": (),
    "CreativeWork": ("Thing",),
    "WebPage": ("CreativeWork",),
    "MedicalWebPage": ("WebPage",),
    "CollectionPage": ("WebPage",),
    "WebContent": ("CreativeWork",),
    "HealthTopicContent": ("WebContent",),
    "WebSite": ("CreativeWork",),
    "Article": ("CreativeWork",),
    "ScholarlyArticle": ("Article",),
    "Report": ("Article",),
    "Book": ("CreativeWork",),
    "Chapter": ("CreativeWork",),
    "Thesis": ("CreativeWork",),
    "Dataset": ("CreativeWork",),
    "Comment": ("CreativeWork",),
    "Question": ("Comment",),
    "Answer": ("Comment",),
    "CreativeWorkSeries": ("CreativeWork",),
    "Periodical": ("CreativeWorkSeries",),
    "PublicationVolume": ("CreativeWork",),
    "PublicationIssue": ("CreativeWork",),
    "Intangible": ("Thing",),
    "StructuredValue": ("Intangible",),
    "PropertyValue": ("StructuredValue",),
    "ListItem": ("Intangible",),
    "ItemList": ("Intangible",),
    "BreadcrumbList": ("ItemList",),
    "Person": ("Thing",),
    "Place": ("Thing",),
    "Organization": ("Thing",),
    "LocalBusiness": ("Organization", "Place"),
    "MedicalBusiness": ("LocalBusiness",),
    "MedicalOrganization": ("Organization",),
    "MedicalClinic": ("MedicalBusiness", "MedicalOrganization"),
    "MedicalEntity": ("Thing",),
    "MedicalCondition": ("MedicalEntity",),
    "MedicalGuideline": ("MedicalEntity",),
    "MedicalGuidelineRecommendation": ("MedicalGuideline",),
    "MedicalIntangible": ("MedicalEntity",),
    "MedicalCode": ("MedicalIntangible",),
}

MEMBERS = {
    "HealthAspectEnumeration": {
        f"https://schema.org/{name}HealthAspect"
        for name in (
            *("Allergies", "Benefits", "Causes", "Contagiousness", "Effectiveness", "GettingAccess", "HowItWorks"),
            *("HowOrWhere", "Ingredients", "LivingWith", "MayTreat", "Misconceptions", "Overview"),
            *("PatientExperience", "Pregnancy", "Prevention", "Prognosis", "RelatedTopics", "RisksOrComplications"),
            *("Safety", "Screening", "SeeDoctor", "SelfCare", "SideEffects", "Stages", "Symptoms", "Treatments"),
            *("Types", "UsageOrSchedule"),
        )
    }
}

_WORK, _SOMEBODY = ("CreativeWork",), ("Person", "Organization")
PROPERTIES = {
    "name": (("Thing",), ("Text",)),
    "alternateName": (("Thing",), ("Text",)),
    "description": (("Thing",), ("Text",)),
    "url": (("Thing",), ("URL",)),
    "image": (("Thing",), ("URL",)),
    "sameAs": (("Thing",), ("URL",)),
    "identifier": (("Thing",), ("PropertyValue", "URL", "Text")),
    "subjectOf": (("Thing",), ("CreativeWork",)),
    "about": (_WORK, ("Thing",)),
    "mentions": (_WORK, ("Thing",)),
    "author": (_WORK, _SOMEBODY),
    "editor": (_WORK, ("Person",)),
    "publisher": (_WORK, _SOMEBODY),
    "datePublished": (_WORK, ("Date", "DateTime")),
    "dateModified": (_WORK, ("Date", "DateTime")),
    "inLanguage": (_WORK, ("Text",)),
    "hasPart": (_WORK, ("CreativeWork",)),
    "isPartOf": (_WORK, ("CreativeWork", "URL")),
    "citation": (_WORK, ("CreativeWork", "Text")),
    "creativeWorkStatus": (_WORK, ("Text",)),
    "text": (_WORK, ("Text",)),
    "breadcrumb": (("WebPage",), ("BreadcrumbList", "Text")),
    "lastReviewed": (("WebPage",), ("Date",)),
    "reviewedBy": (("WebPage",), _SOMEBODY),
    "hasHealthAspect": (("HealthTopicContent",), ("HealthAspectEnumeration",)),
    "acceptedAnswer": (("Question",), ("Answer", "ItemList")),
    "itemListElement": (("ItemList",), ("ListItem", "Text", "Thing")),
    "position": (("ListItem", "CreativeWork"), ("Integer", "Text")),
    "item": (("ListItem",), ("Thing",)),
    "pagination": (("Article", "Chapter", "PublicationIssue", "PublicationVolume"), ("Integer", "Text")),
    "volumeNumber": (("PublicationVolume",), ("Integer", "Text")),
    "issueNumber": (("PublicationIssue",), ("Integer", "Text")),
    "issn": (("CreativeWorkSeries", "Dataset", "WebSite"), ("Text",)),
    "isbn": (("Book",), ("Text",)),
    "bookEdition": (("Book",), ("Text",)),
    "reportNumber": (("Report",), ("Text",)),
    "propertyID": (("PropertyValue",), ("Text", "URL")),
    "value": (("PropertyValue",), ("Text",)),
    "givenName": (("Person",), ("Text",)),
    "familyName": (("Person",), ("Text",)),
    "honorificSuffix": (("Person",), ("Text",)),
    "jobTitle": (("Person",), ("Text",)),
    "telephone": (("Organization", "Person", "Place"), ("Text",)),
    "email": (("Organization", "Person"), ("Text",)),
    "address": (("Organization", "Person", "Place"), ("Text",)),
    "logo": (("Organization", "Place"), ("URL",)),
    "slogan": (("Organization", "Place"), ("Text",)),
    "openingHours": (("LocalBusiness",), ("Text",)),
    "code": (("MedicalEntity",), ("MedicalCode",)),
    "codingSystem": (("MedicalCode",), ("Text",)),
    "codeValue": (("MedicalCode",), ("Text",)),
    "recognizingAuthority": (("MedicalEntity",), ("Organization",)),
    "guidelineSubject": (("MedicalGuideline",), ("MedicalEntity",)),
    "guidelineDate": (("MedicalGuideline",), ("Date",)),
    "recommendationStrength": (("MedicalGuidelineRecommendation",), ("Text",)),
}

_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
DATA_TYPES = {
    "Text": re.compile(r"(?s).+\Z"),
    "URL": re.compile(r"https?://[^\s<>\"]+\Z"),
    "Date": re.compile(rf"{_DATE}\Z"),
    "DateTime": re.compile(rf"{_DATE}T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)\Z"),
}


def kinds(name):
    """Return a type and all that it is a kind of."""
    return {name}.union(*(kinds(parent) for parent in TYPES[name]))


def faults(value, expected=("Thing",), where="@graph"):
    """Yield what of a value does not fit the types that are expected where it stands."""
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from faults(one, expected, f"{where}[{place}]")
    elif isinstance(value, dict):
        yield from _faults_of_node(value, expected, where)
    elif isinstance(value, int) and not isinstance(value, bool):
        if "Integer" not in expected:
            yield f"{where}: {value} is a number"
    elif not any(value in MEMBERS[one] for one in expected if one in MEMBERS) and not any(
        DATA_TYPES[one].match(value) for one in expected if one in DATA_TYPES
    ):
        yield f"{where}: {value!r} is none of {expected}"


def _faults_of_node(node, expected, where):
    kind = node.get("@type")
    if kind not in TYPES:
        yield f"{where}: {kind!r} is no type"
        return
    if not kinds(kind).intersection(expected):
        yield f"{where}: {kind} is none of {expected}"
    for name, value in node.items():
        if name in {"@type", "@id"}:
            continue
        domains, ranges = PROPERTIES.get(name, ((), ()))
        if not kinds(kind).intersection(domains):
            yield f"{where}: {kind} has no {name}"
            continue
        yield from faults(value, ranges, f"{where}.{name}")


def nodes(value):
    """Yield every node of a document, at any depth."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)


def dangling(document):
    """Return the addresses that are referred to and described nowhere; a link to another page may be either."""
    described = {one["@id"] for one in nodes(document) if "@id" in one and set(one) - {"@id", "@type"}}
    return {one["@id"] for one in nodes(document) if "#" in one.get("@id", "")} - described
