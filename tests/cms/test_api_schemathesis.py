"""Every call of the API against its contract, with requests that schemathesis makes of it.

`make test ARGS='-m fuzz'` makes many more of them, which `.ci/run` does too.
"""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cms.wsgi import application
from tests.kept_connection import kept_connection

from .api_content import make_content
from .test_api_contract import CONTRACT

contract = schemathesis.openapi.from_dict(json.loads(CONTRACT.read_text()), config=SchemathesisConfig(seed=1))
contract.app = application
# What one request stores does not change what another is answered, so all of a call meet the same site.
ONE_SITE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])


@pytest.fixture
def content(db):
    with kept_connection():
        yield make_content()


@contract.parametrize()
@settings(ONE_SITE, max_examples=10)
def test_every_call_keeps_its_contract(case, content):
    ask(case, content)


@pytest.mark.fuzz
@contract.parametrize()
@settings(ONE_SITE, max_examples=150)
def test_every_call_keeps_its_contract_whatever_is_asked(case, content):
    ask(case, content)


def ask(case, content):
    """Send a case, at something that is there where it names anything, and hold the answer against the contract."""
    aim(case.path_parameters, content)
    aim(case.query, content)
    aim(case.body, content)
    case.call_and_validate(excluded_checks=[positive_data_acceptance] if is_judged_further(case) else [])


def aim(values, content):
    """Put an id that exists in the place of one that could."""
    for name in content.ids.keys() & set(values if isinstance(values, dict) else ()):
        try:
            number = int(values[name])
        except (TypeError, ValueError):
            continue
        if type(values[name]) in (int, str) and 1 <= number <= 2**31:
            ids = content.ids[name]
            values[name] = type(values[name])(ids[number % len(ids)])


def is_judged_further(case):
    """Whether what the schema lets through may be refused: cursors are ours, a search has an order of its own."""
    query = case.query if isinstance(case.query, dict) else {}
    return (
        case.method == "POST"
        or bool({"cursor", "search"} & set(query))
        or any("\x00" in str(text) for text in query.values())
    )
