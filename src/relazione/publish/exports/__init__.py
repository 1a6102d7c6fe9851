"""Publish: the record in the forms of other programs, one module a form.

    extract(record, pair=("ITA", "TUR"))     what is given on: facts, their claims, the documents behind them
    write(taken, "geojson")                  the same as bytes of a form, with what had no place in it

Every form carries the citation of the sources and the record's own hash: in a row's columns, in a header, or in properties.
"""

from __future__ import annotations

from relazione.publish.exports.extract import Extract, extract
from relazione.publish.exports.forms import FORMS, Form, Written, write

__all__ = ["FORMS", "Extract", "Form", "Written", "extract", "write"]
