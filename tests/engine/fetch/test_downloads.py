import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from engine import fetch
from engine.descriptions import BuildSpec
from engine.fetch import downloads
from engine.models import ModelSpec
from engine.poses.errors import FetchError
from tests.engine.fetch.conftest import BIN, XML, file, model, one_file_model
from tests.engine.fetch.hosts import (
    Host,
    after,
    announcing,
    failing,
    in_pieces,
    moved_to,
    never_in_part,
    of_unknown_length,
    pausing,
    whole,
)

NOTHING_LISTENS = "127.0.0.1:9"


def test_a_file_is_fetched_from_upstream(host: Host, kept: Path) -> None:
    host.answers["/net.bin"] = whole(BIN)

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert files == {"net.bin": kept / "pocket" / "net.bin"}
    assert files["net.bin"].read_bytes() == BIN
    assert _left_over(kept) == []


def test_what_is_here_is_not_fetched_again(host: Host) -> None:
    host.answers["/net.bin"] = whole(BIN)
    spec = one_file_model(BIN, f"{host.url}/net.bin")

    assert fetch.fetch(spec) == fetch.fetch(spec)
    assert len(host.requests) == 1


def test_a_download_that_is_cut_off_is_taken_up_where_it_ended(host: Host) -> None:
    piece = len(BIN) // 3 + 1
    host.answers["/net.bin"] = in_pieces(BIN, piece)

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert files["net.bin"].read_bytes() == BIN
    ranges = [asked for _, asked in host.requests]
    assert ranges == [None, f"bytes={piece}-", f"bytes={2 * piece}-"]


def test_a_host_that_cuts_off_for_ever_is_left(host: Host, kept: Path) -> None:
    host.answers["/net.bin"] = in_pieces(BIN, 1000)

    with pytest.raises(FetchError, match=f"{host.name} broke off"):
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert len(host.requests) == downloads.ATTEMPTS
    assert _left_over(kept) == ["net.bin.part"]


def test_what_an_interrupted_program_left_is_taken_up(host: Host, kept: Path) -> None:
    host.answers["/net.bin"] = whole(BIN)
    _leave(kept, BIN[:1234])

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert files["net.bin"].read_bytes() == BIN
    assert [asked for _, asked in host.requests] == ["bytes=1234-"]


@pytest.mark.parametrize("size", [1234, len(BIN), len(BIN) + 1])
def test_left_overs_that_are_not_right_are_replaced(host: Host, kept: Path, size: int) -> None:
    host.answers["/net.bin"] = whole(BIN)
    _leave(kept, b"?" * size)

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert files["net.bin"].read_bytes() == BIN


def test_a_host_without_ranges_starts_over(host: Host, kept: Path) -> None:
    host.answers["/net.bin"] = never_in_part(BIN)
    _leave(kept, BIN[:1234])

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert files["net.bin"].read_bytes() == BIN
    assert len(host.requests) == 1


def test_a_redirect_is_followed(host: Host) -> None:
    host.answers["/old.bin"] = moved_to(f"{host.url}/net.bin")
    host.answers["/net.bin"] = whole(BIN)

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/old.bin"))

    assert files["net.bin"].read_bytes() == BIN


def test_a_redirect_that_goes_round_in_circles_is_refused(host: Host, kept: Path) -> None:
    host.answers["/net.bin"] = moved_to(f"{host.url}/net.bin")

    with pytest.raises(FetchError, match=f"{host.name} broke off: .*redirects"):
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert not (kept / "pocket" / "net.bin").exists()


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_host_that_refuses_is_named_with_what_it_says(
    host: Host, kept: Path, status: int
) -> None:
    host.answers["/net.bin"] = failing(status)

    with pytest.raises(FetchError, match=f"cannot fetch pocket: {host.name} says {status} "):
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert not (kept / "pocket" / "net.bin").exists()


def test_a_wrong_digest_is_refused_by_name(host: Host, kept: Path) -> None:
    host.answers["/net.bin"] = whole(b"!" + BIN[1:])

    with pytest.raises(FetchError) as refused:
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    named = f"net.bin from {host.url}/net.bin is not the file that models/pocket.toml describes"
    assert f"{named}: its sha256 is " in str(refused.value)
    assert not (kept / "pocket" / "net.bin").exists()


@pytest.mark.parametrize("badly", [whole, of_unknown_length])
def test_a_file_that_is_too_long_is_refused(host: Host, kept: Path, badly: type) -> None:
    host.answers["/net.bin"] = badly(BIN + b"more")

    with pytest.raises(FetchError, match=f"it has more than the {len(BIN)} bytes expected"):
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert not (kept / "pocket" / "net.bin").exists()


def test_a_file_that_will_be_too_long_is_refused_when_announced(host: Host) -> None:
    host.answers["/net.bin"] = announcing(1 << 40)

    with pytest.raises(FetchError, match=f"it has more than the {len(BIN)} bytes expected"):
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))


def test_a_file_that_is_too_short_is_refused_even_when_resumed(host: Host, kept: Path) -> None:
    host.answers["/net.bin"] = whole(BIN[:1000])
    _leave(kept, BIN[:1234])

    with pytest.raises(FetchError, match=f"it has 1000 bytes, expected {len(BIN)}"):
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert not (kept / "pocket" / "net.bin").exists()


def test_where_a_file_is_missing_the_next_address_is_asked(host: Host) -> None:
    host.answers["/here.bin"] = whole(BIN)

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/gone.bin", f"{host.url}/here.bin"))

    assert files["net.bin"].read_bytes() == BIN


