"""The words for why nothing is sent to an address, or why no answer came from it."""

from __future__ import annotations

from django.utils.translation import gettext as _


def tell_refusal(code: str) -> str:
    """One sentence for a code of RefusedDestinationError."""
    return {
        "malformed": _("This is not the address of a host on the internet: write it as https://host.example/path."),
        "userinfo": _("The address holds a user name or an @ before the host; leave that out."),
        "fragment": _("The address has a part after #, which is never sent; leave it out."),
        "port": _("Only the ports 443 and 80 are used. An operator can allow another in WEBHOOK_ALLOWED_HOSTS."),
        "plain": _("The address must begin with https://."),
        "private": _(
            "The host stands inside a private network or on this machine. An operator can allow it in "
            "WEBHOOK_ALLOWED_HOSTS."
        ),
        "unknown": _("Nobody knows the name of this host."),
    }[code]


def tell_no_answer(code: str) -> str:
    """One sentence for a code of NoAnswerError."""
    return {
        "slow": _("The endpoint did not answer in time"),
        "unreachable": _("The endpoint could not be reached"),
        "untrusted": _("The endpoint's certificate is not valid for its name"),
        "garbled": _("The endpoint answered with something that is not HTTP"),
    }[code]
