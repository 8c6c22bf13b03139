"""The YAML loader of the library's files, and a checked one for YAML that a stranger may have written."""

from __future__ import annotations

from typing import Any

import yaml

YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times faster than PyYAML's own
MOST_CHARACTERS = 200_000
MOST_VALUES = 20_000
_DEEPEST = 20


class RefusedYamlError(yaml.YAMLError):
    """YAML that may not be loaded: too large, too deep, with an alias, a key twice, or a value that is none."""


def load_checked(text: str, most_characters: int = MOST_CHARACTERS, most_values: int = MOST_VALUES) -> Any:
    """The value of a text of YAML; YAMLError, with the remedy, when it is none or passes a limit.

    Its events are read first, one by one: nothing is built of a text that is refused. Aliases are refused because ten
    lines of them name a billion values.
    """
    if len(text) > most_characters:
        raise RefusedYamlError(f"{len(text)} characters, more than {most_characters}; shorten it")
    _check_events(text, most_values)
    try:
        return yaml.load(text, Loader=YAML_LOADER)
    except yaml.YAMLError:
        raise
    except (ValueError, OverflowError, RecursionError, AttributeError, TypeError) as error:
        # PyYAML lets errors of its conversions through: a date such as 2020-99-99, a number of 5,000 digits
        raise RefusedYamlError(f"a value cannot be read ({str(error)[:80]}); put it in quotes") from None


def _check_events(text: str, most_values: int) -> None:
    """RefusedYamlError when the events of a text pass a limit; yaml's own errors when it is no YAML."""
    open_ones: list[set[str] | None] = []  # of each open mapping its keys, of each open list None
    place: list[int] = []  # how many values stand in each so far
    for count, event in enumerate(yaml.parse(text, Loader=YAML_LOADER)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RefusedYamlError(
                f"line {line}: an alias or anchor (* or &); write the value out, or put it in quotes"
            )
        if count > most_values:
            raise RefusedYamlError(f"line {line}: more than {most_values} values; shorten it")
        if isinstance(event, yaml.CollectionEndEvent):
            open_ones.pop()
            place.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if open_ones:
            keys = open_ones[-1]
            if keys is not None and place[-1] % 2 == 0 and isinstance(event, yaml.ScalarEvent):
                if event.value in keys:
                    raise RefusedYamlError(f"line {line}: the key {event.value[:40]!r} stands twice; keep one of them")
                keys.add(event.value)
            place[-1] += 1
        if isinstance(event, yaml.CollectionStartEvent):
            open_ones.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
            place.append(0)
            if len(open_ones) > _DEEPEST:
                raise RefusedYamlError(f"line {line}: nested deeper than {_DEEPEST}; write it flat")
