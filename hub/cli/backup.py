"""`hub backup` and `hub restore`."""

from pathlib import Path

import click

from hub.cli.opened import opened
from hub.cli.output import say
from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services import backups, migrating, publisher

_folder = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.command()
@_folder
def backup(*, folder: Path) -> None:
    """Sao lưu khi hub đang chạy. / Copy everything into a new folder, while the hub runs."""
    parts = opened()
    files = backups.back_up(parts, folder)
    say(parts.settings, f"Đã sao lưu {files} tệp vào {folder}.", f"{files} files copied into {folder}.")


@click.command()
@_folder
def restore(*, folder: Path) -> None:
    """Khôi phục vào thư mục dữ liệu trống. / Make an empty data folder of a backup, and check every file."""
    settings = Settings.read()
    files = backups.restore(folder, settings.folder)
    parts = open_parts(settings)
    migrating.migrate(parts.database)
    publisher.mark_all(parts)
    say(
        settings,
        f"Đã khôi phục {files} tệp. Chạy `hub up` để dựng lại trang.",
        f"{files} files restored. `hub up` makes the pages anew.",
    )
