"""The analysis room: the review. Machines propose claims, people decide; this is all that a page or a terminal needs for it.

    from relazione.analysis import review

    page = review.queue(record, "ada", pair=("ITA", "TUR"))      # what Ada should look at next; page.items, page.next, page.left
    for line in page.items:
        item = review.item(record, line.claim, "ada")            # the claim with passage, decisions, near-same candidates, reasons

    review.accept(record, line.claim, "ada")                     # likewise reject and unsure; note="why" where she tells
    review.edit(record, line.claim, {"when": "1912-10-18"}, "ada")
    review.same(record, one, other, "ada")                       # likewise different; two claims, or facts by their id
    review.undo(record, "ada")                                   # her last act, whatever it was; again for the one before

    chosen = review.Chosen(rule="missions: had", low=0.9)        # by rule: rule, kind, document, pair, state, confidence
    dry = review.bulk(record, "accept", "ada", chosen, dry_run=True)      # dry.count, dry.sample; nothing is decided
    review.bulk(record, "accept", "ada", chosen, expect=dry.count)        # one act, which `undo` takes back as a whole

    review.progress(record)                                      # how much is judged, by whom, and Krippendorff's alpha

A reviewer is a name; nobody's word replaces another's, and both are shown where they differ. The queue leaves out what this reviewer has
judged (`judged=True` shows that alone), so it always begins where one stopped. The record must be open for writing to decide; the
queue works on a read-only one as well. A page that moves on without deciding gives `after=page.next`.

Everything raises errors of `relazione.model.errors`: WrongUse (unknown claim, an edit that cannot be), LockedRecord (another process has been
writing for longer than the record's patience) and RecordError (a full disk). Where one is raised nothing was decided.
"""

from relazione.analysis.review.alpha import Alpha, nominal
from relazione.analysis.review.bulk import Bulk, bulk
from relazione.analysis.review.decide import accept, different, edit, reject, same, undo, unsure
from relazione.analysis.review.edits import edited, fields_of
from relazione.analysis.review.item import Conflict, Item, Near, Opinion, Passage, item
from relazione.analysis.review.progress import Disagreement, KindAgreement, PairAgreement, Progress, Reviewer, progress
from relazione.analysis.review.queue import STATES, Chosen, Line, Page, queue

__all__ = [
    "STATES",
    "Alpha",
    "Bulk",
    "Chosen",
    "Conflict",
    "Disagreement",
    "Item",
    "KindAgreement",
    "Line",
    "Near",
    "Opinion",
    "Page",
    "PairAgreement",
    "Passage",
    "Progress",
    "Reviewer",
    "accept",
    "bulk",
    "different",
    "edit",
    "edited",
    "fields_of",
    "item",
    "nominal",
    "progress",
    "queue",
    "reject",
    "same",
    "undo",
    "unsure",
]
