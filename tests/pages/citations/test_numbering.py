from hypothesis import given
from hypothesis import strategies as st

from pages.citations.markup import Mark
from pages.citations.numbering import Passage, collect_ids, number_citations

KNOWN = frozenset(range(1, 8))
GROUPS = st.lists(st.lists(st.builds(Mark, st.integers(0, 10)), min_size=1, max_size=4).map(tuple), max_size=5)
PAGES = st.lists(GROUPS, max_size=4).map(lambda rows: [Passage(f"body/{n}", row) for n, row in enumerate(rows)])


def flat(numbering):
    return [marker for groups in numbering.markers.values() for group in groups for marker in group]


@given(PAGES)
def test_numbers_run_from_one_in_the_order_of_first_appearance(passages):
    seen = [marker.number for marker in flat(number_citations(passages, KNOWN)) if marker.number]
    assert list(dict.fromkeys(seen)) == list(range(1, len(set(seen)) + 1))


@given(PAGES)
def test_a_source_keeps_its_number(passages):
    numbering = number_citations(passages, KNOWN)
    for marker in flat(numbering):
        if marker.reference_id in KNOWN:
            assert numbering.order[marker.number - 1] == marker.reference_id


@given(PAGES)
def test_no_two_markers_have_one_anchor(passages):
    anchors = [marker.anchor for marker in flat(number_citations(passages, KNOWN))]
    assert len(anchors) == len(set(anchors))


@given(PAGES)
def test_a_dangling_citation_takes_no_number_from_the_others(passages):
    only_known = [
        passage._replace(
            groups=[tuple(mark for mark in group if mark.reference_id in KNOWN) for group in passage.groups]
        )
        for passage in passages
    ]
    numbering = number_citations(passages, KNOWN)
    assert numbering.order == number_citations(only_known, KNOWN).order
    assert len(numbering.dangling) == sum(marker.number == 0 for marker in flat(numbering))
    assert 0 not in numbering.backlinks


@given(PAGES)
def test_back_links_are_every_marker_in_reading_order(passages):
    numbering = number_citations(passages, KNOWN)
    for number, backlinks in numbering.backlinks.items():
        assert backlinks == [marker for marker in flat(numbering) if marker.number == number]
        assert [marker.occurrence for marker in backlinks] == list(range(1, len(backlinks) + 1))


@given(PAGES)
def test_numbering_twice_gives_the_same(passages):
    assert number_citations(passages, KNOWN) == number_citations(passages, KNOWN)


def test_the_article_s_own_order():
    groups = [[(Mark(5),)], [(Mark(9),), (Mark(2), Mark(9))]]
    numbering = number_citations([Passage(str(n), row) for n, row in enumerate(groups)], {2, 5, 9})
    assert [marker.number for marker in flat(numbering)] == [1, 2, 3, 2]
    assert numbering.order == (5, 9, 2)


def test_a_passage_without_citations_has_no_markers():
    numbering = number_citations([Passage("lead", ())], KNOWN)
    assert numbering.markers == {"lead": ()}
    assert numbering.order == ()


def test_ids_are_collected_once():
    assert collect_ids([Passage("a", [(Mark(1), Mark(2))]), Passage("b", [(Mark(1),)])]) == {1, 2}
