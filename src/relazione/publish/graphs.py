"""Publish: a network as GraphML (http://graphml.graphdrawing.org, 1.0), which networkx, igraph and Gephi read, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from relazione.analysis.network import Network, Node, Tie
from relazione.publish.tables import safe_cell
from relazione.publish.visible import visible

_NODE: tuple[tuple[str, str], ...] = (
    ("name", "string"), ("type", "string"), ("posts_sent", "int"), ("posts_received", "int"), ("rank", "int")
)  # fmt: skip
_EDGE: tuple[tuple[str, str], ...] = (
    ("count", "int"), ("posts", "int"), ("kinds", "string"), ("cities", "string"), ("certainty", "string"), ("facts", "string")
)  # fmt: skip
TIE_COLUMNS = ("source", "source_name", "target", "target_name", *(name for name, _ in _EDGE))


def graphml(found: Network) -> str:
    """The network as GraphML. Lists are joined by "; "."""
    direction = "directed" if found.directed else "undirected"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for domain, keys in (("node", _NODE), ("edge", _EDGE)):
        lines += [f'  <key id="{domain}_{name}" for="{domain}" attr.name="{name}" attr.type="{type_}"/>' for name, type_ in keys]
    lines += [f'  <key id="graph_{name}" for="graph" attr.name="{name}" attr.type="string"/>' for name in ("kind", "as_of")]
    lines.append(f'  <graph edgedefault="{direction}">')
    lines += [f'    <data key="graph_{name}">{value}</data>' for name, value in (("kind", found.kind), ("as_of", found.as_of))]
    for node in found.nodes:
        lines += [f"    <node id={quoteattr(visible(node.id))}>", *_data("node", _NODE, node), "    </node>"]
    for tie in found.ties:
        ends = f"source={quoteattr(visible(tie.source))} target={quoteattr(visible(tie.target))}"
        lines += [f"    <edge {ends}>", *_data("edge", _EDGE, tie), "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _data(domain: str, keys: Iterable[tuple[str, str]], of: Node | Tie) -> list[str]:
    return [f'      <data key="{domain}_{name}">{escape(visible(_text(getattr(of, name))))}</data>' for name, _ in keys]


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def ties_csv(found: Network) -> str:
    """The ties as CSV, one a row."""
    names = {node.id: node.name for node in found.nodes}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TIE_COLUMNS)
    for tie in found.ties:
        ends = (tie.source, names[tie.source], tie.target, names[tie.target])
        writer.writerow([*map(safe_cell, ends), *(safe_cell(_text(getattr(tie, name))) for name, _ in _EDGE)])
    return out.getvalue()
