"""What the tests share: their own modules, options of pytest, and data that lies elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).parents[1]

Say = Callable[[str], None]
"""Takes a line that is to be read by whoever ran the tests."""

# Test modules are imported one by one (`--import-mode=importlib`), so what they share is not
# found by itself.
sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile(
    "schemawright",
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("schemawright")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite tests/golden with what is generated now; the tests whose files change fail",
    )


SAYS = "says"


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Say:
    """Print a line at the end of the run, whichever process the test runs in."""
    return partial(record_property, SAYS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed: list[pytest.TestReport] = terminalreporter.stats.get("passed", [])
    said = [text for each in passed for key, text in each.user_properties if key == SAYS]
    for text in dict.fromkeys(map(str, said)):
        terminalreporter.write_line(text)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data, which lies beside the checkout and is not part of it."""
    folder = Path(os.environ.get("SCHEMAWRIGHT_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "cases").is_dir():
        pytest.skip(f"no shared data in {folder} (SCHEMAWRIGHT_SHARED names another folder)")
    return folder


Load = Callable[..., ModuleType]
"""Takes a schema, or the path of a document, and options; returns the imported package."""


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Generate packages and import them, each under a name of its own."""
    from generated_packages import generate, imported, run, write  # noqa: PLC0415 - see above

    with ExitStack() as stack:
        names = (f"generated_{number}" for number in count())

        def load_(source: object, **how: Any) -> ModuleType:
            package = next(names)
            if isinstance(source, Path):
                outcome = run({"source": source.as_posix(), "package": package, **how})
            else:
                outcome = generate(source, tmp_path, package=package, **how)
            assert outcome.files, outcome.text
            write(outcome.files, tmp_path / package)
            return stack.enter_context(imported(tmp_path / package, package))

        yield load_
