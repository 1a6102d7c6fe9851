"""No regular expression of the package takes more than linear time. All of them are found, none is chosen.

Patterns are collected from the modules as they are imported (also from tables and closures' constants) and from the source, where
one is written inside a function. Each is tried on repetitions of what it is itself made of, which is where backtracking goes wrong, with
an end that does not match; twice the letters may take twice the time. What is long is what `search` is given: a whole text.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import re._constants as constants
import re._parser as parser
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import relazione

SHORT, TIMES = 500, 8
"""Letters of the shorter input, and how many times longer the longer one is."""
MOST_PIECES = 8
SLOWEST = 30.0
"""Times as long that eight times the letters may take: a quadratic pattern takes 64 times, a linear one 8."""
FLOOR = 0.001
"""Seconds under which nothing is measured well."""
CALLS = ("compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split")
CATEGORIES = {
    constants.CATEGORY_DIGIT: "1",
    constants.CATEGORY_SPACE: " ",
    constants.CATEGORY_WORD: "a",
    constants.CATEGORY_NOT_DIGIT: "a",
    constants.CATEGORY_NOT_SPACE: "a",
    constants.CATEGORY_NOT_WORD: "-",
}


HEAVY = {"language_model"}
SOURCES = {path: path.read_text(encoding="utf-8") for path in Path(relazione.__file__).parent.rglob("*.py")}


def modules() -> Iterator[Any]:
    """Every module of the package."""
    for found in pkgutil.walk_packages(relazione.__path__, "relazione."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns that a module's value holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for one in itertools.chain(value, value.values()):
            yield from patterns_in(one, depth + 1)
    elif (
        depth < 4
        and (hasattr(value, "__slots__") or hasattr(value, "__dict__"))
        and type(value).__module__.startswith("relazione")
    ):
        for name in {*getattr(type(value), "__slots__", ()), *getattr(value, "__dict__", {})}:
            yield from patterns_in(getattr(value, name, None), depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from patterns_in(one, depth + 1)


def written(path: Path) -> Iterator[tuple[int, str | bytes | None, bool]]:
    """Line, pattern (None where it is put together from parts) and whether it is asked at one place, of each call of `re`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in CALLS
        ):
            first = node.args[0]
            text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes) else None
            yield node.lineno, text, node.func.attr in ("match", "fullmatch")


def tables(module: Any) -> Iterator[Any]:
    """What a module makes when it is first asked: the values of its cached functions that ask for nothing."""
    for name, value in vars(module).items():
        is_own = hasattr(value, "cache_info") and value.__module__ == module.__name__ and name not in HEAVY
        if is_own and not inspect.signature(value).parameters:
            yield value()


def asked_at_start(module: Any, name: str) -> bool:
    """Whether a pattern is only ever asked with `match` or `fullmatch`, wherever the package names it."""
    asked = {found for source in SOURCES.values() for found in re.findall(rf"\b{name}\b(?:\.(\w+)\(|(?! =))", source)}
    own = set(re.findall(rf"\b{name}\b(?!\s*(?::[^=\n]*)?=[^=])(?:\.(\w+)\()?", inspect.getsource(module)))
    return bool(own) and own <= {"match", "fullmatch"} and (name.startswith("_") or asked <= {"match", "fullmatch"})


