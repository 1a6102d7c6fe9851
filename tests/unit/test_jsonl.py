"""JSON Lines: one document a line; bad lines are told with their number, and the others are read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from relazione.model.errors import InputError
from relazione.sources import jsonl
from relazione.sources.originals import Original, Page

TEXT = "The ministers met in Rome."


def read(data: bytes | str, **options: Any) -> list[Page | InputError]:
    return list(jsonl.read(Original("news.jsonl", "news.jsonl", data, **options)))


def line(**fields: Any) -> str:
    return json.dumps({"text": TEXT, **fields}) + "\n"


def page(**fields: Any) -> Page:
    (found,) = read(line(**fields))
    assert isinstance(found, Page), found
    return found


def test_fields_become_those_of_the_document() -> None:
    found = page(id="a-1", title=" Two  ministers ", date="2024-05-02", url="https://example.org/a", language="en")
    assert (found.id, found.title, found.date, found.address) == ("a-1", "Two ministers", "2024-05-02", "https://example.org/a")
    assert (found.text, found.origin, found.where) == (TEXT, "news.jsonl, line 1", "news.jsonl, line 1")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"id": 7}, "7"), ({"url": "https://example.org/a"}, "https://example.org/a"), ({"id": ""}, None), ({}, None)],
)
def test_the_id_is_the_one_given_else_the_address(fields: dict[str, Any], expected: str | None) -> None:
    assert page(**fields).id == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-05-02T23:10:00Z", "2024-05-02"),
        ("2024-05-02 23:10:00+03:00", "2024-05-02"),
        ("2024-05", "2024-05"),
        ("", None),
        (None, None),
    ],
)
def test_dates(date: str | None, expected: str | None) -> None:
    assert page(date=date).date == expected


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "truncated"),
        ("[1, 2]", "object"),
        ("{text}", "JSON"),
        ('{"title": "No text"}', "text"),
        ('{"text": 5}', "text"),
        ('{"text": "  "}', "its text is empty"),
        ('{"text": "x", "date": "2024-13-01"}', "2024-13-01"),
        ('{"text": "x", "date": "yesterday noon"}', "is no date"),
        ("[" * 100_000, "line 2"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(bad: str, said: str) -> None:
    first, second, third = read(line() + bad + "\n" + line())
    assert isinstance(first, Page) and isinstance(third, Page)
    assert isinstance(second, InputError) and "news.jsonl, line 2" in str(second) and said in str(second)


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    first, second = read(line().encode() + b'{"text": "\xff\xfe"}\n')
    assert isinstance(first, Page) and isinstance(second, InputError)


def test_halves_of_characters_are_a_bad_line() -> None:
    first, second = read(line(text="Rome \ud800 and Paris") + line())
    assert isinstance(first, InputError) and "line 1" in str(first) and isinstance(second, Page)


def test_empty_lines_are_passed_over_and_the_last_needs_no_end() -> None:
    assert len(read("\n" + line() + "\n  \n" + line().rstrip())) == 2


def test_markup_within_a_text_is_read_as_such() -> None:
    found = page(text="<html><body><p>The ministers met.</p><p>They left.</p></body></html>")
    assert [found.visible[b.start : b.end].strip() for b in found.blocks] == ["The ministers met.", "They left."]


def test_only_wanted_titles() -> None:
    found = read(line(title="Rome") + line(title="Paris"), title_matches=re.compile("^Ro"))
    assert [one.title for one in found if isinstance(one, Page)] == ["Rome"]


def test_a_line_that_is_too_long_is_left_out() -> None:
    first, second = read(line(text="a" * 5000) + line(), max_size=1000)
    assert isinstance(first, InputError) and "line 1" in str(first) and isinstance(second, Page)


def test_many_bad_lines_are_counted() -> None:
    found = read(line() + "{\n" * 250)
    assert len(found) == 1 + jsonl.MOST_TOLD + 1
    assert "150 more bad lines, 250 in all; 1 were good" in str(found[-1])


def test_a_file_without_a_good_line_is_given_up() -> None:
    with pytest.raises(InputError, match="none of the first 1000 lines"):
        read("{\n" * 2000)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a", '{"text": "x"}\n', True),
        ("a", '{"text": "' + "x" * 100_000 + '"}', True),
        ("a.jsonl", '{"broken\n', True),
        ("a", "{{Infobox}}\n'''Rome'''", False),
        ("a", "{| class='wikitable'\n|}", False),
        ("a", "Plain text.", False),
    ],
)
def test_it_is_known_by_its_first_line(name: str, text: str, expected: bool) -> None:
    assert jsonl.matches(Original(name, name, text).head()) is expected
