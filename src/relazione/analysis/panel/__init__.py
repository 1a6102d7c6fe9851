"""Panels: a row for every pair of states and year of a system, with columns from the field's data files and from the record.

    from relazione.analysis.panel import panel

    table = panel("relazione.db", pairs="directed", years=(1816, 2016), system="cow", add=["gml", "atop", "capital-distance"])
    table.to_pandas()

    frame             the rows: who is a member together with whom, on at least one common day of the year
    inputs, matching  data files as arrays; which rows of the panel they speak of, and which they cover
    mids, atop, ...   the columns, one module for each group
    build             rows and columns together; `codebook` says what each is, `arrow` and `writing` give them on

Needs numpy, and pyarrow for what comes out (the extra `data`).
"""

from relazione.analysis.panel.build import ADDITIONS, Panel, build, panel
from relazione.analysis.panel.writing import write_panel

__all__ = ["ADDITIONS", "Panel", "build", "panel", "write_panel"]
