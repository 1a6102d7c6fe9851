"""The room `sources`: is this English? Told by the share of its commonest words; others are named where they are recognised."""

from __future__ import annotations

import re
from collections import Counter

from relazione.model.errors import ForeignLanguage

# Function words that are frequent in one language and rare in the others.
_WORDS = {
    "English": "the of and to in was that is for as with by on from were his which are their has been had between at an",
    "French": "le la les des et du une est dans que pour qui sur au par avec sont ses aux été ont leur cette",
    "German": "der die das und den von zu mit dem des ein eine ist auf für im nicht sich als auch wurde nach",
    "Spanish": "el la los las y del que en un una por con para es su se al como más fue entre sus",
    "Italian": "il la che di e del della dei delle un una per con non è gli nel alla da le sono tra",
    "Portuguese": "o a os as e do da dos das que em um uma para com não por no na foi entre ao",
    "Dutch": "de het een en van in is dat op te met voor zijn door aan werd niet ook bij tussen",
    "Turkish": "ve bir bu için ile olarak olan da de en çok sonra tarafından arasında türkiye ilişkiler",
    "Polish": "i w na z do się że jest o po od przez oraz nie dla między został",
}
_LISTS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 4000
FEWEST = 40
"""Texts of fewer words are taken as English: a heading alone tells no language."""
FEWEST_OWN = 3
"""Different words of another language that tell it: in a few short sentences one word ("met") may be of two languages."""


def require_english(text: str, where: str) -> None:
    """Raises ForeignLanguage, with the language's name where known, for a text that is not English."""
    words = [w.lower() for w in _WORD.findall(text[:120_000])[:SAMPLE]]
    if len(words) < FEWEST:
        latin = sum(w.isascii() for w in words)
        if words and latin < len(words) / 3 and not re.search(r"\b(the|of|and)\b", text[:20_000]):
            raise ForeignLanguage(f"{where}: not in English, which is the only language read here")
        return
    counts = Counter(words)
    share = {language: sum(counts[w] for w in known) / len(words) for language, known in _LISTS.items()}
    best = max(share, key=lambda language: share[language])
    own = {word for word in _LISTS[best] - _LISTS["English"] if counts[word]}
    if best != "English" and share[best] > share["English"] + 0.02 and len(own) >= FEWEST_OWN:
        raise ForeignLanguage(f"{where}: in {best}, as it seems; only English is read")
    if share["English"] < 0.04 and len(words) >= 100:
        raise ForeignLanguage(f"{where}: not in English, as it seems; only English is read")
