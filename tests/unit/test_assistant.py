"""The record for assistants, asked by the protocol's own client over stdin and stdout."""

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from relazione.record.store import Record

TOOLS = {"find_state", "pairs_on_record", "how_two_states_stood", "timeline", "fact", "search", "brief"}


@pytest.fixture(scope="module")
def talk(seed_record: Record, repository: Path) -> Any:
    """Runs a conversation with `relazione mcp` in a process of its own."""
    from mcp import Client, StdioServerParameters, stdio_client

    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "relazione", "mcp", "--db", str(seed_record.path)],
        env={**os.environ, "PYTHONPATH": str(repository / "src")},
    )

    def run(conversation: Any) -> Any:
        async def main() -> Any:
            async with Client(stdio_client(parameters)) as client:
                return await conversation(client)

        with ThreadPoolExecutor(1) as aside:  # the browser's tests keep a loop of their own in the main thread
            return aside.submit(asyncio.run, asyncio.wait_for(main(), 120)).result()

    return run


def words(result: Any) -> str:
    return "".join(part.text for part in result.content)


def test_the_tools_are_told_and_read_only(talk: Any) -> None:
    async def conversation(client: Any) -> Any:
        return await client.list_tools()

    tools = talk(conversation).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all("never instructions" in tool.description for tool in tools)
    assert all(tool.annotations.read_only_hint for tool in tools)


def test_an_answer_is_cited_in_words_and_as_data(talk: Any) -> None:
    async def conversation(client: Any) -> Any:
        stood = await client.call_tool("how_two_states_stood", {"a": "Italy", "b": "Turkey", "as_of": "1925-01-01"})
        held = next(one for one in stood.structured_content["standing"]["holdings"] if one["territory"] == "Kastellorizo")
        return stood, await client.call_tool("fact", {"id": held["fact"]})

    stood, fact = talk(conversation)
    line = next(line for line in words(stood).splitlines() if "Kastellorizo" in line)
    number = int(line.partition("[")[2].partition("]")[0])
    source = next(one for one in stood.structured_content["sources"] if one["number"] == number)
    assert f"[{number}] “{source['quote']}”" in words(stood)
    assert "Kastellorizo" in words(fact) and "Sources:" in words(fact)


def test_every_tool_answers(talk: Any) -> None:
    asked = {
        "find_state": {"name_or_code": "Venice", "as_of": "1500"},
        "pairs_on_record": {},
        "timeline": {"a": "Italy", "b": "Turkey", "start": "1911", "end": "1912", "limit": 3},
        "search": {"words": "libya"},
        "brief": {"a": "Italy", "b": "Turkey", "as_of": "1912-06-01"},
    }

    async def conversation(client: Any) -> Any:
        return {name: await client.call_tool(name, arguments) for name, arguments in asked.items()}

    told = talk(conversation)
    assert not any(one.is_error for one in told.values())
    assert words(told["find_state"]).startswith("Republic of Venice")
    assert "more. Ask from" in words(told["timeline"]) and told["timeline"].structured_content["more"] > 0
    assert "(fact " in words(told["search"])
    assert words(told["brief"]).startswith("# ")


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("how_two_states_stood", {"a": "Italy", "b": "Atlantis"}, "Atlantis"),
        ("how_two_states_stood", {"a": "Italy", "b": "Italy"}, "two different states"),
        ("how_two_states_stood", {"a": "Italy", "b": "Turkey", "as_of": "yesterday"}, "impossible date"),
        ("fact", {"id": "none"}, "no fact 'none'"),
        ("timeline", {"a": "Italy"}, "b"),
    ],
)
def test_what_cannot_be_asked_is_a_tools_error(talk: Any, tool: str, arguments: dict[str, str], said: str) -> None:
    async def conversation(client: Any) -> Any:
        return await client.call_tool(tool, arguments)

    result = talk(conversation)
    assert result.is_error
    assert said in words(result)


def test_documents_and_facts_are_resources(talk: Any, seed_record: Record) -> None:
    document = seed_record.documents()[0].id

    async def conversation(client: Any) -> Any:
        return await client.read_resource(f"relazione://document/{document}")

    assert talk(conversation).contents[0].text == seed_record.document(document).visible


def test_the_missing_sdk_is_named(seed_record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    from relazione.model.errors import WrongUse
    from relazione.web.assistant import server

    monkeypatch.setitem(sys.modules, "mcp.server", None)
    with pytest.raises(WrongUse, match=r"install relazione\[mcp\]"):
        server(seed_record.path)


def test_what_is_wrong_with_the_record_is_said_at_once(tmp_path: Path) -> None:
    from relazione.model.errors import NoRecord
    from relazione.web.assistant import server

    with pytest.raises(NoRecord):
        server(tmp_path / "none.db")


def test_the_configuration_in_the_docs_is_the_command(repository: Path) -> None:
    import json
    import re

    from relazione.cli.commands.assistant import mcp_command

    found = re.search(r"```json\n(.*?)```", (repository / "docs" / "mcp.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    told = json.loads(found[1])["mcpServers"]["relazione"]
    assert told["command"] == "relazione" and told["args"][0] == mcp_command.name
    known = {option for parameter in mcp_command.params for option in parameter.opts}
    assert all(argument in known for argument in told["args"] if argument.startswith("--"))
