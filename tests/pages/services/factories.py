"""Guidelines with rows, and spreadsheets of them."""

from pages.models import Condition, Guideline, Recommendation
from pages.models.guideline_rows import read_rows
from pages.rows.columns import NAMES
from pages.rows.sheet import Sheet, read_grid
from pages.services.schemes import CONSENSUS_2018, install_scheme
from tests.pages.factories import make_reference


def make_guideline(*populations, **row):
    """A guideline in the scheme of 2018 with one row for each population."""
    reference = make_reference("The guideline", DOI="10.1097/aap.1")
    scheme = install_scheme(slug=CONSENSUS_2018)
    guideline = Guideline.objects.create(title="Ketamine", reference=reference, scheme=scheme)
    for place, population in enumerate(populations):
        Recommendation(guideline=guideline, population=population, sort_order=place, **row).save()
    return guideline


def make_condition(name="CRPS", **fields):
    """A condition of the library."""
    values = {"name": name, "slug": name.lower().replace(" ", "-"), "synonyms": ""} | fields
    return Condition.objects.create(**values)


def make_sheet(*rows, columns=("population",)) -> Sheet:
    """A sheet of these columns."""
    return read_grid([(number, cells) for number, cells in enumerate([columns, *rows], start=1)])


def exported(guideline) -> Sheet:
    """The guideline's own rows, as they are read back."""
    rows = [[cells[name] for name in NAMES] for cells in read_rows(guideline).values()]
    return make_sheet(*rows, columns=NAMES)


def populations(guideline) -> list[str]:
    """Whom the rows speak of, in their order."""
    rows = Recommendation.objects.filter(guideline=guideline).order_by("sort_order")
    return list(rows.values_list("population", flat=True))
