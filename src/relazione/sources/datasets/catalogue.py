"""The room `sources`: the datasets that are known, from `data/datasets.toml`; that file tells what its entries may hold."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from relazione.model.errors import ReferenceTableError

DATA = Path(__file__).parents[1] / "data" / "datasets.toml"


class Dataset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dataset: how its files look, what they cover, and under what terms they come."""

    id: str
    title: str
    publisher: str
    file: str = ""
    """What a file of it is called when it is downloaded."""
    becomes: str = ""
    """What becomes of a row, for people."""
    importer: str = ""
    """Module of `importers` that makes claims of its rows; "" where there are none to make and the columns alone are kept."""
    header: tuple[str, ...] = ()
    """Columns that a file must have, in any order and any case; a file may have more."""
    positions: tuple[str, ...] = ()
    """For files without a header line: the columns in their order."""
    first_line: str = ""
    """For files without a header line: a pattern that their first line matches wholly."""
    aliases: Mapping[str, tuple[str, ...]] = {}
    """Other names that a column has in other releases: name here -> names there."""
    not_header: tuple[str, ...] = ()
    """Columns that a file of this dataset never has: tells editions apart."""
    delimiter: str = ","
    version: str = ""
    """Version where the file tells none."""
    version_column: str = ""
    version_in_name: str = ""
    """A pattern with one group, matched against the file's name."""
    named: str = ""
    """Where two datasets have the same header: a pattern in the names of this one's files."""
    system: Literal["cow", "gw", "iso2", "iso3", "isonum", "name", ""] = ""
    """The system of its codes for states."""
    covers: tuple[str, str]
    """First and last day that it is about, EDTF; an interval that ends on the last day is open."""
    last_days: Mapping[str, str] = {}
    """Last day of releases that cover another time than `covers`: version -> day."""
    last_day: str = ""
    """Where the intervals of a list that is kept up run to its last day: the end's columns ("endyear/endmonth/endday", or one column).
    The commonest end in a file is then the last day of that release, whatever `covers` says."""
    complete: bool = True
    """Within its coverage, what it does not list is not so (of the kinds in `kinds`)."""
    kinds: tuple[str, ...] = ()
    """Kinds of claim that it makes."""
    key: tuple[str, ...] = ()
    """Columns that no two rows share; a second row with the same key is bad."""
    numbers: tuple[str, ...] = ()
    """Columns that hold whole numbers or nothing: another value makes the row bad."""
    spans: tuple[tuple[str, str], ...] = ()
    """Intervals of a row, as columns of its start and its end ("styear/stmonth/stday", or one column of a date): an impossible
    date, or an end before its start, makes the row bad."""
    missing: tuple[str, ...] = ("", ".", "NA", "-9", "-8", "-7")
    columns: Mapping[str, str] = {}
    """Kept for panels: name -> "column kind", kind being int, float or text. "one|other int": the first of the columns that tells;
    "start@year int" (month, day): a part of a date that stands in one column."""
    long: bool = False
    """The columns are not cells of the rows, but made by the importer: as many or as few as it makes of each row."""
    editions: bool = False
    """Each version is a list of its own, of the year that is its version, and does not replace the one before."""
    tested: bool = True
    """False: built from the published codebook; no real file was at hand to test it on."""
    terms: str = ""
    cite: str = ""
    page: str = ""
    """Where it is published, for people; never asked by the program."""
    options: Mapping[str, Any] = {}
    """What its importer wants to know beside."""


@cache
def catalogue() -> Mapping[str, Dataset]:
    """Every dataset by its id, in the order of the table. Raises ReferenceTableError where the table is broken."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    found: dict[str, Dataset] = {}
    for id_, entry in raw.items():
        try:
            found[id_] = msgspec.convert({"id": id_, **entry}, Dataset)
        except msgspec.ValidationError as error:
            raise ReferenceTableError(f"data/datasets.toml, [{id_}]: {error}") from error
    return found
