"""Web: the people who may log in: a file of names, roles and password hashes.

The file is JSON, is its owner's alone to read (mode 0600), and is changed whole or not at all. Passwords are hashed by argon2id with
the library's own parameters (RFC 9106, second recommended option); what is kept is the hash in its usual written form, which names its
parameters. Keys of programs are long random texts, of which a plain SHA-256 is kept. Passwords are compared in Unicode's normal form NFKC, so that the same keys give the same password everywhere.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from relazione.model.errors import WrongUse
from relazione.publish.tables import write_whole
from relazione.publish.visible import visible

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "reviewer"]
"""reader: sees everything and changes nothing; reviewer: decides as well."""
ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
LONGEST_NAME = 64
_LARGEST = 4_000_000


class UsersError(WrongUse):
    """The file of users cannot be used, or a name, role or password does not do."""


class Key(msgspec.Struct, frozen=True):
    """A key of a program that asks in a person's name: what it is for, the hash, and the day on which it was made."""

    label: str
    hash: str
    made: str


class User(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person: `password` is the hash; `keys` are those of the person's programs."""

    name: str
    role: Role
    password: str
    keys: tuple[Key, ...] = ()


class _File(msgspec.Struct, forbid_unknown_fields=True):
    users: list[User]


def read_users(path: Path) -> dict[str, User]:
    """Name -> user. Raises UsersError where there is no such file, others may read it, or it is no list of users."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(_LARGEST)
    except OSError as error:
        raise UsersError(
            f"{path} cannot be read ({(error.strerror or str(error)).lower()}): `relazione users add NAME --file {path}` makes one."
        ) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsersError(f"{path} can be read by others: `chmod 600 {path}`, and let everyone take a new password.")
    try:
        users = msgspec.json.decode(text, type=_File).users
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsersError(f"{path} is no file of users: {error}.") from error
    return {user.name: user for user in users}


@contextmanager
def changed_users(path: Path, *, create: bool = False) -> Iterator[dict[str, User]]:
    """The users, to be changed inside; written, whole or not at all, on the way out. One at a time. Raises as `read_users`.

    Where the path is a link the file behind it is changed, which a server may read under another path: who is removed is so there.
    """
    path = path.resolve()
    with _alone(path.parent):
        users = {} if create and not path.exists() else read_users(path)
        yield users
        content = msgspec.json.format(msgspec.json.encode(_File(list(users.values()))), indent=1) + b"\n"
        write_whole(path, content, mode=0o600)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes a file of users in the folder, where the system can tell."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def checked_name(name: str) -> str:
    """The name, in one way of writing. Raises UsersError where it is empty, too long, or has signs that hide or reorder."""
    found = unicodedata.normalize("NFC", " ".join(name.split()))
    if not found or len(found) > LONGEST_NAME:
        raise UsersError(f"a name has 1 to {LONGEST_NAME} characters, and this one has {len(found)}")
    if visible(found) != found or not found.isprintable():
        raise UsersError(f"a name holds no signs that hide or reorder what is read: {visible(found)}")
    return found


def checked_password(password: str) -> str:
    """The password in its normal form. Raises UsersError where it is too short or too long."""
    found = unicodedata.normalize("NFKC", password)
    if not SHORTEST_PASSWORD <= len(found) <= LONGEST_PASSWORD:
        raise UsersError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters, and this one has {len(found)}")
    return found


def hashed(password: str) -> str:
    """The hash of a checked password, with a salt of its own."""
    return _hasher().hash(password)


KEY_PREFIX = "rlz_"
"""Keys begin so, that one left in a script can be found."""


def new_key(label: str, made: str) -> tuple[str, Key]:
    """A key, to be shown once, and what is kept of it. Drawn by chance from 2^256, it needs no slow hash as a password does."""
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    return secret, Key(checked_name(label), key_hash(secret), made)


def key_hash(secret: str) -> str:
    """What a key is kept under."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_password(user: User | None, password: str) -> bool:
    """Whether it is the user's password. For nobody it takes as long, and is none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    given = unicodedata.normalize("NFKC", password[: LONGEST_PASSWORD + 1])
    try:
        _hasher().verify(user.password if user else _nobodys(), given)
    except (VerificationError, InvalidHashError):
        return False
    return user is not None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash with the parameters of all others, of a password that nobody knows."""
    return hashed(os.urandom(32).hex())


class UsersFile:
    """The users as the file has them now: who is removed, or has a new password or role, is so at the next request."""

    def __init__(self, path: Path, read: Callable[[Path], dict[str, User]] = read_users) -> None:
        self.path = path
        self._read = read
        self._seen: tuple[int, int, int] | None = None
        self._users: dict[str, User] = {}
        self._keys: dict[str, str] = {}
        self.users()
        _nobodys()

    def users(self) -> dict[str, User]:
        """Name -> user. Raises UsersError where the file can no longer be used: then nobody is let in."""
        try:
            at = os.stat(self.path)
        except OSError as error:
            raise UsersError(f"{self.path} cannot be read ({(error.strerror or str(error)).lower()}).") from error
        seen = (at.st_ino, at.st_mtime_ns, at.st_mode)
        if seen != self._seen:
            found = self._read(self.path)
            self._keys = {key.hash: user.name for user in found.values() for key in user.keys}
            self._users = found
            self._seen = seen
        return self._users

    def of_key(self, secret: str) -> User | None:
        """The person in whose name a program asks; None where the key is nobody's, or nobody's any more. Raises as `users`."""
        users = self.users()
        return users.get(self._keys.get(key_hash(secret), ""))
