from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.bridge.websocket.files import Files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name in ("secret", "mine/index.html", "mine/a b.css", "mine/.hidden", "mine/sub/index.html",
                 "ours/index.html", "ours/skeleton-crew.js", "ours/x.bin"):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(name)
    (folder / "mine" / "link").symlink_to(folder / "secret")
    return folder


@pytest.fixture(scope="module")
def files(folder: Path) -> Files:
    return Files([folder / "mine", folder / "ours"])


@pytest.mark.parametrize(
    ("target", "content", "type_"),
    [
        ("/", "mine/index.html", "text/html; charset=utf-8"),
        ("/index.html?mirror#x", "mine/index.html", "text/html; charset=utf-8"),
        ("/a%20b.css", "mine/a b.css", "text/css; charset=utf-8"),
        ("/sub/", "mine/sub/index.html", "text/html; charset=utf-8"),
        ("/skeleton-crew.js", "ours/skeleton-crew.js", "text/javascript; charset=utf-8"),
        ("/x.bin", "ours/x.bin", "application/octet-stream"),
    ],
)
def test_a_file_is_found_in_the_first_folder_that_has_it(
    files: Files, target: str, content: str, type_: str
) -> None:
    assert files.find(target) == (type_, content.encode())


@pytest.mark.parametrize(
    "target",
    ["/nothing", "/../secret", "/%2e%2e/secret", "/..%2fsecret", "//../secret", "/sub", "/link",
     "/.hidden", "/sub/../../secret", "/\\..\\secret", "/%00", "/" + "x" * 5000, "http://["],
)  # fmt: skip
def test_what_is_not_of_the_page_is_not_there(files: Files, target: str) -> None:
    assert files.find(target) is None


@given(st.lists(st.sampled_from(["..", "/", "%2e", "%2f", "secret", "mine", ".", "\\"])))
def test_no_path_leads_out(files: Files, parts: list[str]) -> None:
    found = files.find("/" + "".join(parts))
    assert found is None or found.content != b"secret"
