"""The curve: its constants, each with its reason. docs/curve.md tells them to people."""

from __future__ import annotations

REALIS = {"fact": 1.0, "claimed": 0.5, "planned": 0.25, "denied": 0.0, "hypothetical": 0.0}
"""What a way of telling weighs. What is alleged is as likely as not. A promise or a threat is what PLOVER makes of a deed in the future
tense: AGREE 2.5 for a cooperation of 9.5, THREATEN -3.5 for an assault of -9, about a quarter to a third."""

HALF_LIFE = 2.0
"""Years."""

SILENCE = 30.0
"""Years: a generation of which no source tells anything dated is not covered, even inside an article that begins before and ends after."""

LONGEST_FIGHT = 40 * 366
"""Days: what is told as fighting for longer is a series with peace between, and is spread like one fight at an unknown time."""

SIGNED = frozenset({"treaty", "agreement", "trade-deal", "arms-deal", "alliance"})
"""Types of the scheme whose events tell the signing that an agreement tells, too."""
