"""``dragoman eval``: which tasks it takes."""

import pytest

from dragoman.errors import ConfigError
from dragoman.evaluate.tasks import TASKS
from dragoman.output.cli.eval import find_tasks


def test_a_task_by_name_and_all() -> None:
    assert [task.name for task in find_tasks("times")] == ["times"]
    assert find_tasks("all") == TASKS


@pytest.mark.parametrize(
    ("name", "message"),
    [("names", "not built yet"), ("nonsense", "no task 'nonsense'; give one of relations")],
)
def test_other_names_are_told(name: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        find_tasks(name)
