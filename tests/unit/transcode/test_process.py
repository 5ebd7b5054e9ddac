import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.process import Limits, run

LIMITS = Limits(time_s=20, stall_s=20, memory_bytes=1 << 30, output_bytes=1 << 20)


def limits(**changes) -> Limits:
    given = {"time_s": 20, "stall_s": 20, "memory_bytes": 1 << 30, "output_bytes": 1 << 20}
    return Limits(**(given | changes))


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", textwrap.dedent(code)]


def is_alive(pid: int) -> bool:
    """Alive and no zombie: in a container nobody may reap an orphan."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid: int) -> bool:
    for _ in range(100):
        if not is_alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_what_a_program_prints_and_returns_comes_back(tmp_path):
    finished = run(
        python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"), limits=LIMITS, cwd=tmp_path
    )
    assert finished.return_code == 3
    assert finished.stdout == b"out\n"
    assert finished.stderr_tail == "err\n"


def test_lines_are_handed_out_also_the_last_one_without_an_end(tmp_path):
    lines: list[str] = []
    finished = run(python("print('a\\r'); print('b', end='')"), limits=LIMITS, cwd=tmp_path, on_line=lines.append)
    assert lines == ["a", "b"]
    assert finished.stdout == b""


def test_of_a_long_stderr_the_end_is_kept(tmp_path):
    code = "import sys\nfor n in range(20000): print('line', n, file=sys.stderr)"
    finished = run(python(code), limits=LIMITS, cwd=tmp_path)
    assert finished.stderr_tail.endswith("line 19999\n")
    assert len(finished.stderr_tail) <= 64 * 1024


def test_the_environment_is_bare_and_home_is_the_work_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_SECRET_KEY", "do not tell")
    finished = run(
        python("import os; print(sorted(os.environ)); print(os.environ['HOME'])"), limits=LIMITS, cwd=tmp_path
    )
    names, home = finished.stdout.decode().splitlines()
    assert "HUB_SECRET_KEY" not in names
    assert set(eval(names)) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "TMPDIR"}
    assert home == str(tmp_path)


def test_a_program_that_is_not_there_is_the_machines_fault(tmp_path):
    with pytest.raises(MachineError) as caught:
        run([str(tmp_path / "nowhere")], limits=LIMITS, cwd=tmp_path)
    assert caught.value.code == "ffmpeg-missing"
    assert "nowhere" in str(caught.value)


def test_cancelling_ends_the_program_and_its_children(tmp_path):
    pids: list[int] = []
    code = """
        import os, time
        child = os.fork()
        if child:
            print(child, os.getpid(), flush=True)
        time.sleep(60)
    """

    def on_line(line: str) -> None:
        pids.extend(int(part) for part in line.split())

    with pytest.raises(CancelledError):
        run(python(code), limits=LIMITS, cwd=tmp_path, on_line=on_line, cancelled=lambda: bool(pids))
    assert len(pids) == 2
    assert all(wait_until_gone(pid) for pid in pids)


def test_a_program_that_ignores_the_polite_signal_is_killed(tmp_path):
    pids: list[int] = []
    code = """
        import os, signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(os.getpid(), flush=True)
        time.sleep(60)
    """
    with pytest.raises(CancelledError):
        run(
            python(code),
            limits=LIMITS,
            cwd=tmp_path,
            on_line=lambda line: pids.append(int(line)),
            cancelled=lambda: bool(pids),
        )
    assert wait_until_gone(pids[0])


def test_a_silent_program_is_stalled(tmp_path):
    with pytest.raises(MachineError) as caught:
        run(python("import time; time.sleep(60)"), limits=limits(stall_s=0.5), cwd=tmp_path)
    assert caught.value.code == "stalled"
    assert not caught.value.permanent


def test_progress_lines_that_repeat_the_same_time_are_a_stall_too(tmp_path):
    code = """
        import time
        while True:
            print("out_time_us=1000", "speed=%f" % time.time(), "progress=continue", sep="\\n", flush=True)
            time.sleep(0.05)
    """
    with pytest.raises(MachineError) as caught:
        run(python(code), limits=limits(stall_s=1, time_s=10), cwd=tmp_path, on_line=lambda line: None)
    assert caught.value.code == "stalled"


def test_a_program_that_moves_for_too_long_meets_the_time_limit(tmp_path):
    code = """
        import time
        for n in range(10000):
            print(f"out_time_us={n}", flush=True)
            time.sleep(0.05)
    """
    with pytest.raises(MachineError) as caught:
        run(python(code), limits=limits(time_s=1, stall_s=10), cwd=tmp_path, on_line=lambda line: None)
    assert caught.value.code == "time-limit"


def test_a_file_over_the_output_limit_ends_the_program(tmp_path):
    command = ["/bin/dd", "if=/dev/zero", f"of={tmp_path}/big", "bs=1M", "count=3"]
    with pytest.raises(RejectedError) as caught:
        run(command, limits=LIMITS, cwd=tmp_path)
    assert caught.value.code == "output-limit"
    assert (tmp_path / "big").stat().st_size <= LIMITS.output_bytes


def test_output_that_is_kept_has_the_same_limit(tmp_path):
    with pytest.raises(RejectedError) as caught:
        run(python("while True: print('x' * 1000)"), limits=LIMITS, cwd=tmp_path)
    assert caught.value.code == "output-limit"


def test_memory_is_bounded(tmp_path):
    code = "try:\n    bytearray(400 << 20)\nexcept MemoryError:\n    print('refused')"
    finished = run(python(code), limits=limits(memory_bytes=200 << 20), cwd=tmp_path)
    assert finished.stdout == b"refused\n"


def test_the_program_reaches_no_network_where_the_system_can_cut_it(tmp_path):
    can = subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True).returncode == 0
    if not can:
        pytest.skip("this system refuses network namespaces")
    code = "print(open('/proc/net/dev').read().count(':'))"
    finished = run(python(code), limits=LIMITS, cwd=tmp_path)
    assert finished.stdout == b"1\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_the_program_dies_when_its_worker_is_killed(tmp_path):
    root = Path(__file__).parents[3]
    worker = f"""
        import sys
        sys.path.insert(0, {str(root)!r})
        from pathlib import Path
        from transcode.process import Limits, run
        limits = Limits(time_s=60, stall_s=60, memory_bytes=1 << 30, output_bytes=1 << 20)
        code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
        run([sys.executable, "-c", code], limits=limits, cwd=Path({str(tmp_path)!r}),
            on_line=lambda line: print(line, flush=True))
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(worker)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        os.kill(parent.pid, signal.SIGKILL)
        assert wait_until_gone(pid)
