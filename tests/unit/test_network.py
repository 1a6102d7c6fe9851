"""The record as a network on a day, and what reads it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType

import networkx
import pytest

from relazione.analysis.network import Network, network
from relazione.model.errors import ImpossibleDate, WrongUse
from relazione.model.evidence import Evidence
from relazione.model.identity import Draft, number_claims
from relazione.publish.graphs import TIE_COLUMNS, graphml, ties_csv
from relazione.record.store import Record

TODAY = "2024-01-01"


@pytest.fixture
def posts(seed: ModuleType, record: Record) -> Record:
    """Italy and Turkey with posts in each other; Italy with one in Greece, which has none there; an accreditation from elsewhere."""
    greece = seed.actor("Greece", "GRC", "greece")
    it, tr = seed.italy(), seed.turkey()
    bodies = [
        seed.mission(it, "embassy", tr, "Ankara", opened=seed.when("1925")),
        seed.mission(it, "consulate", tr, "İzmir", opened=seed.when("1930"), closed=seed.when("1940-06-10")),
        seed.mission(it, "cultural-institute", tr, "Istanbul", opened=seed.when("1951")),
        seed.mission(tr, "embassy", it, "Rome", opened=seed.when("1925")),
        seed.mission(it, "embassy", greece, "Athens", opened=seed.when("1900")),
        seed.mission(greece, "accredited-non-resident", tr, None, opened=seed.when("1920")),
        seed.mission(it, "embassy", None, "Nowhere", opened=seed.when("1920")),
        seed.member(it, "NATO", "nato", since="1949-04-04"),
        seed.member(tr, "NATO", "nato", since="1952-02-18"),
    ]
    document = seed.document("posts", date="1960-01-01")
    drafts = [
        Draft(body=body, evidence=(Evidence(start=0, end=4, exact=document.text[:4]),), confidence=0.9, rule="hand")
        for body in bodies
    ]
    record.add(document, number_claims(document.id, drafts), coder="hand")
    return record


def at(record: Record, day: str, kind: str = "mission") -> Network:
    return network(record, kind, day, today=TODAY)


def test_ties_are_directed_and_hold_on_the_day(posts: Record) -> None:
    found = at(posts, "1935-01-01")
    ties = {(tie.source, tie.target): tie for tie in found.ties}
    assert set(ties) == {("ITA", "TUR"), ("TUR", "ITA"), ("ITA", "GRC"), ("GRC", "TUR")}
    assert (ties["ITA", "TUR"].count, ties["ITA", "TUR"].posts, ties["ITA", "TUR"].cities) == (2, 2, ("Ankara", "İzmir"))
    later = {(tie.source, tie.target): tie for tie in at(posts, "1955-01-01").ties}
    assert (later["ITA", "TUR"].count, later["ITA", "TUR"].posts) == (2, 1)  # the consulate has closed, an institute has come
    assert not at(posts, "1850-01-01").ties


def test_reciprocity_counts_posts_and_not_accreditations(posts: Record) -> None:
    found = at(posts, "1935-01-01")
    assert (found.mutual, found.one_sided, found.reciprocity) == (1, (("ITA", "GRC"),), 0.5)
    assert found.left_out == 1


def test_states_are_ranked_by_posts(posts: Record) -> None:
    nodes = {node.id: node for node in at(posts, "1935-01-01").nodes}
    assert [(node.posts_sent, node.posts_received, node.rank) for node in (nodes["ITA"], nodes["TUR"], nodes["GRC"])] == [
        (3, 1, 1),
        (1, 2, 2),
        (0, 1, 3),
    ]


def test_what_a_document_told_of_is_assumed_later(posts: Record) -> None:
    tie = next(tie for tie in at(posts, "1970-01-01").ties if (tie.source, tie.target) == ("TUR", "ITA"))
    assert tie.certainty == "assumed"


def test_members_lead_to_organisations(posts: Record) -> None:
    assert [(tie.source, tie.target) for tie in at(posts, "1950-01-01", "membership").ties] == [("ITA", "nato")]
    found = at(posts, "1955-01-01", "membership")
    assert {node.id: node.type for node in found.nodes} == {"ITA": "state", "TUR": "state", "nato": "organisation"}


def test_agreements_have_no_direction(seed_record: Record) -> None:
    found = network(seed_record, "agreement", "1935-01-01", today=TODAY)
    assert not found.directed
    tie = next(tie for tie in found.ties if {tie.source, tie.target} == {"ITA", "TUR"})
    assert tie.count >= 1 and tie.facts
    assert found.reciprocity is None


def test_networkx_reads_the_graph(posts: Record, tmp_path: Path) -> None:
    found = at(posts, "1935-01-01")
    path = tmp_path / "posts.graphml"
    path.write_text(graphml(found), encoding="utf-8")
    graph = networkx.read_graphml(path)
    assert graph.is_directed()
    assert set(graph.edges) == {(tie.source, tie.target) for tie in found.ties}
    assert graph.nodes["TUR"]["name"] == "Türkiye"
    assert graph.edges["ITA", "TUR"]["posts"] == 2
    # Reciprocity as networkx counts it: the share of edges that have one back.
    with_posts = graph.edge_subgraph([(a, b) for a, b, data in graph.edges(data=True) if data["posts"]])
    share = networkx.overall_reciprocity(with_posts)
    assert found.reciprocity == pytest.approx(share / (2 - share))


def test_hostile_names_break_neither_file(seed: ModuleType, record: Record, tmp_path: Path) -> None:
    odd = seed.actor('=cmd|"<&>\x00', None, 'x"><y')
    document = seed.document("odd")
    draft = Draft(
        body=seed.mission(odd, "embassy", seed.turkey(), "<City>", opened=seed.when("1925")),
        evidence=(Evidence(start=0, end=4, exact=document.text[:4]),), confidence=0.9, rule="hand",
    )  # fmt: skip
    record.add(document, number_claims(document.id, [draft]), coder="hand")
    found = at(record, "1930-01-01")
    path = tmp_path / "odd.graphml"
    path.write_text(graphml(found), encoding="utf-8")
    assert len(networkx.read_graphml(path).edges) == 1
    rows = list(csv.DictReader(io.StringIO(ties_csv(found))))
    assert tuple(rows[0]) == TIE_COLUMNS
    assert rows[0]["source_name"].startswith("'=")


def test_what_cannot_be_asked(record: Record) -> None:
    with pytest.raises(WrongUse):
        network(record, "trade")
    with pytest.raises(ImpossibleDate):
        network(record, "mission", "1935-02-30")
