"""How reCAPTCHA is put on the form: which version, which key, and what the page must be allowed to load."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.forms.renderers import BaseRenderer
from django.http import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django_recaptcha.constants import DEFAULT_RECAPTCHA_DOMAIN
from django_recaptcha.widgets import ReCaptchaBase, ReCaptchaV2Checkbox, ReCaptchaV3

ACTION = "enquiry"
"""What a v3 answer must have been given for; one given for another form does not count here."""

FIELD = "captcha"
ALTCHA_FIELD = "altcha"
"""What ALTCHA's own widgets call it."""

Response = TypeVar("Response", bound=HttpResponseBase)


def is_on() -> bool:
    """Whether reCAPTCHA is the challenge: both keys are set, and privacy mode (`CITEWELL_PRIVACY_MODE`) is not on.

    Else the challenge is ALTCHA, which asks nobody else. With one key alone a system check says so.
    """
    return not getattr(settings, "CITEWELL_PRIVACY_MODE", False) and bool(
        _setting("RECAPTCHA_PUBLIC_KEY") and _setting("RECAPTCHA_PRIVATE_KEY")
    )


def kind() -> str:
    """altcha, recaptcha_v2 or recaptcha_v3, as the API names it."""
    return f"recaptcha_{_setting('CITEWELL_RECAPTCHA_VERSION', 'v2')}" if is_on() else "altcha"


def challenge_widget() -> ReCaptchaBase | None:
    """The widget of the version that is set (`CITEWELL_RECAPTCHA_VERSION`, "v2" or "v3"); None while it is off."""
    if not is_on():
        return None
    if _setting("CITEWELL_RECAPTCHA_VERSION", "v2") == "v3":
        return _QuietV3(action=ACTION, attrs={"data-sitekey": _setting("RECAPTCHA_PUBLIC_KEY")})
    return _QuietV2(attrs={"data-sitekey": _setting("RECAPTCHA_PUBLIC_KEY")})


def script_address() -> str:
    """Where reCAPTCHA's script is for the version that is set; '' while it is off."""
    if not is_on():
        return ""
    domain = _setting("RECAPTCHA_DOMAIN", DEFAULT_RECAPTCHA_DOMAIN)
    is_v3 = _setting("CITEWELL_RECAPTCHA_VERSION", "v2") == "v3"
    render = quote(_setting("RECAPTCHA_PUBLIC_KEY"), safe="") if is_v3 else "explicit"
    return f"https://{domain}/recaptcha/api.js?render={render}"


def allow_challenge(response: Response) -> Response:
    """Lets this one response load the challenge, where a challenge is on; the site's policy stays as it is."""
    if is_on():
        host = f"https://{_setting('RECAPTCHA_DOMAIN', DEFAULT_RECAPTCHA_DOMAIN)}/recaptcha/"
        scripts = ["'self'", host, "https://www.gstatic.com/recaptcha/"]
        response._csp_update = {  # type: ignore[attr-defined]
            "script-src": scripts,
            "frame-src": ["'self'", host],
            "connect-src": ["'self'", host],
        }
    return response


class _Quiet:
    """Renders a place for the challenge and where its script is; `contact.js` fetches that at the first touch.

    The package's own templates load the script at once and inline, which the site's policy forbids and which would
    tell a third party about every reader. They also print a random id into each rendering.
    """

    template_name = "citewell/contact/widgets/challenge.html"
    version = ""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Without the random id and the callback that belongs to it."""
        return {**base_attrs, **(extra_attrs or {})}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Says which version to draw, and where its script is."""
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"] |= {"version": self.version, "script": script_address()}
        return context

    def _render(self, template_name: str, context: Any, renderer: BaseRenderer | None = None) -> SafeString:
        # Through the project's template engine, so that a host can override the template like any other.
        return mark_safe(render_to_string(template_name, context))  # noqa: S308


class _QuietV2(_Quiet, ReCaptchaV2Checkbox):
    version = "v2"


class _QuietV3(_Quiet, ReCaptchaV3):
    version = "v3"


def _setting(name: str, default: str = "") -> str:
    return getattr(settings, name, default) or default
