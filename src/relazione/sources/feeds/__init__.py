"""The room `sources`: feeds of coded events (GDELT, POLECAT, ICEWS), read from their files as they are published.

`columns` is the one shape that rows of all feeds are brought into.
"""
