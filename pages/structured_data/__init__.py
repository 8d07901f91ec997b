"""What a page says to machines: schema.org nodes as JSON-LD, made from plain values. No Django here.

The terms are those of https://schema.org/docs/full.html. Which of them are used, and what they take, is written down in
tests/pages/structured_data/vocabulary.py; every node is held against it.
"""
