"""The YAML loader of the library's files: libyaml's where PyYAML has it, ten times faster than its own."""

from __future__ import annotations

from typing import Any

import yaml

YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
