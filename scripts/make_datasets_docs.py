"""Make docs/datasets.md, the page on data files, from the catalogue of datasets.

python scripts/make_datasets_docs.py            write the page
python scripts/make_datasets_docs.py --check    write nothing; exit code 1 where the page is not what the catalogue says
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from relazione.sources.datasets.catalogue import Dataset, catalogue

PAGE = Path(__file__).resolve().parent.parent / "docs" / "datasets.md"
SYSTEMS = {
    "cow": "Correlates of War", "gw": "Gleditsch-Ward", "iso2": "ISO 3166-1 alpha-2", "iso3": "ISO 3166-1 alpha-3",
    "isonum": "ISO 3166-1 numeric", "name": "names", "": "none",
}  # fmt: skip
_HEAD = """# Data files

Made from `src/relazione/sources/data/datasets.toml` by `scripts/make_datasets_docs.py`.

`relazione import PATH...` takes the field's data files as they are downloaded, one by one or a folder of them. Nothing of them is shipped with
Relazione: get them where they are published, and mind their terms. {count} datasets are known ({tested} tried on real files, some of
them on excerpts only: see [limitations](limitations.md)).

## How a file is read

- **Its header tells what it is**, whatever it is called, in whatever order its columns stand and whatever parts them; it may have more columns
  than are asked for. `--as DATASET` says so where the header is not enough.
- **A claim's evidence is its row**: `relazione fact` shows line, key and the cells that were used. What is worked out from two rows (the time
  that two opponents shared) has both, and is marked as implied where their dates differ.
- **Unknown is unknown**: -9, -8, -7, a blank, a dot and the like are never numbers. A day that is not known leaves the month.
- **An end on the last day of a list is open.** Where releases end on different days, the file tells on which.
- **A code means the polity of the day**: 325 in 1825 is the Kingdom of Sardinia. Where nobody bears it on that day, it is who bears it within
  two years; lists that go back before the system has codes mean who stood there then.
- **Bad rows cost themselves alone**: another number of cells, a quotation mark that never closes, a NUL byte, 30 February, an end before its start, a
  second row with the same key. They are listed with line and reason, and the others come in. Lines that are not UTF-8 are read as Latin-1.
- **The same file again adds nothing**; another release of it is a new version of its document.

## The datasets

| dataset | file | covers | what becomes of a row |
|---|---|---|---|
{rows}

{sections}
"""


def page() -> str:
    """The page, whole."""
    sets = list(catalogue().values())
    rows = (
        f"| [`{one.id}`](#{one.id}) | {_files(one)} | {' to '.join(one.covers)} | {_cell(one.becomes or _kinds(one))} |"
        for one in sets
    )
    return (
        _HEAD.format(
            count=len(sets),
            tested=sum(one.tested for one in sets),
            rows="\n".join(rows),
            sections="\n\n".join("\n".join(_section(one)) for one in sets),
        ).rstrip()
        + "\n"
    )


def _section(one: Dataset) -> Iterator[str]:
    yield f"### {one.id}"
    yield ""
    yield f"{one.title}, {one.publisher}."
    yield ""
    if not one.tested:
        yield "- **Built from the published codebook; no real file was at hand to try it on.**"
    if one.header:
        yield f"- Columns that a file must have: {_names(one.header)}"
    else:
        yield f"- No header line; the columns are {_names(one.positions)}"
    if one.aliases:
        others = (f"`{name}` is `{'` or `'.join(told)}`" for name, told in one.aliases.items())
        yield f"- In other releases {', '.join(others)}"
    yield f"- Codes: {SYSTEMS[one.system]}. No two rows share {_names(one.key) or 'nothing: its rows have no key'}"
    yield f"- Kept for panels: {_names(one.columns) or 'nothing'}"
    yield f"- Terms: {one.terms}"
    yield f"- To cite: {one.cite}"


def _files(one: Dataset) -> str:
    return ", ".join(f"`{name}`" for name in one.file.split(", ") if name)


def _kinds(one: Dataset) -> str:
    return ", ".join(one.kinds) if one.kinds else "Columns only"


def _names(names: object) -> str:
    return ", ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page, or say whether it is current."""
    text = page()
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE.name} is not current: run python scripts/make_datasets_docs.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
