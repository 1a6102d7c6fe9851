"""The room `cli`: `relazione fetch`: pages of a live MediaWiki in, what was read of them told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.cli.commands.read import Work
from relazione.cli.reading import Told, in_parts
from relazione.cli.worker import Counted, Note
from relazione.model.errors import InputError, Unreachable, WrongUse

if TYPE_CHECKING:
    from relazione.model.documents import Document
    from relazione.sources.wiki_pages import Fetch

WIKI = "https://en.wikipedia.org"


@click.command("fetch")
@click.argument("titles", nargs=-1, required=True, metavar="TITLE...")
@click.option(
    "--wiki",
    default=WIKI,
    show_default=True,
    envvar="RELAZIONE_WIKI",
    show_envvar=True,
    metavar="URL",
    help="The wiki: its site, one of its pages, or its api.php.",
)
@click.option(
    "--contact",
    default="",
    envvar="RELAZIONE_CONTACT",
    show_envvar=True,
    metavar="TEXT",
    help="Your e-mail address or page, told to the wiki with each request.",
)
@click.option("--no-cache", is_flag=True, help="Ask for every text, and keep none.")
@click.option("--offline", is_flag=True, help="Ask nothing: read the pages as they were fetched last.")
@options.page_options
@click.option("--again", is_flag=True, help="Read again what this coder has read already.")
@options.db_option
@options.json_option
def fetch_command(
    titles: tuple[str, ...],
    wiki: str,
    contact: str,
    no_cache: bool,
    offline: bool,
    pair: tuple[str, str] | None,
    date: str | None,
    max_size: int,
    id_: str | None,
    again: bool,
    db: Path,
    as_json: bool,
) -> None:
    """Read pages of a live wiki into the record.

    The wiki is any open MediaWiki. A page is read as `relazione read` reads it from a dump of that wiki, under the same id,
    with its revision, the revision's date, its address and its licence. Redirects are followed and said. A page that is
    fetched again is a new version if it changed; its text is asked for only then, and else comes from the cache
    ($XDG_CACHE_HOME/relazione, or ~/.cache/relazione). A page that cannot be read is listed, and the others go on.
    """
    if id_ is not None and len(titles) > 1:
        raise WrongUse(f"--id names one document, and there are {len(titles)} titles")
    if offline and no_cache:
        raise WrongUse("--offline reads what the cache holds, and --no-cache forbids it: leave one of them out")
    with ExitStack() as stack:
        work = Fetching(db, Told(pair, date, max_size, id_), again, as_json)
        work.titles = titles
        work.fetch = _fetch(stack, wiki, contact, None if no_cache else _cache(), offline, max_size)
        work.run([work.fetch.wiki], stack)
    work.end()


def _cache() -> Path:
    from relazione.sources.wiki_cache import cache_folder

    return cache_folder()


def _fetch(stack: ExitStack, wiki: str, contact: str, cache: Path | None, offline: bool, max_size: int) -> Fetch:
    from relazione.sources.wiki_client import Client
    from relazione.sources.wiki_pages import Fetch

    client = None if offline else stack.enter_context(Client(contact, printing.tell))
    return Fetch(wiki, client=client, cache=cache, max_size=max_size, tell=printing.tell)


class Fetching(Work):
    """The pages fetched so far, and the errors."""

    one_by_one = True
    titles: tuple[str, ...] = ()
    fetch: Fetch

    def documents(self, item: Path | str) -> Iterator[Document | InputError | Note | Counted]:
        """The pages of the wiki. Where it does not answer any more, that is the last error."""
        from relazione.sources.read import fetch_documents

        told = self.told
        try:
            yield from in_parts(
                None, fetch_documents(self.fetch, self.titles, pair=told.pair, date=told.date, id=told.id), self.pages.append
            )
        except Unreachable as error:
            left = len(self.titles) - len(self.fetch.found) - len(self.errors)
            yield Unreachable(f"{error} ({printing.plural(left, 'title')} left)") if self.read else error
        except InputError as error:
            yield error

    def as_data(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return {**super().as_data(), "wiki": self.fetch.wiki, "fetched": self.fetch.found}
