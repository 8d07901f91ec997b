"""The contract of the API: valid, and changed only on purpose.

`make test ARGS='tests/cms/test_api_contract.py --write-contract'` writes it anew; the change then shows in review.
"""

import json
from pathlib import Path

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


@pytest.fixture
def contract(db):
    return Client().get("/api/v1/openapi.json").json()


def test_the_contract_is_valid(contract):
    assert [error.message for error in OpenAPIV31SpecValidator(contract).iter_errors()] == []


def test_the_contract_is_the_one_that_is_written_down(contract, request):
    text = json.dumps(contract, indent=1, sort_keys=True) + "\n"
    if request.config.getoption("--write-contract"):
        CONTRACT.write_text(text, encoding="utf-8")
    assert CONTRACT.read_text(encoding="utf-8") == text


def test_pages_and_blocks_are_told_apart_by_type(contract):
    schemas = contract["components"]["schemas"]
    assert schemas["ConditionPage"]["properties"]["body"]["items"]["discriminator"]["propertyName"] == "type"
    (page,) = [
        answer["content"]["application/json"]["schema"]
        for answer in [contract["paths"]["/api/v1/pages/{page_id}"]["get"]["responses"]["200"]]
    ]
    named = json.dumps(page)
    assert all(name in named or name in json.dumps(schemas) for name in ("ConditionPage", "OtherPage"))
    assert schemas["Section"]["properties"]["type"]["const"] == "section"


def test_every_call_has_a_summary_and_an_id_of_its_own(contract):
    calls = [call for path in contract["paths"].values() for call in path.values()]
    assert all(call["summary"] for call in calls)
    ids = [call["operationId"] for call in calls]
    assert len(ids) == len(set(ids))
