"""The room `sources`: addresses of a MediaWiki: of its pages, and of the API that belongs to what a user names.

A user names a wiki by whatever is in the browser's bar: the site, a page, index.php or api.php.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from relazione.model.errors import WrongUse

_TAG = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s{0,5}=\s{0,5}["']([^"'<>\s]{1,500})["']""", re.IGNORECASE)
_PLAIN = "/:(),!;@$*~"
"""What MediaWiki leaves as it is in the address of a page (wfUrlencode)."""


def page_address(base: str, title: str) -> str:
    """The address of a page, beside that of the main page, which exports and the API tell; "" where it cannot be told."""
    name = quote(title.replace(" ", "_"), safe=_PLAIN)
    before, equals, _ = base.rpartition("?title=")
    folder, slash, _ = base.rpartition("/")
    if not title or not is_web(base):
        return ""
    return f"{before}{equals}{name}" if equals else f"{folder}{slash}{name}"


def is_web(address: str) -> bool:
    """Whether it is an address of http or https with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def wiki_address(told: str) -> str:
    """What a user names as a wiki, as an address: https where no scheme is told. Raises WrongUse where it is none."""
    text = told.strip()
    address = text if "://" in text else f"https://{text}"
    if not is_web(address) or any(sign.isspace() or ord(sign) < 32 for sign in address):
        raise WrongUse(f"--wiki takes an address of http or https, as https://en.wikipedia.org, and not {told!r}")
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise WrongUse(f"--wiki: {told!r} is no address ({error})") from error
    if parts.username is not None or parts.password is not None:
        raise WrongUse("--wiki takes an address without a name or password: what is read has to be open to all")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))


def api_addresses(address: str) -> list[str]:
    """Where the API of a wiki may be, the likeliest first."""
    parts = urlsplit(address)
    path = parts.path
    if path.endswith("/api.php"):
        found = [path]
    elif "/index.php" in path:
        found = [path.partition("/index.php")[0] + "/api.php"]
    else:
        before = f"{path}/".partition("/wiki/")[0].rstrip("/")
        found = [f"{before}{folder}/api.php" for folder in ("/w", "", "/wiki")]
    return [urlunsplit((parts.scheme, parts.netloc, one, "", "")) for one in found]


def api_named_by(page: str, address: str) -> str:
    """The API that a wiki's page names in its head (rel="EditURI"); "" where it names none."""
    for tag in _TAG.findall(page[:200_000]):
        href = _HREF.search(tag)
        if href and "edituri" in tag.lower():
            named = urljoin(address, unescape(href[1])).partition("?")[0]
            return named if is_web(named) else ""
    return ""
