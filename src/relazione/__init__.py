"""Relazione: what is written about two states, as one cited, dated record that can be questioned at any date.

The folders read in the order in which data moves:

    model      what the record is made of
    reference  what is known beforehand: polities, organisations, places, the event ontology
    sources    bytes -> Document
    coding     Document -> claims, each with the words that say so
    record     the store: claims, decisions and links in; facts out
    analysis   questions asked of the record: as of a date, timeline
    publish    answers for others: brief, map, tables
    web        the pages
    cli        the commands

Imports point one way: a room may use those above it in this list, never one below, and `sources` and `coding` do not
know each other. Importing this package imports no room and no library, so that `relazione --help` answers at once.
"""

__version__ = "0.1.0"
