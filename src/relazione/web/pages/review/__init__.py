"""Web: the review: a queue of claims, each with the words that say it, and what a person decides of it.

    asked       what an address of the review asks for: which claims, which of them is shown, what was just done
    queue       the page of the queue with one claim, and its forms
    edit        the form of all fields of a claim
    bulk        one verdict on many claims, looked at before it is given
    status      how far the review is, by whom, and how far reviewers agree

Each works without script; with it (static/review.js) keys press the same buttons, and the page is changed in its place.
"""

from relazione.web.pages.review import bulk, edit, queue, status

ROUTES = (*queue.ROUTES, *edit.ROUTES, *bulk.ROUTES, *status.ROUTES)
