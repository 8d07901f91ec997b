"""The search index of the enquiries: keyed fingerprints of their words, which tell nothing without the key."""

from __future__ import annotations

from django.db import models


class SearchToken(models.Model):
    """One word of one enquiry, as `blind_index` writes it. Which word, and which field it stood in, is not stored."""

    enquiry = models.ForeignKey("citewell_contact.Enquiry", models.CASCADE, related_name="search_tokens")
    token = models.IntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["token", "enquiry"], name="one_token_per_enquiry")]

    def __str__(self) -> str:
        return str(self.pk)
