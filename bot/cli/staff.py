"""Commands about accounts of the staff console."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.table import Table

from bot.accounts.accounts import ROLES
from bot.accounts.passwords import made_up_password
from bot.cli.console import actor, open_app, out
from bot.cli.terminal import shown

app = typer.Typer(help="Accounts of the staff console.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The account's name.")]
Role = Annotated[str, typer.Option("--role", help=f"One of {', '.join(ROLES)}; each may do what those before it may.")]


@app.command()
def add(
    name: Name,
    role: Role = "editor",
    email: Annotated[str, typer.Option("--email", help="Address to reach the person by.")] = "",
    oidc: Annotated[str, typer.Option("--oidc", help="Who the person is by the sign-in provider; no password.")] = "",
) -> None:
    """Make an account; the password is asked for, or read from the standard input."""
    with open_app() as parts:
        password = made_up_password() if oidc else _password()
        account = parts.accounts.add(name, role, password, email=email, oidc_name=oidc)
        detail = {"role": account.role} | ({"oidc": account.oidc_name} if oidc else {})
        parts.audit.record(actor(), "account.added", account.name, detail)
    out.print(f"{shown(account.name)} may sign in at /staf/masuk as {account.role}.")


@app.command(name="list")
def list_accounts() -> None:
    """List the accounts."""
    with open_app() as parts:
        table = Table("Name", "Role", "Second factor", "E-mail", "Provider", "Status")
        for account in parts.accounts.accounts():
            factor = "yes" if account.second_factor else "no"
            status = "disabled" if account.disabled else "new password due" if account.must_change else "active"
            reached = shown(account.email), shown(account.oidc_name)
            table.add_row(shown(account.name), account.role, factor, *reached, status)
        out.print(table)


@app.command()
def role(name: Name, role: Annotated[str, typer.Argument(help=f"One of {', '.join(ROLES)}.")]) -> None:
    """Give an account another role; its sessions end."""
    with open_app() as parts:
        account = parts.accounts.set_role(name, role)
        parts.audit.record(actor(), "account.role", account.name, {"role": account.role})
    out.print(f"{shown(account.name)} is {account.role} now.")


@app.command()
def disable(
    name: Name,
    undo: Annotated[bool, typer.Option("--undo", help="Let it sign in again.")] = False,
) -> None:
    """Let an account sign in no longer; its sessions end."""
    with open_app() as parts:
        account = parts.accounts.enable(name) if undo else parts.accounts.disable(name)
        parts.audit.record(actor(), "account.enabled" if undo else "account.disabled", account.name)
    out.print(f"{shown(account.name)} may {'sign in again' if undo else 'no longer sign in'}.")


@app.command()
def password(name: Name) -> None:
    """Give an account another password; its sessions end."""
    with open_app() as parts:
        account = parts.accounts.account(name)
        parts.accounts.set_password(account.name, _password())
        parts.audit.record(actor(), "account.password", account.name)
    out.print(f"{shown(account.name)} has another password now.")


@app.command()
def link(
    name: Name,
    oidc: Annotated[str, typer.Argument(help="Who its owner is by the sign-in provider; empty for nobody.")] = "",
) -> None:
    """Let somebody into an account by the sign-in provider; its sessions end."""
    with open_app() as parts:
        before = parts.accounts.account(name).oidc_name
        account = parts.accounts.link(name, oidc)
        parts.audit.record(actor(), "account.linked", name, {"before": before, "after": account.oidc_name})
    whom = shown(account.oidc_name) or "nobody"
    out.print(f"By the provider {whom} may sign in as {shown(name)}.", soft_wrap=True)


@app.command()
def forget_factor(name: Name) -> None:
    """Take the second factor from somebody who lost the phone; the sessions end."""
    with open_app() as parts:
        parts.second_factor.drop(name)
        parts.audit.record(actor(), "account.second_factor_dropped", name)
    out.print(f"{shown(name)} signs in with the password alone until a second factor is set up again.")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
