"""The room `sources`: XML from outside, read by expat without what harms: no entities of the document's own, no DTD from elsewhere.

An entity that stands for ten others, ten deep, is a file of a thousand bytes that fills the memory (an XML bomb); an external one is
a file or address that the reader would fetch. Neither is needed in what is read here.
"""

from __future__ import annotations

from xml.parsers import expat

from relazione.model.errors import InputError

MOST_NESTING = 1000


def parser(where: str) -> expat.XMLParserType:
    """A parser that refuses both with an InputError that names `where`. Names come as "namespace name"."""

    def doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
        if system or public:
            told = system or public
            raise InputError(
                f"{where}: asks for a DTD elsewhere ({told}), which is not fetched; take the <!DOCTYPE ...> line out"
            )

    def entity(name: str, *_: object) -> None:
        raise InputError(
            f"{where}: declares or uses the XML entity {name!r}, and a document's own entities are refused; "
            "write the characters themselves"
        )

    made = expat.ParserCreate("utf-8", " ")
    made.buffer_text = False
    made.StartDoctypeDeclHandler = doctype
    made.EntityDeclHandler = entity
    made.SkippedEntityHandler = entity
    return made


def parse(made: expat.XMLParserType, data: bytes, where: str) -> None:
    """Feed it all. Raises InputError with line and column where it is not well-formed."""
    try:
        made.Parse(data, True)
    except expat.ExpatError as error:
        what = expat.errors.messages.get(error.code, str(error))
        raise InputError(
            f"{where}: no well-formed XML (line {error.lineno}, column {error.offset + 1}: {what}); mend it there"
        ) from error


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]
