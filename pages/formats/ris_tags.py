"""The types of RIS records and what CSL calls them; which tag holds what lives in ris.py."""

# The first type of each CSL name is the one that is written.
CSL_TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "ABST": "article-journal",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CLSWK": "classic",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CPAPER": "paper-conference",
    "CONF": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "GOVDOC": "report",
    "ELEC": "webpage",
    "BLOG": "post-weblog",
    "DATA": "dataset",
    "AGGR": "dataset",
    "DBASE": "dataset",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "STAND": "standard",
    "STAT": "legislation",
    "LEGAL": "regulation",
    "BILL": "bill",
    "CASE": "legal_case",
    "HEAR": "hearing",
    "PAT": "patent",
    "COMP": "software",
    "VIDEO": "motion_picture",
    "MPCT": "motion_picture",
    "ADVS": "motion_picture",
    "MULTI": "webpage",
    "SOUND": "song",
    "MUSIC": "musical_score",
    "MAP": "map",
    "FIGURE": "figure",
    "ART": "graphic",
    "CHART": "graphic",
    "PAMP": "pamphlet",
    "PCOMM": "personal_communication",
    "ICOMM": "personal_communication",
    "SLIDE": "speech",
    "UNPB": "manuscript",
    "MANSCPT": "manuscript",
    "GEN": "document",
}
RIS_TYPES = {csl: ris for ris, csl in reversed(CSL_TYPES.items())}
# Citewell's word for a preprint; RIS has none, and "unpublished work" is what reference managers make of one.
RIS_TYPES["article"] = "UNPB"

ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper"})
# What stands inside something else that has a title of its own.
PARTS = frozenset({"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"})
# Of these T2 names the series that they belong to, and a lone SP their number of pages (EndNote).
WHOLE = frozenset({"book", "report", "thesis", "classic", "standard"})
