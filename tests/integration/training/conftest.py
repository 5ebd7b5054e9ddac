from pathlib import Path

import pytest

from hub.config import Settings
from tests.integration.training.school import write_course


@pytest.fixture
def courses_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "own-courses"
    write_course(folder)
    return folder


@pytest.fixture
def settings(tmp_path: Path, courses_folder: Path) -> Settings:
    return Settings.read({}, data=tmp_path / "data", courses=str(courses_folder), base_url="https://hub.example.vn")
