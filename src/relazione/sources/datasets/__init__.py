"""The room `sources`: the data files of the field, as users download them: bytes -> rows -> claims and typed columns.

    catalogue   which datasets are known: header, version, coverage, key, terms (`../data/datasets.toml`)
    recognise   which of them a file is, told by its header
    table       its rows with their lines; those that are bad are listed and left out
    cells       numbers and dates out of cells: -9, blanks and the like are unknown, never numbers
    parties     the polity that a code means on a day
    columns     the typed columns that panels are made of
    importers   a module for each family of datasets: rows -> drafts of claims whose evidence is the row

A new importer is a module in `importers` and an entry in the table. Nothing of any dataset is shipped.
"""
