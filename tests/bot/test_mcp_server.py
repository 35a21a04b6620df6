"""The MCP server, by the SDK's own client over the standard input and output of a real process."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters, stdio_client

from tests.conftest import PANDU, pandu_environment

SCHEMA_LIMITS = {"ask": ("question", 2000), "search": ("words", 500), "indicator": ("words", 500)}


async def _call(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


async def _refused(client: Client, tool: str, **arguments: object) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


async def test_an_assistant_asks_searches_looks_up_and_computes(data: Path) -> None:
    environment = pandu_environment(data, PANDU_PUBLIC_URL="https://pandu.example.go.id/")
    process = StdioServerParameters(command=PANDU, args=["mcp"], env=environment)
    async with Client(stdio_client(process)) as client:
        assert "Pass on the sources" in (client.instructions or "")
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "search", "indicator", "compute"}
        for name, (field, limit) in SCHEMA_LIMITS.items():
            assert tools[name].input_schema["properties"][field]["maxLength"] == limit
            assert tools[name].annotations.read_only_hint  # type: ignore[union-attr]

        answer = await _call(client, "ask", question="Apa saja kewajiban kota anggota ASCN?")
        assert (answer["outcome"], answer["sureness"]) == ("answered", "firm")
        assert "[1]" in answer["text"]
        assert all(one["title"] and one["place"] and one["address"].startswith("https://") for one in answer["sources"])
        refused = await _call(client, "ask", question="How many people live in Denpasar in 2026?", language="en")
        assert (refused["outcome"], refused["sureness"]) == ("refused", "absent")

        found = await _call(client, "search", words="syarat menjadi anggota", limit=2)
        assert len(found["passages"]) == 2
        assert found["passages"][0]["sources"][0]["title"]
        assert await _call(client, "search", words="harga saham Apple") == {"passages": []}

        (one,) = (await _call(client, "indicator", words="19.9", language="en"))["indicators"]
        assert (one["key"], one["unit"], one["standard"]) == ("37122:19.9", "percent", "SNI ISO 37122:2019")
        assert (one["clause"], one["address"]) == ("19.9", "https://pandu.example.go.id/indikator/37122/19.9")
        assert all(source["title"] and source["address"].startswith("https://") for source in one["sources"])
        several = (await _call(client, "indicator", words="lampu merah pintar"))["indicators"]
        assert several[0]["key"] == "37122:19.9"
        value = await _call(client, "compute", key="19.9", numerator=120, denominator=300)
        assert (value["value"], value["exact"], value["unit"]) == (40.0, True, "persen")

        assert "lebih besar" in await _refused(client, "compute", key="19.9", numerator=300, denominator=120)
        assert "99.9" in await _refused(client, "compute", key="99.9", numerator=1, denominator=1)
        for tool, arguments in (
            ("ask", {"question": "a" * 2001}),
            ("search", {"words": ""}),
            ("search", {"words": "ASCN", "limit": 21}),
            ("compute", {"key": "19.9", "numerator": -1, "denominator": 1}),
            ("compute", {"key": "x", "numerator": 1, "denominator": 1}),
        ):
            assert "Traceback" not in await _refused(client, tool, **arguments)


async def test_programs_of_this_machine_may_use_http(data: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(PANDU, "mcp", "--http", str(port), env=pandu_environment(data))
    try:
        await _until_it_listens(process, port)
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            value = await _call(client, "compute", key="19.9", numerator=1, denominator=4, language="en")
            assert (value["value"], value["unit"]) == (25.0, "percent")
    finally:
        process.terminate()
        await process.wait()


async def _until_it_listens(process: asyncio.subprocess.Process, port: int) -> None:
    while process.returncode is None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return
    raise AssertionError("The server ended before it listened.")
