"""A job's steps laid out as a graph: columns by how many steps come before, lines between."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from apps.jobs.models import Step

CELL = 100
"""Width and height of a cell in the drawing's own units; the page stretches it to its room."""

BOX = 40
"""Half of a box's width within its cell."""


@dataclass(frozen=True)
class Node:
    """A step and its cell, counted from 1."""

    step: Step
    column: int
    row: int


@dataclass(frozen=True)
class Graph:
    """Boxes in cells, and the lines between them as SVG path data in units of ``CELL``."""

    nodes: Sequence[Node]
    lines: Sequence[str]
    columns: int
    rows: int

    @property
    def width(self) -> int:
        """Width of the drawing in its own units."""
        return self.columns * CELL

    @property
    def height(self) -> int:
        """Height of the drawing in its own units."""
        return self.rows * CELL


def graph(steps: Sequence[Step]) -> Graph:
    """Lay out steps that are given in the order of their ``ordinal``."""
    columns: dict[str, int] = {}
    filled: Counter[int] = Counter()
    nodes: dict[str, Node] = {}
    for step in steps:
        column = 1 + max((columns.get(need, 0) for need in step.needs), default=0)
        columns[step.key] = column
        filled[column] += 1
        nodes[step.key] = Node(step, column, filled[column])
    drawn = list(nodes.values())
    lines = [
        _line(nodes[need], node) for node in drawn for need in node.step.needs if need in nodes
    ]
    return Graph(drawn, lines, max(filled, default=0), max(filled.values(), default=0))


def _line(start: Node, end: Node) -> str:
    x1, y1 = _centre(start)
    x2, y2 = _centre(end)
    if end.column - start.column > 1:
        # Over the boxes in between.
        top = min(y1, y2) - CELL * 0.48
        return f"M{x1} {y1}V{top:g}H{x2}V{y2}"
    middle = (x1 + x2) // 2
    return f"M{x1 + BOX} {y1}H{middle}V{y2}H{x2 - BOX}"


def _centre(node: Node) -> tuple[int, int]:
    return node.column * CELL - CELL // 2, node.row * CELL - CELL // 2
