"""The file drop against a real SFTP server."""

import json
from dataclasses import replace

import asyncssh
import pytest

from distributors.errors import PublishError
from distributors.folder import is_private_key, open_folder
from distributors.protocol import Finds
from tests.contract.distributors.contract import KEY, DistributorContract
from tests.contract.distributors.posts import a_medium, a_post
from tests.contract.distributors.sftp_receiver import HOST_KEY, USER_KEY, SftpReceiver

STEM = "01JABCDEFGHJKMNPQRSTVWXYZ0-r1"


@pytest.fixture
def receiver(tmp_path):
    receiver = SftpReceiver(tmp_path / "partner")
    yield receiver
    receiver.stop()


@pytest.fixture
def post(tmp_path):
    return a_post(a_medium(tmp_path))


class TestFileDrop(DistributorContract):
    """The suite for every adapter."""


def failure(adapter, post) -> PublishError:
    with pytest.raises(PublishError) as caught:
        adapter.publish(post, idempotency_key=KEY)
    return caught.value


def test_the_sidecar_appears_after_all_media_and_the_marker_after_the_sidecar(receiver, tmp_path):
    media = (a_medium(tmp_path), a_medium(tmp_path, "trang.pdf"), a_medium(tmp_path, "audio.mp3"))
    receiver.make(done_marker="yes").publish(a_post(*media), idempotency_key=KEY)
    assert receiver.revealed == [f"{STEM}{end}" for end in (".mp3", ".pdf", "-2.mp3", ".json", ".done")]
    assert receiver.names() == sorted(receiver.revealed)


def test_the_sidecar_names_each_file_with_its_hash(receiver, post):
    receiver.make().publish(post, idempotency_key=KEY)
    told = json.loads((receiver.folder / f"{STEM}.json").read_bytes())
    (medium,) = told["item"]["media"]
    assert (medium["file"], medium["sha256"]) == (f"{STEM}.mp3", post.media[0].sha256)
    assert (receiver.folder / f"{STEM}.mp3").read_bytes() == post.media[0].path.read_bytes()


def test_a_wrong_host_key_is_refused_before_the_password_is_sent(receiver, post):
    other = asyncssh.generate_private_key("ssh-ed25519")
    error = failure(receiver.make(host_key=other.get_fingerprint()), post)
    assert (error.code, error.permanent) == ("host-key-changed", True)
    assert error.facts["offered"] == HOST_KEY.get_fingerprint()
    assert receiver.names() == []


def test_a_pinned_kind_of_key_that_the_server_lacks_is_permanent(receiver, post):
    line = asyncssh.generate_private_key("ecdsa-sha2-nistp256").export_public_key("openssh").decode()
    error = failure(receiver.make(host_key=line), post)
    assert (error.code, error.permanent) == ("nothing-in-common", True)


def test_a_name_that_no_host_can_have_is_no_connection(receiver, post):
    assert failure(receiver.make(host="a..b"), post).code == "no-connection"


def test_a_public_key_line_pins_as_well_as_a_fingerprint(receiver, post):
    line = HOST_KEY.export_public_key("openssh").decode()
    receiver.make(host_key=line.strip()).publish(post, idempotency_key=KEY)
    assert len(receiver.arrived()) == 1


def test_a_private_key_signs_in(receiver, post):
    key = USER_KEY.export_private_key("openssh").decode()
    receiver.make(password="", private_key=key).publish(post, idempotency_key=KEY)
    assert len(receiver.arrived()) == 1


def test_a_wrong_password_is_permanent(receiver, post):
    error = failure(receiver.make(password="wrong"), post)
    assert (error.code, error.permanent) == ("sign-in-refused", True)


def test_a_server_that_goes_away_at_the_sign_in_is_tried_again(receiver, post):
    receiver.mode = "cut-at-sign-in"
    error = failure(receiver.make(), post)
    assert (error.code, error.permanent) == ("no-connection", False)


