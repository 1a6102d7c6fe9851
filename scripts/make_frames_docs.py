"""Make docs/frames.md, the page on the frames, from the table of frames.

python scripts/make_frames_docs.py            write the page
python scripts/make_frames_docs.py --check    write nothing; exit code 1 where the page is not what the table says
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from relazione.coding.frame_words import FORMS, SLOTS, condition_told
from relazione.coding.frames import Frame, frames
from relazione.reference.ontology import event_type, scheme_types

PAGE = Path(__file__).resolve().parent.parent / "docs" / "frames.md"
PARTS = {"V": "verb", "N": "noun", "A": "adjective"}
_HEAD = """# Frames

Made from `src/relazione/coding/data/frames.tsv` by `scripts/make_frames_docs.py`.

A frame is a line of the table that says which word tells which type of event, and under which conditions. {rows} lines with {words}
words tell {types} types of the [codebook](codebook.md). What a frame proposes the ranker may still drop ([accuracy](accuracy.md));
`relazione explain ARTICLE` shows for each sentence which frames were tried and which condition failed.

## How a frame is read

- One line of a **verb** serves all its forms: active, passive ("was signed by"), participle ("signed in 1932, the convention"), infinitive,
  coordinated and relative clauses. Subject means who does it and object to whom or what it is done, whatever the voice.
- A **noun** tells an event of its own ("the outbreak of the war"), unless a verb's frame has used it up ("signed a treaty" is one event) or it
  stands before another noun that tells one.
- An **adjective** counts as predicate: "relations were tense".
- The lines of a word are tried in the order of the table, and **the first that fits wins**: the narrow line stands above the wide one.
- A condition looks at the head of a phrase and the words right before it ("trade agreement" is `trade` and `agreement`), and one "of" further
  down. All conditions of a line must hold, and nothing of what it excludes may.
- Where one side of the pair is named and nobody stands opposite, the other side is meant too, unless the line says *only those named*.

## How to add a line

Seven columns, parted by tabs:

| column | holds |
|---|---|
| `type` | a type of the codebook; `a+b` makes two events of one trigger ("established relations and an embassy") |
| `pos` | `V` verb, `N` noun, `A` adjective |
| `lemmas` | dictionary forms joined by a bar; a second word is a particle: `break off` |
| `with` | conditions parted by spaces, `slot:word\\|word`; every one must hold. `*` is any word |
| `without` | likewise; none may hold |
| `who` | `pair`, or `named`: the other side is not meant where it is not named |
| `form` | empty, or `neg`: only where it is denied ("did not recognise"), `dated`, `owndate`: only with a date |

{slots}

`@place`, `@person`, `@organisation` and `@people` stand for names that the language model takes for such.

1. Put the line above wider ones of the same word, and at the type's other lines.
2. Put a sentence of your own that it should read, and one that it should not, into `tests/unit/test_frames.py`.
3. `python -m pytest tests/unit/test_frames.py` (a test finds lines that an earlier one hides), `python scripts/make_frames_docs.py`.
4. Where annotated texts are at hand: `relazione evaluate DIR` before and after. The ranker knows a new line's type and form at once, and
   the line itself once `scripts/train_ranker.py` has seen it.

## The frames by type
"""


def page() -> str:
    """The page."""
    by_line: dict[int, list[Frame]] = {}
    for rows in frames().values():
        for frame in rows:
            by_line.setdefault(frame.line, []).append(frame)
    by_type: dict[str, list[list[Frame]]] = {}
    for _, alternatives in sorted(by_line.items()):
        by_type.setdefault(event_type(alternatives[0].types[0]).type, []).append(alternatives)
    slots = "\n".join(["| slot | looks at |", "|---|---|", *(f"| `{slot}` | {where} |" for slot, where in SLOTS.items())])
    told = {kind for rows in frames().values() for frame in rows for kind in frame.types}
    words = len({(frame.pos, frame.lemma, frame.particle) for rows in frames().values() for frame in rows})
    lines = [_HEAD.format(rows=len(by_line), words=words, types=len(told), slots=slots)]
    for scheme in scheme_types():
        if scheme in by_type:
            lines += [f"### {scheme}\n", "| type | part | triggers | with | without | besides |", "|---|---|---|---|---|---|"]
            lines += [_row(alternatives) for alternatives in by_type[scheme]]
            lines.append("")
    lines.append(
        "A clause with a date of its own that no frame fits may be read as `other`; lines of lists and tables are read by their heading."
    )
    return "\n".join(lines) + "\n"


def _row(alternatives: list[Frame]) -> str:
    first = alternatives[0]
    triggers = ", ".join(f"{f.lemma} {f.particle}".strip() for f in alternatives)
    cells = (
        " + ".join(first.types),
        PARTS[first.pos],
        triggers,
        "; ".join(condition_told(c) for c in first.needs),
        "; ".join(condition_told(c) for c in first.excludes),
        "; ".join(_besides(first)),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _besides(frame: Frame) -> Iterator[str]:
    if frame.who == "named":
        yield "only those named"
    if FORMS[frame.form]:
        yield FORMS[frame.form]


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    text = page()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in arguments:
        print("docs/frames.md is not what the table says: run python scripts/make_frames_docs.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print("docs/frames.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
