"""Reference: the folded form under which names are compared.

Two spellings are the same name if they fold to the same text: case, accents, letters that Unicode does not decompose
(dotless i, ł, ø, đ ...), apostrophes, dashes, dots, commas, "&" and a leading "the" make no difference.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that carry no combining mark when decomposed, and signs that are written in several ways.
_LETTERS = str.maketrans(
    {
        "\u0131": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ə": "e",
        "ħ": "h",
        "&": " and ",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bb": "'",
        "\u02bc": "'",
        "\u02bf": "'",
        "\u02be": "'",
        "\u00b4": "'",
        "`": "'",
        "-": " ",
        "\u2010": " ",
        "\u2011": " ",
        "\u2012": " ",
        "\u2013": " ",
        "\u2014": " ",
        "\u2212": " ",
        "/": " ",
        ".": "",
        ",": " ",
    }
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form of a name for comparison: "The Côte d\u2019Ivoire" -> "cote d'ivoire", "U.S." -> "us"."""
    lowered = text.lower()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = lowered.translate(_LETTERS).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)
