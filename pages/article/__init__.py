"""Reads a finished article into title, sections, citations, references and graded claims. No Django here."""

from .model import Article, Citation, Claim, Entry, Marker, Paragraph, Section, Text
from .problems import NotAnArticle, Problem
from .reader import check_size, read_article, read_article_file, to_text

__all__ = [
    "Article",
    "Citation",
    "Claim",
    "Entry",
    "Marker",
    "NotAnArticle",
    "Paragraph",
    "Problem",
    "Section",
    "Text",
    "check_size",
    "read_article",
    "read_article_file",
    "to_text",
]
