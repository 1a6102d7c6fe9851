"""The room `coding`: the language model's parser and its finder of names, step by step from here, and its sums by numpy.

Both parts read a text as a row of steps and ask for each step which are allowed, some seventy questions. spaCy's own loop lets go of the
interpreter's lock, and its questions take the lock again, each of them: half of what the two parts cost. Here the same model is asked by
the same functions while the lock is kept, and all texts of a batch take their steps together. What comes out is the same.

Matrices are multiplied by numpy's library, where it is a quick one, not by the one that spaCy brings (blis), which knows few processors'
own instructions: on the machines that were measured it takes two to three times as long.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

STEPPED = ("parser", "ner")
QUICK = ("openblas", "mkl", "accelerate")
"""Libraries for matrices, by what numpy calls them, that use all that a processor can."""


class Stepped:
    """A part of the pipeline that goes by steps, for texts that may have parses already."""

    def __init__(self, part: Any) -> None:
        self.part = part

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Annotate all, batch by batch."""
        waiting = iter(docs)
        while batch := list(islice(waiting, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: list[Doc]) -> None:
        self.part.set_annotations(docs, self._states(docs))

    def _states(self, docs: list[Doc]) -> list[Any]:
        """The state of each text after its last step."""
        states: list[Any] = self.part.moves.init_batch(docs)
        if unfinished := [state for state in states if not state.is_final()]:
            model = self.part.model.predict(docs)
            of_states, scores = model.state2vec.predict, model.vec2scores
            weights, bias = scores.get_param("W").T, scores.get_param("b")
            while unfinished:
                told = of_states(model.get_token_ids(unfinished)).dot(weights)
                told += bias
                unfinished = self.part.transition_states(unfinished, told)
            model.clear_memory()
        return states


def step(model: Language) -> Language:
    """The model with these parts stepped from here, where they look one step ahead as ours do, and its matrices multiplied by numpy."""
    from spacy.language import Language as Pipeline

    for name in STEPPED:
        if name in model.pipe_names and _is_plain(model.get_pipe(name)):
            Pipeline.component(f"relazione_{name}", func=Stepped(model.get_pipe(name)))
            model.add_pipe(f"relazione_{name}", after=name)
            model.remove_pipe(name)
    return model


def _is_plain(part: Any) -> bool:
    """Whether the part looks one step ahead, and weighs all steps that it knows by a last layer: as those of spaCy's own models do."""
    attributes = getattr(part.model, "attrs", {})
    return part.cfg.get("beam_width") == 1 and bool(attributes.get("has_upper")) and not attributes.get("unseen_classes")


def one_thread() -> None:
    """Matrices as small as these take longer by several threads: tell the libraries so, before numpy is loaded, unless the user does."""
    for library in ("OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def multiply_by_numpy(model: Language) -> Language:
    """The model with numpy's library for matrices, where that is a quick one and the model has no better one (a graphics card)."""
    import numpy
    from thinc.api import NumpyOps

    told: Any = numpy.show_config(mode="dicts")
    name = str(told.get("Build Dependencies", {}).get("blas", {}).get("name", "")).lower()
    if any(library in name for library in QUICK):
        ops = NumpyOps(use_blis=False)
        parts: list[Any] = [part for _, part in model.pipeline]
        for node in (node for part in parts if getattr(part, "model", None) is not None for node in part.model.walk()):
            if type(node.ops) is NumpyOps:
                node.ops = ops
    return model
