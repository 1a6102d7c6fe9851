"""Publish: facts that have a place, as GeoJSON (RFC 7946): points of the table of places, longitude first."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from relazione.publish.exports.extract import Extract, citation, days, edtf
from relazione.publish.visible import visible


def feature_collection(taken: Extract) -> tuple[bytes, Counter[str]]:
    """A FeatureCollection; facts whose place no table knows are left out and counted."""
    left_out: Counter[str] = Counter()
    features: list[dict[str, Any]] = []
    for fact in taken.facts:
        place = taken.place(fact)
        if place is None:
            left_out["no place, or one that the table of places does not know"] += 1
            continue
        first, _, _, last = days(fact)
        features.append(
            {
                "type": "Feature",
                "id": fact.id,
                "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
                "properties": {
                    "kind": fact.kind,
                    "label": visible(fact.label),
                    "place": place.name,
                    "states": list(fact.states),
                    "date": edtf(fact) or None,
                    "first_day": first or None,
                    "last_day": last or None,
                    "realis": fact.realis,
                    "current": fact.current,
                    "confidence": fact.confidence,
                    "conflicts": list(fact.conflicts),
                    "quote": taken.quote(fact),
                    "sources": [citation(one) for one in taken.documents_of(fact)],
                },
            }
        )
    whole = {
        "type": "FeatureCollection",
        "title": taken.about,
        "record": taken.record,
        "sources": [citation(one) for one in taken.documents.values()],
        "note": "A point tells where a place lies, to about a tenth of a degree: no boundary, and no evidence.",
        "features": features,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n", left_out
