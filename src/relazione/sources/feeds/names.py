"""The room `sources`: the feeds as people call them."""

from __future__ import annotations

FEED_NAMES = {"gdelt1": "GDELT 1.0", "gdelt2": "GDELT 2.0", "icews": "ICEWS", "polecat": "POLECAT"}
