"""The room `cli`: the folder of coded documents: a Parquet file for each chunk, and `coded-documents.json`, which says when it is whole.

Each chunk is there whole or not at all, whoever is killed. Started again, the reading goes on with the chunks that are missing.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from relazione import __version__
from relazione.cli.at_scale.chunks import Chunk, coder_version
from relazione.cli.at_scale.parquet import SHAPE, arrow, head_of
from relazione.cli.coded import MANIFEST, is_coded
from relazione.cli.reading import Told
from relazione.model.errors import InputError, WrongUse

MOST_MANIFEST = 100_000_000
"""Bytes of a manifest that is read."""


class Manifest(msgspec.Struct, frozen=True):
    """What stands in `coded-documents.json`. `chunks` are the chunks' keys in order, and None until all are there; `id` is the one that the user
    gave to the only document; `token` tells this reading of the folder from others."""

    coded: str
    version: str
    coder: str
    token: str
    id: str | None = None
    chunks: list[str] | None = None


class Folder:
    """A folder of coded documents."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    @classmethod
    def begun(cls, path: Path, told: Told, again: bool = False) -> Folder:
        """The folder, to be written into; what it holds of an earlier reading stays, unless `again`. Raises WrongUse where it is
        another, and without pyarrow."""
        arrow()
        if path.is_dir() and not is_coded(path) and any(path.iterdir()):
            raise WrongUse(f"{path}: holds something else; name a new folder, or an empty one, for the coded documents")
        if path.exists() and not path.is_dir():
            raise WrongUse(f"{path}: is a file; name a folder for the coded documents")
        path.mkdir(parents=True, exist_ok=True)
        folder = cls(path, Manifest(SHAPE, __version__, coder_version(), secrets.token_hex(8), told.id))
        if again:
            for file in folder.files():
                file.unlink(missing_ok=True)
        folder._write()
        return folder

    @classmethod
    def whole(cls, path: Path) -> Folder:
        """The folder, to be taken into a record. Raises InputError where it is none, is not whole, or was read by another coder."""
        place = path / MANIFEST
        try:
            if place.stat().st_size > MOST_MANIFEST:
                raise InputError(f"{place}: larger than {MOST_MANIFEST / 1e6:.0f} MB; it is no list of chunks")
            manifest = msgspec.json.decode(place.read_bytes(), type=Manifest)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise InputError(f"{place}: does not say what coded documents there are ({error})") from error
        except FileNotFoundError as error:
            raise InputError(f"{path}: no folder of coded documents: it has no {MANIFEST}") from error
        if manifest.coded != SHAPE:
            raise InputError(
                f"{path}: coded documents of shape {manifest.coded[:20]!r}, and this version reads {SHAPE}; read again"
            )
        if manifest.chunks is None:
            raise InputError(f"{path}: the reading was broken off; start it again with the same command, and it goes on")
        if manifest.coder != coder_version():
            raise InputError(
                f"{path}: read by version {manifest.coder[:20]!r} of the coder, and this is version {coder_version()}: a record rests on "
                "each document's latest reading, so read the texts again"
            )
        return cls(path, manifest)

    def file(self, number: int) -> Path:
        """The file of a chunk."""
        return self.path / name_of(number)

    def files(self) -> Iterator[Path]:
        """All files of chunks, and what a process that was killed left of one."""
        yield from sorted(one for one in self.path.iterdir() if ".parquet" in one.name and one.name.lstrip(".")[:6].isdigit())

    def has(self, chunk: Chunk) -> bool:
        """Whether the chunk, this very one, was read already. A file of another one is taken away."""
        file = self.file(chunk.number)
        try:
            there = head_of(file).key == chunk.key
        except InputError:
            there = False
        if not there:
            file.unlink(missing_ok=True)
        return there

    def finish(self, keys: Sequence[str]) -> None:
        """Say that the folder is whole: it consists of the chunks of these keys, and of no others."""
        wanted = {self.file(number) for number in range(len(keys))}
        for file in self.files():
            if file not in wanted:
                file.unlink(missing_ok=True)
        self.manifest = msgspec.structs.replace(self.manifest, chunks=list(keys))
        self._write()

    def remove(self) -> None:
        """Take the folder away: its chunks, and itself where nothing else is in it."""
        for file in [*self.files(), self.path / MANIFEST]:
            file.unlink(missing_ok=True)
        if not any(self.path.iterdir()):
            self.path.rmdir()

    def _write(self) -> None:
        passing = self.path / f".{MANIFEST}.{os.getpid()}"
        passing.write_bytes(msgspec.json.format(msgspec.json.encode(self.manifest), indent=1) + b"\n")
        os.replace(passing, self.path / MANIFEST)


def name_of(number: int) -> str:
    """The name of a chunk's file."""
    return f"{number:06}.parquet"
