"""XML as a tree with line numbers. No document type, no entities, no depth without end.

What makes XML dangerous (entities that expand, files and addresses that are fetched) begins with a
document type declaration; the first one ends the reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

MAX_DEPTH: Final = 40
MAX_ELEMENTS: Final = 1_000_000


class XmlInvalid(Exception):
    """The text is no XML that is read here; says where and why."""

    def __init__(self, line: int, reason: str) -> None:
        """Keep the line, counted from 1."""
        self.line, self.reason = line, reason
        super().__init__(f"Line {line}: {reason}")


@dataclass(slots=True)
class Node:
    """An element: its name without the namespace, its text, and where it begins."""

    name: str
    space: str
    line: int
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text of an element without children."""
        return "".join(self.pieces)

    def find(self, path: str) -> Node | None:
        """Return the first element at a path of names (`Amt/InstdAmt`), or None."""
        found: Node | None = self
        for name in path.split("/"):
            found = next(
                (one for one in (found.children if found else ()) if one.name == name), None
            )
        return found

    def all(self, name: str) -> list[Node]:
        """Return the children of a name."""
        return [one for one in self.children if one.name == name]


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_type
        self.parser.EntityDeclHandler = self._refuse_type

    def _refuse_type(self, *_: object) -> None:
        raise XmlInvalid(self._line, "a document type or an entity is not read here")

    @property
    def _line(self) -> int:
        return int(self.parser.CurrentLineNumber)

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise XmlInvalid(self._line, "there are too many elements")
        if len(self._open) >= MAX_DEPTH:
            raise XmlInvalid(self._line, "elements are nested too deeply")
        space, _, name = full_name.rpartition(" ")
        node = Node(name=name, space=space, line=self._line, attributes=attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].pieces.append(text)


def read_xml(content: bytes) -> Node:
    """Return the root element.

    Raises:
        XmlInvalid: with the line and the reason.

    """
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as wrong:
        raise XmlInvalid(wrong.lineno, expat.ErrorString(wrong.code)) from None
    assert builder.root is not None
    return builder.root
