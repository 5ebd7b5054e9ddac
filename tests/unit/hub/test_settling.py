"""When a file has come to rest."""

from hypothesis import given
from hypothesis import strategies as st

from hub.extensions.watched_folder import Entry
from hub.services.folders import settling


def entry(size: int = 1, mtime_ns: int = 0, inode: int = 1) -> Entry:
    return Entry(name="x", size_bytes=size, mtime_ns=mtime_ns, inode=inode)


def seen(*looks: tuple[float, Entry], settle_s: float = 3):
    sight = None
    for at, one in looks:
        sight = settling.sighted(sight, one, at=at, settle_s=settle_s)
    return sight


def test_two_looks_that_lie_apart_settle_a_file():
    assert not settling.is_settled(seen((10, entry())))
    assert not settling.is_settled(seen((10, entry()), (12, entry())))
    assert settling.is_settled(seen((10, entry()), (12, entry()), (13, entry())))


def test_a_settled_file_waits_once_more_for_its_sidecars():
    settled = seen((10, entry()), (13, entry()))
    assert not settling.has_waited(settled, at=13, settle_s=3)
    assert settling.has_waited(seen((10, entry()), (13, entry()), (16, entry())), at=16, settle_s=3)


def test_another_size_or_time_begins_anew():
    for other in (entry(size=2), entry(mtime_ns=1)):
        assert not settling.is_settled(seen((10, entry()), (13, entry()), (16, other)))


def test_inodes_that_change_at_each_look_keep_no_file_waiting_for_ever():
    looks = [(10.0 + 3 * number, entry(inode=number)) for number in range(settling.STRANGE_LOOKS)]
    assert not settling.is_settled(seen(*looks[:-1]))
    assert settling.is_settled(seen(*looks))


@given(back=st.floats(1, 1e9))
def test_a_clock_that_is_put_back_keeps_no_file_waiting(back):
    later = 2e9 - back
    assert settling.is_settled(seen((2e9, entry()), (later, entry()), (later + 3, entry())))


def test_an_empty_file_is_young_for_some_minutes():
    assert settling.is_young(entry(size=0), at=settling.YOUNG_S - 1)
    assert not settling.is_young(entry(size=0), at=settling.YOUNG_S + 1)
    assert not settling.is_young(entry(), at=0)
