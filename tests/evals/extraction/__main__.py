"""``python -m tests.evals.extraction``: see run.py."""

from __future__ import annotations

from tests.evals.extraction.run import main

if __name__ == "__main__":
    raise SystemExit(main())
