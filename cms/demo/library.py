"""The demonstration's library: three real publications, one guideline with three rows, conditions, invented people."""

from dataclasses import dataclass
from typing import Any

from pages.csl.item import Item
from pages.models import Condition, ConditionCode, Guideline, Person, Recommendation, Reference
from pages.services.references import save_reference
from pages.services.schemes import CONSENSUS_2018, install_scheme


def _names(people: str) -> list[dict[str, str]]:
    return [dict(zip(("family", "given"), name.rsplit(" ", 1), strict=True)) for name in people.split(", ")]


SOURCES: dict[str, Any] = {
    "treede": {
        "type": "article-journal",
        "title": "A classification of chronic pain for ICD-11",
        "container-title": "Pain",
        "author": _names(
            "Treede RD, Rief W, Barke A, Aziz Q, Bennett MI, Benoliel R, Cohen M, Evers S, Finnerup NB, First MB, "
            "Giamberardino MA, Kaasa S, Kosek E, Lavand'homme P, Nicholas M, Perrot S, Scholz J, Schug S, Smith BH, "
            "Svensson P, Vlaeyen JWS, Wang SJ"
        ),
        "issued": {"date-parts": [[2015, 6]]},
        "volume": "156",
        "issue": "6",
        "page": "1003-1007",
        "DOI": "10.1097/j.pain.0000000000000160",
    },
    "cohen": {
        "type": "article-journal",
        "title": (
            "Consensus guidelines on the use of intravenous ketamine infusions for chronic pain from the American "
            "Society of Regional Anesthesia and Pain Medicine, the American Academy of Pain Medicine, and the "
            "American Society of Anesthesiologists"
        ),
        "container-title": "Reg Anesth Pain Med",
        "author": _names(
            "Cohen SP, Bhatia A, Buvanendran A, Schwenk ES, Wasan AD, Hurley RW, Viscusi ER, Narouze S, Davis FN, "
            "Ritchie EC, Lubenow TR, Hooten WM"
        ),
        "issued": {"date-parts": [[2018, 7]]},
        "volume": "43",
        "issue": "5",
        "page": "521-546",
        "DOI": "10.1097/AAP.0000000000000808",
    },
    "maher": {
        "type": "article-journal",
        "title": (
            "Intravenous ketamine infusions for neuropathic pain management: a promising therapy in need of "
            "optimization"
        ),
        "container-title": "Anesth Analg",
        "author": _names("Maher DP, Chen L, Mao J"),
        "issued": {"date-parts": [[2017, 2]]},
        "volume": "124",
        "issue": "2",
        "page": "661-674",
        "DOI": "10.1213/ANE.0000000000001787",
    },
}

# key: name, other names, one sentence, code (system, code)
CONDITIONS: dict[str, tuple[str, list[str], str, tuple[str, str] | None]] = {
    "pain": ("Chronic pain", [], "Pain that goes on for months.", ("ICD-11", "MG30")),
    "fibromyalgia": (
        "Fibromyalgia",
        [],
        "Widespread pain in muscles and joints, with tiredness and poor sleep.",
        ("ICD-10-CM", "M79.7"),
    ),
    "crps": (
        "Complex regional pain syndrome",
        ["CRPS", "reflex sympathetic dystrophy syndrome (type 1)", "causalgia (type 2)"],
        "Lasting pain in an arm or a leg, out of proportion to what set it off.",
        ("ICD-10-CM", "G90.5"),
    ),
    "spinal": (
        "Spinal cord injury pain",
        ["Pain after spinal cord injury", "Spinal cord injury"],
        "Pain that remains after an injury to the spinal cord.",
        None,
    ),
    "neuropathic": (
        "Mixed neuropathic pain",
        [],
        "Pain that comes from the nerves, of several kinds.",
        None,
    ),
}

