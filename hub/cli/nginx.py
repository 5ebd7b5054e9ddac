"""`hub nginx`: a configuration for the same public tree."""

import click

from hub.cli.opened import running_address
from hub.config import Settings
from hub.services.nginx import configuration


@click.command()
@click.option("--listen", default="80", show_default=True, help="Cổng hoặc địa chỉ. / Port or address to listen at.")
@click.option("--server-name", default="_", show_default=True, help="Tên miền. / Server name.")
@click.option(
    "--upstream",
    default=None,
    help="Địa chỉ của hub; hub đang chạy nếu không ghi. / Address of the hub; that of the running one by default.",
)
def nginx(*, listen: str, server_name: str, upstream: str | None) -> None:
    """In cấu hình nginx cho trang công khai. / Print an nginx configuration for the public tree."""
    settings = Settings.read()
    hub = upstream or running_address(settings) or settings.own_url
    click.echo(configuration(settings, listen=listen, server_name=server_name, upstream=hub), nl=False)
