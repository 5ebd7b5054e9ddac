"""Large files over bad lines: cut, closed, chosen again, sent in a row, given up."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import Asset, Item, Upload, UploadState, Work
from hub.services import upload_file

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

MIB = 1024**2

#: Bytes a second of a line on which a file of some MiB is on its way long enough to be cut.
SLOW = 6 * MIB

Upped = Callable[[], Upload | None]


@pytest.fixture
def page(page: "playwright.Page") -> "playwright.Page":
    """The tab of an editor on the upload page."""
    page.goto("/editor/upload")
    return page


def _file(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(random.Random(name).randbytes(size))
    return path


class _Line:
    """Between the browser and the hub: slow, cut while a piece is on its way, mended."""

    def __init__(self, page: "playwright.Page", bytes_a_second: int = SLOW) -> None:
        self._session = page.context.new_cdp_session(page)
        self._bytes_a_second = bytes_a_second
        self.set(offline=False)

    def set(self, *, offline: bool) -> None:
        line = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": self._bytes_a_second}
        self._session.send("Network.emulateNetworkConditions", {**line, "offline": offline})


def _told(page: "playwright.Page", text: str, number: int = 0) -> None:
    row = page.locator(".sendings[data-now] li").nth(number)
    playwright.expect(row).to_contain_text(text, timeout=60_000)


def _send(page: "playwright.Page", *files: Path) -> None:
    page.locator("#files").set_input_files(list(files))
    page.get_by_role("button", name="Gửi tệp").click()


def _until(page: "playwright.Page", upped: Upped, at_least: int) -> int:
    """Wait until so many bytes are safe at the hub."""
    for _ in range(600):
        upload = upped()
        if upload is not None and upload.offset >= at_least:
            return int(upload.offset)
        page.wait_for_timeout(50)
    pytest.fail(f"{at_least} bytes never came")


def _accept(parts: Parts) -> None:
    _do(parts, "accept")


def _do(parts: Parts, kind: str) -> None:
    with parts.database.reading() as session:
        due = session.scalars(select(Work.id).where(Work.kind == kind, Work.state == "due")).all()
    for work_id in due:
        runner.execute(parts, work_id)


@pytest.fixture
def upped(parts: Parts) -> Upped:
    """The one upload that the hub has; None before it was begun."""

    def one() -> Upload | None:
        with parts.database.reading() as session:
            return session.scalars(select(Upload)).one_or_none()

    return one


def test_a_cut_line_loses_nothing_and_the_file_arrives_as_it_was(
    parts: Parts, page: "playwright.Page", upped: Upped, tmp_path: Path
) -> None:
    file = _file(tmp_path, "phim.bin", 30 * MIB)
    line = _Line(page)
    _send(page, file)
    _until(page, upped, 8 * MIB)
    line.set(offline=True)
    _told(page, "Mất kết nối")
    there = upped().offset
    line.set(offline=False)
    _told(page, "Đang gửi")
    _told(page, "Đã gửi xong")
    # What was there when the line broke was not sent again: the same upload went on.
    assert upped().size_bytes == 30 * MIB > there >= 8 * MIB
    _accept(parts)
    page.wait_for_url("**/editor/items/*/")
    with parts.database.reading() as session:
        asset = session.scalars(select(Asset)).one()
    assert asset.sha256 == hashlib.sha256(file.read_bytes()).hexdigest() == upped().sha256


def test_a_closed_page_is_opened_again_and_the_file_goes_on_where_it_was(
    parts: Parts, page: "playwright.Page", upped: Upped, tmp_path: Path
) -> None:
    file = _file(tmp_path, "phim.bin", 20 * MIB)
    page.locator("#upload-title").fill("Phim về chợ phiên")
    page.locator("#programme").select_option("thoi-su")
    _Line(page)
    _send(page, file)
    _until(page, upped, 8 * MIB)
    page.close()
    there = upped().offset
    assert 0 < there < 20 * MIB

    again = page.context.new_page()
    again.goto("/editor/upload")
    told = again.locator("[data-opens] li")
    playwright.expect(told).to_contain_text("phim.bin")
    playwright.expect(told).to_contain_text("Được giữ đến")
    starts: list[int] = []
    again.on(
        "request",
        lambda sent: starts.append(int(sent.headers["upload-offset"])) if sent.method == "PATCH" else None,
    )
    wrong = _file(tmp_path, "khac.bin", 100)
    field = again.get_by_label("Chọn lại tệp để gửi tiếp phim.bin")
    field.set_input_files(wrong)
    playwright.expect(again.locator("form [role=status]")).to_contain_text("không phải tệp đang gửi dở")
    field.set_input_files(file)
    _told(again, "Đã gửi xong")
    playwright.expect(told).to_have_count(0)
    assert starts[0] >= there
    _accept(parts)
    again.wait_for_url("**/editor/items/*/")
    with parts.database.reading() as session:
        item, asset = session.scalars(select(Item)).one(), session.scalars(select(Asset)).one()
    assert (item.title, item.programme.slug) == ("Phim về chợ phiên", "thoi-su")
    assert asset.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_file_chosen_in_the_form_goes_on_too_and_another_of_its_name_does_not(
    parts: Parts, page: "playwright.Page", upped: Upped, tmp_path: Path
) -> None:
    file = _file(tmp_path, "phim.bin", 12 * MIB)
    _Line(page)
    _send(page, file)
    there = _until(page, upped, 8 * MIB)
    page.goto("/editor/arrivals")
    other = _file(tmp_path / "..", "phim.bin", 0)
    other.write_bytes(random.Random("khác").randbytes(12 * MIB))
    page.locator("#files").set_input_files(other)
    playwright.expect(page.locator("[data-opens] li")).to_have_count(1)
    assert page.locator("#files").evaluate("field => field.files.length") == 1
    page.locator("#files").set_input_files(file)
    _told(page, "Đã gửi xong")
    assert page.locator("#files").evaluate("field => field.files.length") == 0
    assert upped().offset == 12 * MIB > there
    other.unlink()


def test_two_files_go_one_after_the_other_and_their_rows_lead_to_their_items(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    files = [_file(tmp_path, f"{name}.bin", 2 * MIB) for name in ("mot", "hai")]
    _Line(page, 2 * MIB)
    _send(page, *files)
    _told(page, "Đang gửi", 0)
    _told(page, "Đang đợi đến lượt", 1)
    page.get_by_role("button", name="Tạm dừng mot.bin").click()
    _told(page, "Đã tạm dừng", 0)
    # The button that was pressed keeps the focus, and says what it does now.
    playwright.expect(page.get_by_role("button", name="Tiếp tục mot.bin")).to_be_focused()
    _told(page, "Đang gửi", 1)
    page.get_by_role("button", name="Tiếp tục mot.bin").click()
    for number in (0, 1):
        _told(page, "Đã gửi xong", number)
    _accept(parts)
    for name in ("mot.bin", "hai.bin"):
        link = page.get_by_role("link", name=name)
        playwright.expect(link).to_be_visible()
        assert "/editor/items/" in str(link.get_attribute("href"))
    with parts.database.reading() as session:
        hashes = set(session.scalars(select(Asset.sha256)))
    assert hashes == {hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_rows_tell_what_became_of_their_files_and_the_list_below_follows(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    good, bad = tmp_path / "tin.md", _file(tmp_path, "hong.bin", 2000)
    good.write_text("# Giá ngô\n\nSáng nay giá ngô tăng.\n")
    page.goto("/editor/arrivals")
    page.locator("#programme").select_option("thoi-su")
    _send(page, good, bad)
    for number in (0, 1):
        _told(page, "Đã gửi xong", number)
    _accept(parts)
    _told(page, "hub đang xem", 0)
    _do(parts, "intake")
    _told(page, "Đã nhận thành mục mới", 0)
    _told(page, "Bị từ chối", 1)
    row = page.locator(".sendings[data-now] li").nth(1)
    playwright.expect(row.locator("[data-fault]")).not_to_be_empty()
    playwright.expect(row).not_to_contain_text("100 %")
    playwright.expect(page.locator("[data-arrived] tbody")).to_contain_text("tin.md")
    _send(page, good)
    _told(page, "Đã gửi xong", 2)
    _accept(parts)
    _told(page, "Hub đã có tệp này từ trước", 2)
    playwright.expect(page.get_by_role("link", name="tin.md").last).to_be_visible()


def test_files_that_wait_their_turn_are_known_to_the_hub_when_the_page_is_closed(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    names = [f"{name}.bin" for name in ("mot", "hai", "ba")]
    files = [_file(tmp_path, name, 12 * MIB) for name in names]
    _Line(page, MIB)
    _send(page, *files)
    for _ in range(200):
        with parts.database.reading() as session:
            begun = {one.name: one.offset for one in session.scalars(select(Upload))}
        if len(begun) == len(files):
            break
        page.wait_for_timeout(50)
    _told(page, "Đang đợi đến lượt", 2)
    page.close()
    assert sorted(begun) == sorted(names)
    assert (begun["hai.bin"], begun["ba.bin"]) == (0, 0)

    again = page.context.new_page()
    again.goto("/editor/upload")
    told = again.locator("[data-opens] li")
    playwright.expect(told).to_have_count(3)
    again.get_by_label("Chọn lại tệp để gửi tiếp ba.bin").set_input_files(files[2])
    _told(again, "Đã gửi xong")
    playwright.expect(told).to_have_count(2)
    with parts.database.reading() as session:
        assert len(session.scalars(select(Upload)).all()) == len(files)


def test_a_waiting_file_that_is_given_up_is_given_up_at_the_hub_too(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    _Line(page, MIB)
    _send(page, *(_file(tmp_path, f"{name}.bin", 8 * MIB) for name in ("mot", "hai")))
    page.get_by_role("button", name="Bỏ hai.bin").click()
    for _ in range(200):
        with parts.database.reading() as session:
            states = {one.name: one.state for one in session.scalars(select(Upload))}
        if "mot.bin" in states and states.get("hai.bin") in {None, UploadState.ENDED}:
            break
        page.wait_for_timeout(50)
    assert states["mot.bin"] == UploadState.OPEN
    assert states.get("hai.bin") in {None, UploadState.ENDED}


def test_a_headline_waits_while_several_files_are_chosen_and_is_that_of_the_one_that_remains(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    one, two, three = (_file(tmp_path, f"{name}.bin", 100) for name in ("mot", "hai", "ba"))
    title, told = page.locator("#upload-title"), page.get_by_text("Tít chỉ dùng được cho một tệp")
    title.fill("Chợ phiên Sìn Hồ")
    page.locator("#files").set_input_files([one, two])
    playwright.expect(told).to_be_visible()
    playwright.expect(title).not_to_be_editable()
    page.get_by_role("button", name="Gửi tệp").click()
    for number in (0, 1):
        _told(page, "Đã gửi xong", number)
    playwright.expect(title).to_have_value("Chợ phiên Sìn Hồ")
    page.locator("#files").set_input_files(three)
    playwright.expect(told).to_be_hidden()
    playwright.expect(title).to_be_editable()
    page.get_by_role("button", name="Gửi tệp").click()
    _told(page, "Đã gửi xong", 2)
    with parts.database.reading() as session:
        wished = {upload.name: upload.wishes["title"] for upload in session.scalars(select(Upload))}
    assert wished == {"mot.bin": "", "hai.bin": "", "ba.bin": "Chợ phiên Sìn Hồ"}


def test_on_a_phone_the_rows_come_into_view_and_the_focus_stays(page: "playwright.Page", tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    _Line(page, MIB)
    _send(page, *(_file(tmp_path, f"{name}.bin", 4 * MIB) for name in ("mot", "hai")))
    playwright.expect(page.locator(".sendings[data-now] li").first).to_be_in_viewport(ratio=1)
    playwright.expect(page.get_by_role("button", name="Gửi tệp")).to_be_focused()


def test_a_file_is_given_up_and_its_bytes_go(
    parts: Parts, page: "playwright.Page", upped: Upped, tmp_path: Path
) -> None:
    _Line(page, MIB)
    _send(page, _file(tmp_path, "phim.bin", 10 * MIB))
    _told(page, "Đang gửi")
    _until(page, upped, 0)
    page.get_by_role("button", name="Bỏ phim.bin").click()
    _told(page, "Đã bỏ")
    for _ in range(200):
        if upped().state == UploadState.ENDED:
            break
        page.wait_for_timeout(50)
    assert upped().state == UploadState.ENDED
    assert not upload_file.path(parts, upped().id).exists()


def test_what_the_hub_refuses_is_told_in_its_own_sentence(
    parts: Parts, page: "playwright.Page", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.services.readiness.free_mb", lambda _parts: 10)
    _send(page, _file(tmp_path, "phim.bin", 100))
    _told(page, "còn 10 MB")
    _told(page, "Sẽ tự thử lại")
    monkeypatch.undo()
    _told(page, "Đã gửi xong")


def test_a_programme_that_is_no_more_is_told_and_the_file_is_sent_anew_only_when_asked(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    page.evaluate("document.querySelector('#programme option').value = 'khong-co'")
    page.locator("#programme").select_option("khong-co")
    _send(page, _file(tmp_path, "phim.bin", 100))
    _told(page, "Không tìm thấy chương trình “khong-co”")
    playwright.expect(page.get_by_role("button", name="Thử lại phim.bin")).to_be_visible()


def test_what_was_typed_outlives_the_page_but_not_the_wish_to_publish(page: "playwright.Page") -> None:
    page.locator("#upload-title").fill("Chợ phiên Sìn Hồ")
    page.locator("#programme").select_option("thoi-su")
    page.locator("#upload-language").select_option("hmn")
    page.get_by_label("Xuất bản ngay").check()
    page.reload()
    assert page.locator("#upload-title").input_value() == "Chợ phiên Sìn Hồ"
    assert page.locator("#programme").input_value() == "thoi-su"
    assert page.locator("#upload-language").input_value() == "hmn"
    assert not page.get_by_label("Xuất bản ngay").is_checked()


def test_dropped_files_are_those_of_the_form(page: "playwright.Page") -> None:
    page.evaluate("""() => {
      const found = new DataTransfer();
      found.items.add(new File(["một"], "mot.md"));
      found.items.add(new File(["hai"], "hai.md"));
      document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: found, bubbles: true }));
    }""")
    for _ in range(100):
        if page.locator("#files").evaluate("field => field.files.length") == 2:
            return
        page.wait_for_timeout(50)
    pytest.fail("the form holds no files")
