"""Hypothesis strategies for CSL-JSON records of every type, in the form in which the library stores them."""

from hypothesis import assume
from hypothesis import strategies as st

from pages.csl.clean import DATES, NAMES, TEXTS, TYPES, NotARecord, clean

# What files choke on is in the alphabet far more often than chance would put it there.
NASTY = st.sampled_from(
    [
        *(
            "{",
            "}",
            "\\",
            "$",
            "%",
            "&",
            "#",
            "_",
            "^",
            "~",
            '"',
            "'",
            "`",
            "--",
            ",",
            ", ",
            ";",
            " and ",
            "@",
            "<",
            ">",
        ),
        *(
            ":",
            "\n",
            "\nER  - ",
            "\nTY  - JOUR",
            "\n@article{",
            "  - ",
            "et al",
            "others",
            "Jr",
            "\u00a0",
            "É",
            "字",
            "😀",
        ),
    ]
)
LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd"), max_size=12)
WORDS = st.lists(st.one_of(LETTERS, NASTY, st.sampled_from(["Pain", "2015", "sleep"])), min_size=1, max_size=6).map(
    "".join
)
PEOPLE = st.lists(
    st.one_of(
        st.fixed_dictionaries({"family": WORDS}, optional={"given": WORDS, "suffix": WORDS}),
        st.fixed_dictionaries({"literal": WORDS}),
    ),
    max_size=3,
)
DAYS = st.lists(st.integers(1, 12), max_size=2)
PLAIN_DATES = st.builds(lambda year, rest: [year, *rest], st.integers(1500, 2099), DAYS)
A_DATE = st.one_of(
    st.fixed_dictionaries({"date-parts": st.lists(PLAIN_DATES, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"date-parts": st.tuples(PLAIN_DATES).map(list), "season": st.integers(1, 4)}),
    st.fixed_dictionaries({"literal": WORDS}),
)


@st.composite
def items(draw):
    """A clean record with a title, a type and any of the fields of the schema."""
    fields = draw(st.lists(st.sampled_from(sorted(TEXTS | NAMES | DATES)), max_size=8, unique=True))
    record = {"type": draw(st.sampled_from(sorted(TYPES))), "title": draw(WORDS)}
    for field in fields:
        values = PEOPLE if field in NAMES else A_DATE if field in DATES else WORDS
        record[field] = draw(values)
    if draw(st.booleans()):
        record["custom"] = {"et-al": True}
    try:
        return clean(record)
    except NotARecord:
        assume(False)