@pytest.mark.parametrize("kind", ["ecdsa-sha2-nistp256", "ssh-rsa"])
@pytest.mark.parametrize("form", ["openssh", "pkcs8-pem", "pkcs1-pem"])
def test_every_usual_form_of_a_private_key_is_read(kind, form):
    made = asyncssh.generate_private_key(kind).export_private_key(form).decode()
    assert is_private_key(made)
    assert not is_private_key(made[: len(made) // 2])


def test_a_folder_that_is_not_there_is_permanent(receiver, post):
    error = failure(receiver.make(folder="/nowhere"), post)
    assert (error.code, error.permanent) == ("folder-missing", True)


def test_a_folder_without_permission_is_permanent(receiver, post):
    receiver.mode = "refuse"
    assert failure(receiver.make(), post).code == "folder-refused"


@pytest.mark.parametrize("mode", ["busy", "last-write-fails"])
def test_a_full_disk_leaves_nothing_and_is_tried_again(receiver, post, mode):
    receiver.mode = mode
    error = failure(receiver.make(), post)
    assert (error.code, error.permanent) == ("folder-fault", False)
    assert receiver.names() == []


def test_a_file_that_arrived_short_is_never_shown(receiver, post):
    receiver.mode = "short"
    error = failure(receiver.make(), post)
    assert (error.code, error.permanent) == ("wrong-size", False)
    assert receiver.names() == []


def test_a_connection_lost_while_writing_published_nothing(receiver, post):
    receiver.mode = "cut-while-writing"
    error = failure(receiver.make(), post)
    assert (error.code, error.unknown) == ("connection-lost", False)
    assert receiver.arrived() == []


def test_a_connection_lost_at_the_last_rename_is_found_not_to_be_there(receiver, post):
    receiver.mode = "cut-before-sidecar"
    adapter = receiver.make()
    assert failure(adapter, post).unknown
    receiver.mode = "well"
    assert adapter.find(post, idempotency_key=KEY) is None
    adapter.publish(post, idempotency_key=KEY)
    assert len(receiver.arrived()) == 1
    assert not [name for name in receiver.names() if name.endswith(".part")]


def test_with_a_marker_a_lost_sidecar_is_not_yet_published_and_a_second_try_ends_it(receiver, post):
    receiver.mode = "cut"
    adapter = receiver.make(done_marker="yes")
    assert not failure(adapter, post).unknown
    receiver.mode = "well"
    assert adapter.find(post, idempotency_key=KEY) is None
    adapter.publish(post, idempotency_key=KEY)
    assert receiver.revealed == [f"{STEM}.mp3", f"{STEM}.json", f"{STEM}.done"]
    assert adapter.find(post, idempotency_key=KEY) is not None


def test_a_server_without_the_rename_extension_is_served_and_its_names_replaced(receiver, post):
    receiver.mode = "no-posix-rename"
    adapter = receiver.make()
    adapter.publish(post, idempotency_key=KEY)
    adapter.publish(replace(post, title="Tiêu đề khác"), idempotency_key="another")
    assert receiver.names() == [f"{STEM}.json", f"{STEM}.mp3"]
    assert "Tiêu đề khác" in receiver.arrived()[0]


def test_a_changed_original_is_never_shown(receiver, post):
    path = post.media[0].path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    error = failure(receiver.make(), post)
    assert (error.code, error.permanent) == ("media-changed", True)
    assert receiver.names() == []


def test_a_missing_original_may_be_tried_again(receiver, post):
    post.media[0].path.unlink()
    error = failure(receiver.make(), post)
    assert (error.code, error.permanent) == ("media-missing", False)


def test_a_partner_who_removes_files_cannot_be_asked(receiver):
    assert not isinstance(receiver.make(pick_up="removes"), Finds)


def test_a_withdrawal_leaves_only_the_tombstone_and_a_new_try_takes_it_away(receiver, post):
    adapter = receiver.make(done_marker="yes")
    receipt = adapter.publish(post, idempotency_key=KEY)
    adapter.withdraw(receipt, idempotency_key="w")
    assert receiver.names() == [f"{STEM}.withdrawn.json"]
    assert adapter.find(post, idempotency_key=KEY) is None
    adapter.publish(post, idempotency_key="again")
    assert receiver.names() == [f"{STEM}.done", f"{STEM}.json", f"{STEM}.mp3"]


def test_a_correction_removes_the_old_revision(receiver, post):
    adapter = receiver.make()
    receipt = adapter.publish(post, idempotency_key=KEY)
    newer = replace(post, revision=2)
    for _ in range(2):
        adapter.correct(newer, receipt, idempotency_key="two")
    assert receiver.names() == [f"{STEM[:-1]}2.json", f"{STEM[:-1]}2.mp3"]
    told = json.loads((receiver.folder / f"{STEM[:-1]}2.json").read_bytes())
    assert (told["event"], told["replaces"]) == ("item.corrected", STEM)


def test_a_correction_of_the_same_revision_takes_its_names(receiver, post):
    adapter = receiver.make()
    receipt = adapter.publish(post, idempotency_key=KEY)
    adapter.correct(replace(post, title="Đã sửa"), receipt, idempotency_key="two")
    assert receiver.names() == [f"{STEM}.json", f"{STEM}.mp3"]
    assert "Đã sửa" in receiver.arrived()[0]


def test_a_server_that_forbids_renaming_is_permanent(receiver, post):
    receiver.mode = "rename-refused"
    assert failure(receiver.make(), post).code == "folder-refused"


def test_a_channel_that_closed_between_two_steps_is_a_lost_connection(receiver):
    adapter = receiver.make()
    with open_folder(adapter.account, outside=adapter.outside, timeout_s=5) as folder:
        folder._client.get_channel().close()
        with pytest.raises(PublishError) as caught:
            folder.read("x.json")
    assert caught.value.code == "connection-lost"


def test_a_large_file_arrives_whole(receiver, tmp_path):
    medium = a_medium(tmp_path, "phim.bin", bytes(range(256)) * 20_000 + b"end")
    receiver.make().publish(a_post(medium), idempotency_key=KEY)
    assert (receiver.folder / f"{STEM}.bin").read_bytes() == medium.path.read_bytes()


def test_an_empty_file_arrives(receiver, tmp_path):
    receiver.make().publish(a_post(a_medium(tmp_path, "rong.bin", b"")), idempotency_key=KEY)
    assert (receiver.folder / f"{STEM}.bin").read_bytes() == b""
