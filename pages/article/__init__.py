"""Reads a finished article into title, sections, citations, references and graded claims. No Django here."""

from .model import Article, Citation, Claim, Entry, Marker, Paragraph, Section, Text
from .problems import NotAnArticle, Problem
from .reader import read_article, read_article_file

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
    "read_article",
    "read_article_file",
]
