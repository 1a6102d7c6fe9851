"""The room `sources`: the table of formats. A format is a line here and a module of this folder with two functions:

    matches(head: Head) -> bool                                  is this one? told by the content; the name may help
    read(original: Original) -> Iterator[Page | InputError]      its documents; an InputError for each that is bad

An error of the whole original is raised. Modules are imported when they are asked; heavy libraries by their `read`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Protocol, cast

from relazione.model.errors import InputError, WrongUse
from relazione.sources.originals import Head, Original, Page


class Module(Protocol):
    """What the module of a format has."""

    def matches(self, head: Head) -> bool: ...

    def read(self, original: Original) -> Iterator[Page | InputError]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name that a user gives it. `holds`: its members are originals again, in formats of their own."""

    name: str
    module: str
    endings: tuple[str, ...]
    says: str
    holds: bool = False

    def load(self) -> Module:
        """Its module."""
        return cast(Module, import_module(f"relazione.sources.{self.module}"))


# The first that matches is taken: what is sure before what is likely, and plain text last.
FORMATS = (
    Format("pdf", "pdf", (".pdf",), "a PDF with text in it"),
    Format("docx", "docx", (".docx", ".docm"), "a Word file"),
    Format("archive", "archives", (".zip", ".tar", ".tgz", ".tbz2", ".tar.xz", ".txz"), "documents packed together", holds=True),
    Format("dump", "dumps", (".xml",), "an XML export of a MediaWiki, or a dump of a whole one"),
    Format("tei", "tei", (".xml", ".tei"), "an edition in TEI XML"),
    Format("jsonl", "jsonl", (".jsonl", ".ndjson"), "news as JSON Lines"),
    Format("html", "html_page", (".html", ".htm", ".xhtml"), "a saved web page"),
    Format("wikitext", "wikitext", (".wiki", ".wikitext", ".mediawiki"), "the source text of a MediaWiki page"),
    Format("plain", "plain", (".txt", ".md"), "plain text"),
)
BY_NAME = {form.name: form for form in FORMATS}
COMPRESSED = (".gz", ".bz2")
ENDINGS = tuple(ending for form in FORMATS for ending in form.endings)
"""Files that are read where a folder is named, also with one of COMPRESSED behind; a file that is named may have any ending."""


def is_readable_name(name: str) -> bool:
    """Whether a file of this name is read where its folder is named."""
    bare = name.lower()
    for ending in COMPRESSED:
        bare = bare.removesuffix(ending)
    return bare.endswith(ENDINGS)


def recognise(original: Original) -> Format:
    """The format of an original: as the user named it, except that an archive is opened first; else by its content."""
    wanted = None
    if original.wanted is not None:
        wanted = BY_NAME.get(original.wanted)
        if wanted is None:
            raise WrongUse(f"there is no format {original.wanted!r}; the formats are {', '.join(BY_NAME)}")
    head = original.head()
    found = next(form for form in FORMATS if form.load().matches(head))
    return found if wanted is None or found.holds else wanted


def pages(original: Original) -> Iterator[Page | InputError]:
    """The documents of an original, in its order; an InputError for each bad one. Raises one where all of it is bad."""
    form = recognise(original)
    for page in form.load().read(original):
        if isinstance(page, Page):
            page = replace(
                page,
                format=page.format or form.name,
                origin=page.origin or original.name,
                where=page.where or original.where,
            )
        yield page
