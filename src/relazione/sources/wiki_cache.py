"""The room `sources`: pages of wikis kept on disk, so that a text is asked for again only when it changed.

One small JSON file for each page, in a folder for each wiki, named by hashes: no title becomes a path. A file that is damaged counts
as none. Of a page only the latest revision is kept, and of all pages the MOST that were written last.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

MOST = 5000
"""Files at most."""
_Kept = TypeVar("_Kept", bound=msgspec.Struct)


class Site(msgspec.Struct, frozen=True):
    """A wiki as it is asked: its API, the address of its main page, the licence of its texts."""

    api: str
    base: str = ""
    licence: str = ""


class Text(msgspec.Struct, frozen=True):
    """A page's text in one revision."""

    title: str
    page: int
    revision: int
    timestamp: str
    text: str


class Leads(msgspec.Struct, frozen=True):
    """A title that leads to another: a spelling or a redirect, perhaps to a section."""

    to: str
    section: str = ""


def cache_folder() -> Path:
    """Where caches belong on this machine: XDG_CACHE_HOME, else ~/.cache."""
    told = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(told) if told and Path(told).is_absolute() else Path.home() / ".cache") / "relazione" / "wikis"


class Cache:
    """The files below a folder; none at all where that is None. `tell` hears once where nothing can be written."""

    def __init__(self, folder: Path | None, tell: Callable[[str], None] = lambda _: None) -> None:
        self.folder = folder
        self._tell = tell
        self._written = 0

    def site(self, wiki: str) -> Site | None:
        """What is known of a wiki by the address that the user gave."""
        return self._read(("site", wiki), Site)

    def keep_site(self, wiki: str, site: Site) -> None:
        self._write(("site", wiki), site)

    def text(self, api: str, title: str) -> Text | None:
        """The text of a page, by its title as the wiki spells it."""
        return self._read((api, "text", title), Text)

    def keep_text(self, api: str, text: Text) -> None:
        self._write((api, "text", text.title), text)

    def leads(self, api: str, asked: str) -> Leads | None:
        """Where a title led that was asked for."""
        return self._read((api, "title", asked), Leads)

    def keep_leads(self, api: str, asked: str, leads: Leads) -> None:
        if self.leads(api, asked) != leads:
            self._write((api, "title", asked), leads)

    def _path(self, key: tuple[str, ...]) -> Path:
        assert self.folder is not None
        wiki, *rest = (hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest() for part in key)
        return self.folder / wiki[:16] / f"{''.join(one[:24] for one in rest)}.json"

    def _read(self, key: tuple[str, ...], kind: type[_Kept]) -> _Kept | None:
        if self.folder is None:
            return None
        try:
            return msgspec.json.decode(self._path(key).read_bytes(), type=kind)
        except (OSError, ValueError, RecursionError):
            return None

    def _write(self, key: tuple[str, ...], value: msgspec.Struct) -> None:
        """The file is there whole or not at all; where nothing can be written, that is said, and there is no cache any more."""
        if self.folder is None:
            return
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(msgspec.json.encode(value))
                os.replace(temporary, path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            self._tell(f"{self.folder}: nothing can be kept there ({error.strerror or error}); going on without a cache")
            self.folder = None
            return
        if self._written % 500 == 0:
            self._drop_oldest()
        self._written += 1

    def _drop_oldest(self) -> None:
        assert self.folder is not None
        found = []
        for path in self.folder.glob("*/*"):
            try:
                found.append((path.stat().st_mtime, path))
            except OSError:
                continue
        for _, path in sorted(found)[: max(0, len(found) - MOST)]:
            path.unlink(missing_ok=True)