def test_the_first_build_that_can_be_had_whole_is_taken(host: Host, kept: Path) -> None:
    host.answers["/1/net.xml"] = whole(XML)
    host.answers["/2/net.xml"] = whole(XML)
    host.answers["/2/net.bin"] = whole(BIN)
    contents = {"net.xml": XML, "net.bin": BIN}
    spec = model(
        *(
            BuildSpec(
                name=number,
                files=tuple(
                    file(content, f"{number}/{name}", f"{host.url}/{number}/{name}")
                    for name, content in contents.items()
                ),
            )
            for number in "12"
        )
    )

    assert fetch.fetch(spec) == {name: kept / "2" / name for name in contents}


def test_a_host_that_does_not_answer_is_asked_once(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "READ_SECONDS", 0.1)
    over = threading.Event()
    for path in ("/a.bin", "/b.bin"):
        host.answers[path] = after(over, whole(BIN))

    with pytest.raises(FetchError, match=f"cannot fetch pocket: {host.name} does not answer; set"):
        fetch.fetch(one_file_model(BIN, f"{host.url}/a.bin", f"{host.url}/b.bin"))
    over.set()

    assert [path for path, _ in host.requests] == ["/a.bin"]


def test_a_host_that_pauses_too_long_is_asked_for_the_rest(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "READ_SECONDS", 0.2)
    over = threading.Event()
    host.answers["/net.bin"] = pausing(BIN, len(BIN) // 2 + 1, over)

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))
    over.set()

    assert files["net.bin"].read_bytes() == BIN
    assert [asked for _, asked in host.requests] == [None, f"bytes={len(BIN) // 2 + 1}-"]


def test_a_machine_that_is_offline_learns_what_to_do(kept: Path) -> None:
    spec = one_file_model(BIN, f"http://{NOTHING_LISTENS}/a", f"http://{NOTHING_LISTENS}/b")

    with pytest.raises(FetchError) as failed:
        fetch.fetch(spec)

    assert str(failed.value) == (
        f"cannot fetch pocket: {NOTHING_LISTENS} cannot be reached; set SKELETON_CREW_MIRROR to a "
        f"folder or address that has the files, or copy them below {kept}"
    )


def test_proxy_settings_that_make_no_sense_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://proxy:70")

    with pytest.raises(FetchError, match=r"this machine's proxy or TLS settings: .*gopher"):
        fetch.fetch(one_file_model(BIN, "https://example.org/net.bin"))


def test_a_full_disk_is_named_and_nothing_half_written_is_taken_for_whole(
    host: Host, kept: Path
) -> None:
    host.answers["/net.bin"] = whole(BIN)
    (kept / "pocket").mkdir(parents=True)
    (kept / "pocket" / "net.bin.part").symlink_to("/dev/full")

    with pytest.raises(FetchError) as failed:
        fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    what = f"cannot write net.bin to {kept}/pocket: No space left on device"
    assert str(failed.value).startswith(what)
    assert not (kept / "pocket" / "net.bin").exists()


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in-the-way").touch()
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(tmp_path / "in-the-way" / "models"))

    with pytest.raises(FetchError, match="in-the-way/models: Not a directory; make room there"):
        fetch.fetch(one_file_model(BIN, f"http://{NOTHING_LISTENS}/a"))


def test_two_programs_at_once_fetch_a_file_once(host: Host, kept: Path) -> None:
    release = threading.Event()
    host.answers["/net.bin"] = after(release, whole(BIN))
    spec = one_file_model(BIN, f"{host.url}/net.bin")
    programs = [_program_that_fetches(spec) for _ in range(2)]
    first_words = {_first_line(one) for one in programs}
    release.set()
    for one in programs:
        one.communicate()

    assert [one.returncode for one in programs] == [0, 0]
    assert "waiting for another program to fetch models\n" in first_words
    assert len(host.requests) == 1
    assert (kept / "pocket" / "net.bin").read_bytes() == BIN


def test_a_program_that_is_killed_leaves_nothing_that_is_taken_for_whole(
    host: Host, kept: Path
) -> None:
    half = len(BIN) // 2
    never, part = threading.Event(), kept / "pocket" / "net.bin.part"
    host.answers["/net.bin"] = pausing(BIN, half, never)
    spec = one_file_model(BIN, f"{host.url}/net.bin")
    program = _program_that_fetches(spec)
    while not (part.exists() and part.stat().st_size == half):
        assert program.poll() is None
        time.sleep(0.01)
    program.kill()
    program.communicate()
    never.set()

    assert fetch.installed(spec) is None
    host.answers["/net.bin"] = whole(BIN)
    assert fetch.fetch(spec)["net.bin"].read_bytes() == BIN
    assert host.requests[-1] == ("/net.bin", f"bytes={half}-")


def _program_that_fetches(spec: ModelSpec) -> "subprocess.Popen[str]":
    program = (
        "import msgspec, sys\n"
        "from engine import fetch\n"
        "from engine.fetch.progress import Lines\n"
        "from engine.models import ModelSpec\n"
        "fetch.fetch(msgspec.json.decode(sys.argv[1], type=ModelSpec), progress=Lines())\n"
    )
    command = [sys.executable, "-c", program, msgspec.json.encode(spec).decode()]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, bufsize=1)


def _first_line(program: "subprocess.Popen[str]") -> str:
    assert program.stderr is not None
    return program.stderr.readline()


def _leave(kept: Path, data: bytes) -> None:
    """Leave ``data`` as an interrupted download does."""
    (kept / "pocket").mkdir(parents=True)
    (kept / "pocket" / "net.bin.part").write_bytes(data)


def _left_over(kept: Path) -> list[str]:
    return [path.name for path in kept.rglob("*.part")]
