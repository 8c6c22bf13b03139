"""A page as a browser's parser meets it: elements with their text, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element, its attributes, and what is in it."""

    name: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def raw(self) -> str:
        """The text, as it stands."""
        return "".join(each if isinstance(each, str) else each.raw for each in self.inside)

    @property
    def text(self) -> str:
        """The text, spaces folded."""
        return " ".join(self.raw.split())

    def walk(self) -> Iterator[Element]:
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each.walk()

    def all(self, name: str, /, **wanted: str) -> list[Element]:
        """Every element of that name whose attributes hold the wanted words; ``_class`` for class."""
        return [
            each
            for each in self.walk()
            if each.name == name
            and all(value in each.get(key.lstrip("_").replace("_", "-")).split(" ") for key, value in wanted.items())
        ]

    def one(self, name: str, /, **wanted: str) -> Element:
        found = self.all(name, **wanted)
        assert len(found) == 1, f"{len(found)} of <{name} {wanted}>"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(html: str) -> Element:
    """The page; an element that is closed in the wrong place is an error."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [each.name for each in reader.open] == [""], "an element stays open"
    return reader.root
