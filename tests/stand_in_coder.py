"""A coder for tests of the processes: an event of 1932 at the word "signed", and words that make it sleep, break, die or hang.

As a program it is `relazione` with this coder.
"""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from relazione.model.claims import Actor, Event
from relazione.model.dates import When
from relazione.model.documents import Document, Unread
from relazione.model.errors import RelazioneError
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims

NAME = "stand_in_coder:code_all"


def code_all(documents: Sequence[Document]) -> Iterator[Any]:
    """What this coder reads in each document."""
    from relazione.coding.coder import Coded
    from relazione.coding.pair import Pair

    for document in documents:
        text = document.text
        if slept := re.search(r"sleep(-once)? ([\d.]+)(?: unless (\S+))?", text):
            _sleep(float(slept[2]), bool(slept[1]), slept[3])
        if "segfault" in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "killed" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "exit 3" in text:
            os._exit(3)
        if "nothing works" in text:
            raise RelazioneError("no model here")
        if "breaks" in text:
            yield ValueError("odd")
            continue
        start = text.index("signed")
        event = Event("treaty", (Actor("Italy", state="ITA"), Actor("Turkey", state="TUR")), When("1932"), about=document.title)
        claims = number_claims(document.id, [Draft(event, (quote(text, start, start + 6),))])
        why = f"process {os.getpid()}" if "tell-process" in text else "no frame"
        yield Coded(document, Pair("ITA", "TUR"), claims, (Unread(0, 5, why),))


def _sleep(seconds: float, once: bool, unless: str | None) -> None:
    """Sleep; `once`: not where a file `slept` lies beside the texts, or a file of the name that is given; beside that one the
    sleeper's process and its parent are told."""
    folder = next((Path(one) for one in sys.argv if Path(one).is_dir()), None)
    file = Path(unless) if unless else folder / "slept" if folder else None
    if once and file is not None and file.exists():
        return
    if unless:
        told = Path(f"{unless}.{os.getpid()}")
        told.write_text(str(os.getppid()), encoding="utf-8")
        told.rename(f"{unless}.{os.getpid()}.asleep")
    time.sleep(seconds)


if __name__ == "__main__":
    from relazione.cli import worker, workers
    from relazione.cli.at_scale import chunks
    from relazione.cli.commands import read

    def pool_for(jobs: int | None, wanted: Any) -> Any:
        return workers.Workers(jobs, NAME) if jobs and jobs > 1 else workers.Here(NAME)

    read.pool_for = pool_for
    worker.CODER = NAME
    chunks.LEAST = int(os.environ.get("STAND_IN_CHUNK", chunks.LEAST))

    from relazione.cli.door import relazione

    relazione.main()
