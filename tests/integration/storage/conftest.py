"""An S3 server of its own, on a free port of this machine."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from hub.config import Settings
from hub.extensions.parts import open_storage
from hub.extensions.storage import Storage
from hub.models import new_id


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_settings(s3_endpoint: str, tmp_path: Path) -> Settings:
    """The settings of a hub whose files are below a prefix of a fresh bucket."""
    bucket = f"hub-{new_id().lower()}"
    keys = {"aws_access_key_id": "khoa", "aws_secret_access_key": "bi-mat", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=s3_endpoint, **keys)
    client.create_bucket(Bucket=bucket)
    client.close()
    return Settings.read(
        {
            "HUB_STORAGE_URL": f"s3://{bucket}/lai-chau",
            "HUB_STORAGE_ENDPOINT": s3_endpoint,
            "HUB_STORAGE_KEY": "khoa",
            "HUB_STORAGE_SECRET": "bi-mat",
        },
        data=tmp_path / "data",
    )


@pytest.fixture
def s3_storage(s3_settings: Settings) -> Storage:
    return open_storage(s3_settings)
