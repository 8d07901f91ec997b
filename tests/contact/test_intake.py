import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.intake import InvalidEnquiryError, dialled_phone, readable_phone, validate

VALID = {
    "kind": "client",
    "name": "Mara Lind",
    "email": "mara@example.org",
    "phone": "",
    "message": "",
    "consent": "yes",
    "consent_version": "v1",
}


def faults(**overrides: object) -> dict[str, list[str]]:
    try:
        validate(VALID | overrides, consent_version="v1")
    except InvalidEnquiryError as error:
        return error.errors
    return {}


def test_a_valid_enquiry_is_tidied() -> None:
    data = validate(VALID | {"name": " Mara\r\nLind ", "message": "one\r\ntwo "}, consent_version="v1")
    assert (data.name, data.message, data.preferred_contact) == ("Mara Lind", "one\ntwo", "either")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "spam"}, "kind"),
        ({"name": "  "}, "name"),
        ({"email": ""}, "email"),
        ({"email": "mara"}, "email"),
        ({"email": "mara@example.org\r\nBcc: all@example.org"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"preferred_contact": "pigeon"}, "preferred_contact"),
        ({"preferred_contact": "phone"}, "phone"),
        ({"preferred_contact": "email", "email": "", "phone": "9195550142"}, "email"),
        ({"kind": "question"}, "message"),
        ({"consent": ""}, "consent"),
        ({"consent_version": "v0"}, "consent"),
        ({"name": "Mara\x00"}, "name"),
        ({"message": "\ud800"}, "message"),
        ({"name": "x" * 201}, "name"),
        ({"message": "x" * 5001}, "message"),
        ({"name": 5}, "name"),
        ({"kind": ["client"]}, "kind"),
    ],
)
def test_each_fault_is_told_once_at_its_field(changes: dict[str, object], field: str) -> None:
    found = faults(**changes)
    assert list(found) == [field]
    assert len(found[field]) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "", "phone": "9195550142"},
        {"email": "", "phone": "+49 (0)30 1234567"},
        {"phone": "919-555-0142 ext. 12"},
        {"name": "Jürgen O'Neill-Łuczak 李"},
        {"name": "‮evil"},
        {"message": "<script>alert(1)</script>"},
        {"source_path": "https://evil.example/"},
        {"preferred_time": "'; DROP TABLE enquiries; --"},
    ],
)
def test_whatever_a_person_could_mean_is_accepted(changes: dict[str, object]) -> None:
    assert faults(**changes) == {}


def test_all_faults_come_at_once() -> None:
    assert set(faults(kind="", name="", email="", consent="")) == {"kind", "name", "email", "consent"}


@given(st.dictionaries(st.sampled_from([*VALID, "preferred_contact", "source_path"]), st.text() | st.none()))
def test_no_input_breaks_the_validation(changes: dict[str, object]) -> None:
    faults(**changes)


def test_a_number_is_shown_as_people_write_it() -> None:
    assert readable_phone("9192345678") == "(919) 234-5678"
    assert readable_phone("+49 30 1234567") == "+49 30 1234567"
    assert readable_phone("12") == "12"


def test_a_number_is_dialled_without_its_dots() -> None:
    assert dialled_phone("(919) 234-5678") == "+19192345678"
    assert dialled_phone("javascript:12-34") == "1234"
