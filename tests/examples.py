"""How many generated cases a test tries: 500 in every run, all of them in ``make test-long``."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

ALWAYS = 500
WHOLE = os.environ.get("PLAN136_EXAMPLES") == "all"
_Test = TypeVar("_Test", bound=Callable[..., Any])


def generated(most: int) -> Callable[[_Test], _Test]:
    """Marks a test that tries up to ``most`` generated cases."""
    tried = settings(max_examples=most if WHOLE else ALWAYS, deadline=None, suppress_health_check=list(HealthCheck))
    return lambda test: pytest.mark.generated(tried(test))