# population, conditions, intervention, in plain words, grade, strength, certainty from and to, time horizon, direction
ROWS = [
    (
        "Complex regional pain syndrome (CRPS)",
        ["crps"],
        "Ketamine infusion",
        "Moderate evidence supports the infusions. Of the pain conditions that the guideline grades here, "
        "this is the one with the best support.",
        "B",
        "moderate",
        ("Low", "Moderate"),
        "up to 12 weeks",
        Recommendation.Direction.FOR,
    ),
    (
        "Pain after spinal cord injury",
        ["spinal"],
        "Ketamine infusion",
        "Some evidence supports the infusions, but it is weak.",
        "C",
        "weak",
        ("Low", ""),
        "",
        Recommendation.Direction.FOR,
    ),
    (
        "Mixed neuropathic pain: postherpetic neuralgia, phantom limb pain, fibromyalgia and ischemic pain",
        ["neuropathic", "fibromyalgia"],
        "Ketamine infusion",
        "The evidence is weak, or there is none.",
        "D",
        "weak or none",
        ("Low", ""),
        "",
        Recommendation.Direction.NEITHER,
    ),
]
PAIR_NOTE = "The guideline itself gives this grade at this certainty."


@dataclass(frozen=True)
class Library:
    """What the pages are written from, each by its key."""

    sources: dict[str, int]
    conditions: dict[str, Condition]
    people: dict[str, Person]
    guideline: Guideline


def build_library() -> Library:
    """Store the library. A source that the installation has already, by its DOI, is used as it is."""
    sources = {key: _source(csl) for key, csl in SOURCES.items()}
    conditions = {key: _condition(key) for key in CONDITIONS}
    return Library(
        sources={key: reference.pk for key, reference in sources.items()},
        conditions=conditions,
        people=_people(),
        guideline=_guideline(sources["cohen"], conditions),
    )


def _source(csl: Item) -> Reference:
    known = Reference.objects.filter(doi__iexact=csl["DOI"]).first()
    return known or save_reference(csl=csl)


def _condition(key: str) -> Condition:
    name, synonyms, summary, code = CONDITIONS[key]
    known = Condition.objects.filter(name=name).first()
    if known:
        return known
    condition = Condition(name=name, slug=key, synonyms="\n".join(synonyms), summary=summary)
    if code:
        condition.codes = [ConditionCode(system=code[0], code=code[1])]
    condition.save()
    return condition


def _people() -> dict[str, Person]:
    invented = "Invented for this demonstration."
    return {
        "author": Person.objects.create(
            name="Nora Ellingson", credentials="RN", role="Infusion nurse (invented)", biography=invented
        ),
        "reviewer": Person.objects.create(
            name="Tomas Arvik", credentials="MD", role="Medical director (invented)", biography=invented
        ),
    }


def _guideline(reference: Reference, conditions: dict[str, Condition]) -> Guideline:
    scheme = install_scheme(slug=CONSENSUS_2018)
    grades = {grade.code: grade for grade in scheme.grades.all()}
    guideline = Guideline(
        title=SOURCES["cohen"]["title"],
        short_title="Ketamine infusions for chronic pain: consensus guidelines, 2018",
        reference=reference,
        organisations="American Society of Regional Anesthesia and Pain Medicine\n"
        "American Academy of Pain Medicine\nAmerican Society of Anesthesiologists",
        scheme=scheme,
        published="2018",
    )
    levels = {level.label: level for level in scheme.certainties.all()}
    rows = []
    for rank, (population, keys, intervention, wording, grade, strength, certainty, horizon, direction) in enumerate(
        ROWS
    ):
        row = Recommendation(
            sort_order=rank,
            population=population,
            intervention=intervention,
            plain_wording=wording,
            grade=grades[grade],
            strength=strength,
            certainty_from=levels[certainty[0]],
            certainty_to=levels.get(certainty[1]),
            time_horizon=horizon,
            direction=direction,
            pair_note=PAIR_NOTE,
        )
        row.conditions = [conditions[key] for key in keys]
        rows.append(row)
    guideline.recommendations = rows
    guideline.save()
    guideline.save_revision()
    return guideline
