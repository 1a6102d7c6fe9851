"""The analysis room: questions to the feeds of coded events (GDELT, POLECAT, ICEWS) that a lake keeps.

    with connect(lake) as feeds:
        feeds.series("ITA", "TUR")                  what is told month by month, as an Arrow table
        feeds.series_all(by="year")                 of all pairs
        feeds.panel(first=1990, last=2020)          a row for each pair and year
        feeds.top("conflict", 2014, 2016)           which pairs come first
        feeds.changes("ITA", "TUR")                 when the level between two changed most

`question` is what can be asked, `expressions` says it in Ibis, for every engine alike, `compiled` makes SQL of that, `engines` lists who
answers (`duckdb_engine`, `spark_engine`), `asking` is the door; `warehouse` is GDELT's own table, to be asked where GDELT keeps it.
"""

from relazione.analysis.feeds.asking import Feeds, Lake, connect
from relazione.analysis.feeds.engines import ENGINES

__all__ = ["ENGINES", "Feeds", "Lake", "connect"]
