"""`hub …`: every command of design.md §5, imported when it is called."""

import sys
from importlib import import_module
from typing import Any

import click

from hub import __version__
from hub.errors import HubError, operators_told

#: name -> module:command. One line to add a command.
COMMANDS = {
    "up": "hub.cli.up:up",
    "ingest": "hub.cli.ingest:ingest",
    "source": "hub.cli.source:source",
    "package": "hub.cli.package:package",
    "token": "hub.cli.token:token",
    "make": "hub.cli.make:make",
    "publish": "hub.cli.verbs:publish",
    "withdraw": "hub.cli.verbs:withdraw",
    "push": "hub.cli.verbs:push",
    "list": "hub.cli.listing:list_",
    "status": "hub.cli.status:status",
    "course": "hub.cli.course:course",
    "training": "hub.cli.training:training",
    "staff": "hub.cli.staff:staff",
    "programme": "hub.cli.programme:programme",
    "feeds": "hub.cli.feeds:feeds",
    "site": "hub.cli.site:site",
    "nginx": "hub.cli.nginx:nginx",
    "doctor": "hub.cli.doctor:doctor",
    "backup": "hub.cli.backup:backup",
    "restore": "hub.cli.backup:restore",
    "web": "hub.cli.processes:web",
    "worker": "hub.cli.processes:worker",
    "scheduler": "hub.cli.processes:scheduler",
}


class _Commands(click.Group):
    """Imports a command when it is asked for, so that the others cost nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hub")
def commands() -> None:
    """Trung tâm nội dung số của báo chí Lai Châu / The digital content hub of the press of Lai Châu."""


def main(*arguments: Any) -> None:
    """The console script: a plain sentence and exit code 1 for every error that we know."""
    try:
        commands.main(args=[str(one) for one in arguments] or None, standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        language = _language()
        known = isinstance(error, HubError) or type(error).__module__.split(".")[0] in {
            "transcode",
            "feeds",
            "distributors",
            "training",
        }
        if not known:
            raise
        click.echo(operators_told(error, language), err=True)
        sys.exit(1)


def _language() -> str:
    import os

    return "en" if os.environ.get("HUB_LANGUAGE") == "en" else "vi"
