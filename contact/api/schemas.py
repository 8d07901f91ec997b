"""What the enquiry calls take and give. Types only: what makes an enquiry valid is decided in `contact.intake`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from ..intake import LONGEST

_WHOLE = re.compile(r"0|[1-9][0-9]{0,18}")


def _read_whole(value: Any) -> Any:
    """Let plain digits through alone: Python reads "1_0", " 1", "+1", "1.0" and the digits of other scripts, too."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise ValueError(_("Must be a whole number, in digits."))
    return value


Whole = Annotated[int, BeforeValidator(_read_whole)]


class FormParameters(Schema):
    """Whose form."""

    page: Whole = Field(description="The id of the contact page.", ge=1, le=2**63 - 1)


class Strict(Schema):
    """Takes each type as it is written, and no member that it does not know."""

    model_config = ConfigDict(strict=True, extra="forbid")


def text(name: str, description: str, *, required: bool = False) -> Any:
    """A text field. Its length is told here and judged with everything else, in the visitor's language."""
    default: Any = ... if required else ""
    return Field(default, description=description, json_schema_extra={"maxLength": LONGEST[name]})


# What an answer may be depends on its question, so it is judged there; here stands what can be one.
Answer = Annotated[
    Any,
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]


class Campaign(Strict):
    """The campaign parameters of the address that the visitor came with."""

    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_term: str = ""
    utm_content: str = ""


class ChallengeResponse(Strict):
    """What the challenge of the form came to."""

    kind: str = Field(description="As the form names it.", max_length=40)
    response: str = Field(description="What the challenge's script gave.", max_length=16_384)


class EnquiryIn(Strict):
    """An enquiry. At least one of `email` and `phone` is needed, and a `message` where the kind is `question`."""

    page: int = Field(description="The id of the contact page whose form this is.", ge=1)
    kind: Literal["question", "client", "consultation"]
    name: str = text("name", "The visitor's name.", required=True)
    email: str = text("email", "")
    phone: str = text("phone", "As people write it.")
    preferred_contact: Literal["either", "email", "phone"] = "either"
    preferred_time: str = text("preferred_time", "In the visitor's own words.")
    condition: str = text("condition", "What it is about, in the visitor's own words.")
    message: str = text("message", "")
    answers: dict[str, Answer] = Field(
        default_factory=dict, description="To the form's own questions, by their keys. Dates are YYYY-MM-DD."
    )
    consent: bool = Field(description="Whether the visitor agreed to the words of the form.")
    consent_version: str = Field(description="Which words: `consent.version` of the form.", min_length=1)
    source_path: str = Field("", description="The path of the page the visitor came from.")
    referrer: str = Field("", description="The address elsewhere that led to the site. Its query is not kept.")
    campaign: Campaign = Field(default_factory=Campaign)
    language: str = Field("", description="The visitor's language (BCP 47); else the first of Accept-Language.")
    fax: str = Field("", description="Leave empty. A field that people do not see tells programs from people.")
    challenge: ChallengeResponse | None = None
    touched: str = Field("", description="What /enquiries/challenge gave at the first touch.", max_length=200)


class EnquiryReceipt(Schema):
    """That the enquiry is stored."""

    receipt: str = Field(description="What the visitor reads out on the telephone.", examples=["K7M-4QX-9RT"])


class Choice(Schema):
    """One answer that can be chosen."""

    value: str
    label: str


class FormField(Schema):
    """One field of the form."""

    name: str = Field(description="The member of the enquiry, or the key of an answer.")
    kind: Literal["text", "email", "tel", "short_text", "long_text", "one_choice", "several_choices", "date", "yes_no"]
    label: str
    help_text: str
    required: bool
    max_length: int | None = None
    choices: list[Choice] = Field(description="What to choose from; for `text`, suggestions.")


class Consent(Schema):
    """What the visitor agrees to."""

    version: str
    html: str
    label: str


class Challenge(Schema):
    """Which challenge the form has. Load it when the visitor touches the form, not before."""

    kind: Literal["altcha", "recaptcha_v2", "recaptcha_v3"]
    script: str = Field(description="The address of reCAPTCHA's script; empty for ALTCHA, which needs none of others.")
    site_key: str = Field(description="For reCAPTCHA's script.")
    action: str = Field(description="For reCAPTCHA v3's script.")
    url: str = Field(description="Where `touched`, and for ALTCHA the challenge, are fetched at the first touch.")


class AltchaChallenge(Schema):
    """A challenge as ALTCHA's widgets and libraries solve it."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


class FirstTouch(Schema):
    """What a front end fetches when its visitor first touches the form."""

    touched: str = Field(description="The time, signed. Send it back with the enquiry.")
    challenge: AltchaChallenge | None = Field(description="Null where reCAPTCHA is the challenge.")


class FormPage(Schema):
    """The contact page of the form, with the words around it; HTML where a name ends in `_html`."""

    id: int
    title: str
    url: str
    language: str
    intro_html: str
    form_intro_html: str
    what_happens_next_html: str
    emergency_notice: str
    phone: str
    thanks_title: str
    thanks_html: str


class EnquiryForm(Schema):
    """Everything that a front end needs to draw the form."""

    page: FormPage
    fields: list[FormField]
    one_of: list[list[str]] = Field(description="Of each of these groups of fields, one must be filled in.")
    required_when: dict[str, dict[str, str]] = Field(
        description="Fields that must be filled in when another has a value: {field: {other: value}}."
    )
    questions: list[FormField] = Field(description="The form's own questions; their answers go into `answers`.")
    consent: Consent
    challenge: Challenge
    largest_body: int = Field(description="Bytes that an enquiry may have.")
