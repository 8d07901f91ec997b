"""References as the manuals print them.

The expected lines are published samples: NLM's from ICMJE's sample references (National Library of Medicine),
AMA's from the AMA Manual of Style, 11th edition, chapter 3.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.pieces import as_html, as_text
from pages.csl.styles import STYLES, format_reference


def people(*printed):
    """Return "Gilstrap LC 3rd" and the like as CSL names."""
    words = [name.split() for name in printed]
    return [{"family": parts[0], "given": parts[1], **({"suffix": parts[2]} if parts[2:] else {})} for parts in words]


def issued(*parts):
    """Return a CSL date."""
    return {"date-parts": [list(parts)]}


ARTICLE = {
    "type": "article-journal",
    "author": people("Halpern SD", "Ubel PA", "Caplan AL"),
    "title": "Solid-organ transplantation in HIV-infected patients",
    "container-title": "N Engl J Med",
    "issued": issued(2002, 7, 25),
    "volume": "347",
    "issue": "4",
    "page": "284-287",
}
SEVEN_AUTHORS = {
    "type": "article-journal",
    "author": people("Rose ME", "Huerbin MB", "Melick J", "Marion DW", "Palmer AM", "Schiding JK", "Kochanek PM"),
    "title": "Regulation of interstitial excitatory amino acid concentrations after cortical contusion injury",
    "container-title": "Brain Res",
    "issued": issued(2002),
    "volume": "935",
    "issue": "1-2",
    "page": "40-46",
}
ORGANISATION = {
    "type": "article-journal",
    "author": [{"literal": "Diabetes Prevention Program Research Group"}],
    "title": "Hypertension, insulin, and proinsulin in participants with impaired glucose tolerance",
    "container-title": "Hypertension",
    "issued": issued(2002),
    "volume": "40",
    "issue": "5",
    "page": "679-686",
}
BOOK = {
    "type": "book",
    "author": people("Murray PR", "Rosenthal KS", "Kobayashi GS", "Pfaller MA"),
    "title": "Medical microbiology",
    "edition": "4",
    "publisher-place": "St. Louis",
    "publisher": "Mosby",
    "issued": issued(2002),
}
EDITED_BOOK = {
    "type": "book",
    "editor": people("Gilstrap LC 3rd", "Cunningham FG", "VanDorsten JP"),
    "title": "Operative obstetrics",
    "edition": "2",
    "publisher-place": "New York",
    "publisher": "McGraw-Hill",
    "issued": issued(2002),
}
CHAPTER = {
    "type": "chapter",
    "author": people("Meltzer PS", "Kallioniemi A", "Trent JM"),
    "title": "Chromosome alterations in human solid tumors",
    "editor": people("Vogelstein B", "Kinzler KW"),
    "container-title": "The genetic basis of human cancer",
    "publisher-place": "New York",
    "publisher": "McGraw-Hill",
    "issued": issued(2002),
    "page": "93-113",
}
THESIS = {
    "type": "thesis",
    "author": people("Borkowski MM"),
    "title": "Infant sleep and feeding: a telephone survey of Hispanic Americans",
    "publisher-place": "Mount Pleasant (MI)",
    "publisher": "Central Michigan University",
    "issued": issued(2002),
}
AMA_PREPRINT = {
    "type": "article",
    "author": people("Bloss CS", "Wineinger NE", "Peters M", "Boeldt DL", "Ariniello L", "Kim JY", "Sheard J"),
    "title": "A prospective randomized trial examining health care utilization in individuals using multiple"
    " smartphone-enabled biosensors",
    "publisher": "bioRxiv",
    "issued": issued(2015, 10, 28),
    "DOI": "10.1101/029983",
}
AMA_WEB = {
    "type": "webpage",
    "author": [{"literal": "Centers for Medicare & Medicaid Services"}],
    "title": "CMS proposals to implement certain disclosure provisions of the Affordable Care Act",
    "accessed": issued(2012, 1, 30),
    "URL": "http://www.cms.gov/apps/media/press/factsheet.asp?Counter=4221",
}

REPORT = {
    "type": "report",
    "author": people("Russell ML", "Goth-Goldstein R", "Apte MG", "Fisk WJ"),
    "title": "Method for measuring the size distribution of airborne Rhinovirus",
    "publisher-place": "Berkeley (CA)",
    "publisher": "Lawrence Berkeley National Laboratory, Environmental Energy Technologies Division",
    "issued": issued(2002, 1),
    "number": "LBNL49574",
}
PROCEEDINGS = {
    "type": "paper-conference",
    "author": people("Christensen S", "Oppacher F"),
    "title": "An analysis of Koza's computational effort statistic for genetic programming",
    "editor": people("Foster JA", "Lutton E", "Miller J", "Ryan C", "Tettamanzi AG"),
    "container-title": "Genetic programming",
    "publisher-place": "Berlin",
    "publisher": "Springer",
    "issued": issued(2002),
    "page": "182-191",
}
WEB = {
    "type": "webpage",
    "author": people("Hooper JF"),
    "title": "Psychiatry & the law: forensic psychiatric resource page",
    "publisher-place": "Tuscaloosa (AL)",
    "publisher": "University of Alabama",
    "issued": issued(1999, 1, 1),
    "accessed": issued(2007, 2, 23),
    "URL": "http://bama.ua.edu/~jhooper/",
}
DATASET = {
    "type": "dataset",
    "author": people("Lind M"),
    "title": "Answers of adults with pain",
    "publisher": "Dryad",
    "issued": issued(2019, 5, 2),
    "DOI": "10.5061/dryad.1",
}

EXPECTED = [
    (
        "nlm",
        REPORT,
        "Russell ML, Goth-Goldstein R, Apte MG, Fisk WJ. Method for measuring the size distribution of airborne"
        " Rhinovirus. Berkeley (CA): Lawrence Berkeley National Laboratory, Environmental Energy Technologies Division;"
        " 2002 Jan. Report No.: LBNL49574.",
    ),
    (
        "ama",
        REPORT,
        "Russell ML, Goth-Goldstein R, Apte MG, Fisk WJ. Method for measuring the size distribution of airborne"
        " Rhinovirus. Lawrence Berkeley National Laboratory, Environmental Energy Technologies Division. LBNL49574;"
        " January 2002.",
    ),
    (
        "nlm",
        PROCEEDINGS,
        "Christensen S, Oppacher F. An analysis of Koza's computational effort statistic for genetic programming. In:"
        " Foster JA, Lutton E, Miller J, Ryan C, Tettamanzi AG, editors. Genetic programming. Berlin: Springer; 2002."
        " p. 182-91.",
    ),
    (
        "ama",
        PROCEEDINGS,
        "Christensen S, Oppacher F. An analysis of Koza's computational effort statistic for genetic programming. In:"
        " Foster JA, Lutton E, Miller J, Ryan C, Tettamanzi AG, eds. Genetic programming. Springer; 2002:182-191.",
    ),
    (
        "nlm",
        WEB,
        "Hooper JF. Psychiatry & the law: forensic psychiatric resource page [Internet]. Tuscaloosa (AL): University of"
        " Alabama; 1999 Jan 1 [cited 2007 Feb 23]. Available from: http://bama.ua.edu/~jhooper/",
    ),
    (
        "nlm",
        DATASET,
        "Lind M. Answers of adults with pain [dataset]. Dryad; 2019 May 2. doi: 10.5061/dryad.1",
    ),
    ("ama", DATASET, "Lind M. Answers of adults with pain. Dryad. May 2, 2019. doi:10.5061/dryad.1"),
    (
        "nlm",
        {**DATASET, "type": "article", "publisher": "medRxiv"},
        "Lind M. Answers of adults with pain [preprint]. medRxiv; 2019 May 2. doi: 10.5061/dryad.1",
    ),
    (
        "nlm",
        ARTICLE,
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med."
        " 2002 Jul 25;347(4):284-7.",
    ),
    (
        "ama",
        ARTICLE,
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med."
        " 2002;347(4):284-287.",
    ),
    (
        "nlm",
        SEVEN_AUTHORS,
        "Rose ME, Huerbin MB, Melick J, Marion DW, Palmer AM, Schiding JK, et al. Regulation of interstitial excitatory"
        " amino acid concentrations after cortical contusion injury. Brain Res. 2002;935(1-2):40-6.",
    ),
    (
        "ama",
        SEVEN_AUTHORS,
        "Rose ME, Huerbin MB, Melick J, et al. Regulation of interstitial excitatory amino acid concentrations after"
        " cortical contusion injury. Brain Res. 2002;935(1-2):40-46.",
    ),
    (
        "nlm",
        ORGANISATION,
        "Diabetes Prevention Program Research Group. Hypertension, insulin, and proinsulin in participants with"
        " impaired glucose tolerance. Hypertension. 2002;40(5):679-86.",
    ),
    (
        "nlm",
        BOOK,
        "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. Louis: Mosby; 2002.",
    ),
    (
        "ama",
        BOOK,
        "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. Mosby; 2002.",
    ),
    (
        "nlm",
        EDITED_BOOK,
        "Gilstrap LC 3rd, Cunningham FG, VanDorsten JP, editors. Operative obstetrics. 2nd ed. New York: McGraw-Hill;"
        " 2002.",
    ),
    (
        "ama",
        EDITED_BOOK,
        "Gilstrap LC 3rd, Cunningham FG, VanDorsten JP, eds. Operative obstetrics. 2nd ed. McGraw-Hill; 2002.",
    ),
    (
        "nlm",
        CHAPTER,
        "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. In: Vogelstein B, Kinzler"
        " KW, editors. The genetic basis of human cancer. New York: McGraw-Hill; 2002. p. 93-113.",
    ),
    (
        "ama",
        CHAPTER,
        "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. In: Vogelstein B, Kinzler"
        " KW, eds. The genetic basis of human cancer. McGraw-Hill; 2002:93-113.",
    ),
    (
        "nlm",
        THESIS,
        "Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans [dissertation]."
        " Mount Pleasant (MI): Central Michigan University; 2002.",
    ),
    (
        "ama",
        THESIS,
        "Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans. Dissertation."
        " Central Michigan University; 2002.",
    ),
    (
        "ama",
        AMA_PREPRINT,
        "Bloss CS, Wineinger NE, Peters M, et al. A prospective randomized trial examining health care utilization in"
        " individuals using multiple smartphone-enabled biosensors. bioRxiv. Preprint posted online October 28, 2015."
        " doi:10.1101/029983",
    ),
    (
        "ama",
        AMA_WEB,
        "Centers for Medicare & Medicaid Services. CMS proposals to implement certain disclosure provisions of the"
        " Affordable Care Act. Accessed January 30, 2012."
        " http://www.cms.gov/apps/media/press/factsheet.asp?Counter=4221",
    ),
    (
        "ama",
        {**ARTICLE, "volume": "", "issue": "", "page": "", "DOI": "10.1/x"},
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med."
        " Published online July 25, 2002. doi:10.1/x",
    ),
    (
        "ama",
        {**ARTICLE, "page": "", "number": "e012"},
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med."
        " 2002;347(4):e012.",
    ),
    (
        "ama",
        {
            "type": "paper-conference",
            "author": people("Morales M", "Zhou X"),
            "title": "Health practices of immigrant women",
            "event-title": "2015 Annual Meeting of the Society",
            "issued": issued(2015, 11, 2),
            "event-place": "New York, NY",
        },
        "Morales M, Zhou X. Health practices of immigrant women. Paper presented at: 2015 Annual Meeting of the"
        " Society; November 2, 2015; New York, NY.",
    ),
]


@pytest.mark.parametrize(("style", "item", "expected"), EXPECTED)
def test_prints_as_the_manual_does(style, item, expected):
    assert as_text(format_reference(item, style)) == expected


@pytest.mark.parametrize("style", STYLES)
def test_a_script_in_any_field_comes_out_escaped(style):
    item = {key: "<script>" if isinstance(value, str) and key != "type" else value for key, value in CHAPTER.items()}
    assert "<script" not in as_html(format_reference(item, style))


@pytest.mark.parametrize("style", STYLES)
def test_an_address_that_is_no_web_address_is_not_linked(style):
    assert "href" not in as_html(format_reference({**AMA_WEB, "URL": "javascript:alert(1)"}, style))


@pytest.mark.parametrize(
    ("style", "words"),
    [("ama", "Published correction appears in JAMA. 2003;1:2."), ("nlm", "Erratum in: JAMA. 2003;1:2.")],
)
def test_a_correction_is_noted_before_the_doi(style, words):
    custom = {"notices": [{"type": "ErratumIn", "source": "JAMA. 2003;1:2."}, {"type": "CommentIn", "source": "BMJ"}]}
    printed = as_text(format_reference({**ARTICLE, "custom": custom, "DOI": "10.1/x"}, style))
    assert f" {words} doi:" in printed


@pytest.mark.parametrize("style", STYLES)
def test_the_abbreviated_journal_is_printed_where_the_record_has_it(style):
    titles = {"container-title": "The New England journal of medicine", "container-title-short": "N Engl J Med"}
    assert format_reference(ARTICLE | titles, style) == format_reference(ARTICLE, style)


def test_a_style_that_is_not_known_prints_as_ama():
    assert format_reference(ARTICLE, "harvard") == format_reference(ARTICLE, "ama")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ({"family": "王", "given": "小明"}, "王小明"),
        ({"family": "Иванов", "given": "Пётр Сергеевич"}, "Иванов ПС"),
        ({"family": "حسن", "given": "علي"}, "حسن علي"),
    ],
)
def test_names_of_other_scripts(name, printed):
    assert as_text(format_reference({**ARTICLE, "author": [name]})).startswith(f"{printed}. ")


def test_particles_stay_with_the_name():
    item = {**ARTICLE, "author": [{"family": "Moorselaar", "non-dropping-particle": "van", "given": "Rob Jan"}]}
    assert as_text(format_reference(item)).startswith("van Moorselaar RJ. ")


NAMES = ["family", "literal", "date-parts"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.sampled_from(NAMES), children),
)


@given(st.dictionaries(st.sampled_from([*CHAPTER, *AMA_WEB, "DOI", "number"]), JSON), st.sampled_from([*STYLES]))
def test_any_record_prints(item, style):
    assert isinstance(as_html(format_reference(item, style)), str)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("written", ["²", "9" * 5000])
def test_an_edition_that_is_no_number_prints_as_written(style, written):
    assert written in as_text(format_reference({"type": "book", "title": "Pain", "edition": written}, style))
