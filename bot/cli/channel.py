"""Commands about the off switch of each channel."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, out
from bot.cli.terminal import shown
from bot.switches import CHANNELS
from knowledge.language.dates import local_time

app = typer.Typer(help="Switch a channel off or on, in every process at once.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=f"One of {', '.join(CHANNELS)}.")]


@app.command()
def off(
    channel: Name,
    message: Annotated[str, typer.Option("--message", help="What people read meanwhile, in Indonesian.")] = "",
    english: Annotated[str, typer.Option("--english", help="The same in English.")] = "",
) -> None:
    """Let a channel answer nothing but a message."""
    with open_app() as parts:
        switched = parts.switches.turn_off(channel, actor(), message, english)
        parts.audit.record(actor(), "channel.off", channel, {"message": switched.message})
    out.print(f"{channel} is off. People read: {shown(switched.message)}")


@app.command()
def on(channel: Name) -> None:
    """Let a channel answer again."""
    with open_app() as parts:
        if was_off := parts.switches.turn_on(channel):
            parts.audit.record(actor(), "channel.on", channel)
    out.print(f"{channel} is on{'' if was_off else ', as it was'}.")


@app.command(name="list")
def list_channels() -> None:
    """Show which channels are on."""
    with open_app() as parts:
        switched_off = {switch.channel: switch for switch in parts.switches.all_off()}
    table = Table("Channel", "State", "Since", "By", "Message")
    for channel in CHANNELS:
        if switch := switched_off.get(channel):
            since = local_time(switch.since)
            table.add_row(channel, "off", since, shown(switch.by), shown(switch.message))
        else:
            table.add_row(channel, "on", "", "", "")
    out.print(table)
