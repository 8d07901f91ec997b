"""The choice of the weekly mail, in a user's account."""

from django import forms

from .models import ContentDigest


class ContentDigestForm(forms.ModelForm):
    """A box to tick."""

    class Meta:
        model = ContentDigest
        fields = ["is_wanted"]
