"""Both sites say the same, and the front is the documentation's."""

from pathlib import Path

from benchmarks.articles import SENTENCES, make_sections
from benchmarks.front import Front, write_config
from benchmarks.memory import children_of, held_mib, peak_mib
from benchmarks.sites import FEW, LISTED, MANY, words


def test_an_article_has_its_sentences_and_each_source_once():
    for citations in (0, FEW, MANY):
        sentences = [sentence for section in make_sections(citations) for sentence in section]
        assert len(sentences) == max(citations, SENTENCES)
        assert [source for _text, source in sentences if source is not None] == list(range(citations))


def test_both_sites_get_fifty_articles_and_one_of_many_sources():
    sources = [len(article["sources"]) for article in words()["articles"]]
    assert sources == [FEW] * LISTED + [MANY]


def test_the_front_is_the_documented_file_without_tls():
    text = write_config(Path("/somewhere"), Path("/published"), Front(1111, 2222), 3333)
    assert "ssl" not in text
    for told in ("listen 127.0.0.1:1111", "listen 127.0.0.1:2222", "server 127.0.0.1:3333", "root /published;"):
        assert told in text


def test_a_process_holds_memory_and_no_more_than_at_its_peak():
    import os

    assert 0 < held_mib(os.getpid()) <= peak_mib()
    assert children_of(os.getpid()) is not None
