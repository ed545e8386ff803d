"""The API against its own OpenAPI: made-up requests meet no answer that it does not describe."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from webrecords import example_reports, write_record

from dragoman.output.web.app import Serving, make_inner_app

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


PATHS = (
    ("GET", "/board"), ("GET", "/events"), ("GET", "/events/{event}"), ("GET", "/timeline"),
    ("GET", "/map"), ("GET", "/actors"), ("GET", "/actors/{actor}"), ("GET", "/reports"),
    ("GET", "/reports/{report}"), ("POST", "/preview"), ("POST", "/reports"),
)  # fmt: skip


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    record = write_record(Path(tmp_path_factory.mktemp("schema")) / "r.db", *example_reports())
    serving = Serving(
        record=record, coder=lambda document: replace(document, events=()), token="sesame"
    )
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_inner_app(serving))


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_every_answer_is_one_that_the_schema_describes(schema: Any, method: str, path: str) -> None:
    operation = schema[f"/api/v1{path}"][method]

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answers(case: Any) -> None:
        case.call_and_validate(
            checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
        )

    answers()


def test_no_address_is_left_out(schema: Any) -> None:
    assert {
        (method.upper(), path)
        for path, operations in schema.raw_schema["paths"].items()
        for method in operations
    } == {(method, f"/api/v1{path}") for method, path in PATHS}
