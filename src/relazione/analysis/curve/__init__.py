"""The analysis room: cooperation and conflict between two states over time, by year or by month.

    curve(record, "ITA", "TUR").points                  what docs/curve.md tells, step by step
    curve(record, "ITA", "TUR", by="month", start="1911", end="1923", half_life=1)

`answer` is the shape of what comes out, `acts` which facts count and how much, `spans` how a dated thing lies on periods, `levels` the
sums and their decay, `covered` when the sources speak at all, `base` what stands meanwhile, `feed_levels` what a feed reports, `together`
prose and feeds in one (`feed_answer` is the shape of these), `draw` the one function that joins them.
"""

from relazione.analysis.curve.answer import Act, Base, By, Curve, Point, json_schema
from relazione.analysis.curve.draw import curve
from relazione.analysis.curve.weights import HALF_LIFE, REALIS, SILENCE

__all__ = ["HALF_LIFE", "REALIS", "SILENCE", "Act", "Base", "By", "Curve", "Point", "curve", "json_schema"]