def collected() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """All patterns by where they were found, each with whether it is only asked at one place of a text."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any], bool]] = {}
    for module in modules():
        for name, value in list(vars(module).items()):
            for pattern in patterns_in(value):
                if (pattern.pattern, pattern.flags) not in found:
                    single = isinstance(value, re.Pattern) and asked_at_start(module, name)
                    found[pattern.pattern, pattern.flags] = (f"{module.__name__}.{name}", pattern, single)
        for value in tables(module):
            for pattern in patterns_in(value):
                found.setdefault((pattern.pattern, pattern.flags), (module.__name__, pattern, False))
    root = Path(relazione.__file__).parent
    for path in sorted(root.rglob("*.py")):
        for line, text, single in written(path):
            if text is not None and not any(key[0] == text for key in found):
                pattern = re.compile(text)
                found[pattern.pattern, pattern.flags] = (f"{path.relative_to(root)}:{line}", pattern, single)
    return {f"{where} {number}": (pattern, single) for number, (where, pattern, single) in enumerate(found.values())}


def letters(tree: Any) -> Iterator[str]:
    """What a pattern is made of: its literals in runs, and a letter for each class."""
    run = ""
    for op, value in tree:
        if op is constants.LITERAL:
            run += chr(value)
            continue
        if run:
            yield run
            run = ""
        if op in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            yield from letters(value[2])
        elif op is constants.SUBPATTERN:
            yield from letters(value[-1])
        elif op is constants.ATOMIC_GROUP:
            yield from letters(value)
        elif op is constants.BRANCH:
            for branch in value[1][:40]:
                yield from letters(branch)
        elif op in (constants.ASSERT, constants.ASSERT_NOT):
            yield from letters(value[1])
        elif op is constants.IN:
            yield from _of_class(value)
        elif op in (constants.ANY, constants.NOT_LITERAL):
            yield "a"
            yield " "
    if run:
        yield run


def _of_class(items: Any) -> Iterator[str]:
    negated = any(op is constants.NEGATE for op, _ in items)
    inside = [(op, value) for op, value in items if op is not constants.NEGATE]
    if negated:
        yield from ("a", " ", "1", "-")
        return
    for op, value in inside[:6]:
        if op is constants.LITERAL:
            yield chr(value)
        elif op is constants.RANGE:
            yield chr(value[0])
        elif op is constants.CATEGORY:
            yield CATEGORIES[value]


def pieces(pattern: re.Pattern[Any]) -> list[str]:
    """What is repeated to make it backtrack: its own pieces, alone and two by two."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    own = list(dict.fromkeys(letters(parser.parse(text, pattern.flags & ~re.UNICODE))))
    spread = own if len(own) <= 8 else own[:: max(1, len(own) // 8)][:8]
    pairs = [a + b for a, b in itertools.pairwise(spread)]
    return list(dict.fromkeys([*spread, *pairs, "a", " ", "a ", "1"]))[: MOST_PIECES + 4]


def seconds(pattern: re.Pattern[Any], piece: str, length: int, at_start: bool) -> float:
    text: Any = piece * (length // len(piece) + 1) + "\x00"
    if isinstance(pattern.pattern, bytes):
        text = text.encode("latin-1", "replace")
    begun = time.process_time()
    if at_start:
        pattern.match(text)
        pattern.fullmatch(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - begun


def slow(pattern: re.Pattern[Any], at_start: bool) -> str:
    """The piece on whose repetition the pattern takes more than linear time; "" for none."""
    for piece in pieces(pattern):
        if seconds(pattern, piece, SHORT, at_start) > 0.5:  # already far from linear, or exponential
            return piece
        if seconds(pattern, piece, SHORT * TIMES, at_start) <= FLOOR * SLOWEST / TIMES:
            continue
        tries = [(seconds(pattern, piece, SHORT * TIMES, at_start), seconds(pattern, piece, SHORT, at_start)) for _ in range(3)]
        if min(a for a, _ in tries) > SLOWEST * max(FLOOR / TIMES, min(b for _, b in tries)):
            return piece
    return ""


PATTERNS = collected()

# Asked within a few letters only, wherever they are asked; the words between are in the source beside them.
WITHIN_BOUNDS = {
    "relazione.coding.mission_words._BEFORE": "the ninety letters before a phrase",
    "relazione.coding.membership_cues._TO_NAME": "a part of other patterns",
    "relazione.sources.html_tags._REST": "given up for the page at the first tag that is not closed",
    "relazione.sources.html_tags._SIMPLE_REST": "asked behind a tag's name, and ends before the next tag",
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("where", PATTERNS)
def test_no_pattern_takes_more_than_linear_time(where: str) -> None:
    pattern, at_start = PATTERNS[where]
    if where.rpartition(" ")[0] in WITHIN_BOUNDS:
        at_start = True
    assert slow(pattern, at_start) == "", pattern.pattern[:200]


def test_the_measure_tells_linear_from_quadratic() -> None:
    assert slow(re.compile(r"[ab]+c"), False) and slow(re.compile(r"\s+$"), False) and slow(re.compile(r"a*a*b"), True)
    assert not slow(re.compile(r"\b[ab]{1,20}c"), False) and not slow(re.compile(r"\s+$"), True)


def test_all_patterns_are_found() -> None:
    """Hundreds, of every room; what is compiled within a function from parts is there by the tables that it fills."""
    rooms = {where.split(".")[1] for where in PATTERNS if where.startswith("relazione.")}
    assert {"model", "reference", "sources", "coding", "record", "publish"} <= rooms and len(PATTERNS) > 300
    assert all(name in {where.rpartition(" ")[0] for where in PATTERNS} for name in WITHIN_BOUNDS)
