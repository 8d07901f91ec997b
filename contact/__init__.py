"""Enquiries: the form, their intake and where staff read them."""
