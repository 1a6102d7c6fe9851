"""Reference: what is known before any text is read.

Polities and their lineages, their names, capitals and codes by date; organisations; places; the event ontology. The
knowledge is in tables under `data/`; the modules here load, check and ask them. Nothing is loaded by importing the
package.
"""
