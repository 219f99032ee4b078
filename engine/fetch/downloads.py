"""Files over HTTP: streamed, and resumed where they were cut off."""

import httpx

from engine.fetch.partial import NotTheFile, PartialFile, Unavailable
from engine.fetch.progress import Progress

CONNECT_SECONDS = 5.0
"""How long a host may take to answer at all: short, so that an offline machine finds out soon."""
READ_SECONDS = 20.0
"""How long a host that answers may pause."""
ATTEMPTS = 5
"""How often a download that is cut off is taken up again, if it came further each time."""


class Downloads:
    """Downloads from any number of hosts; one that cannot be reached is not asked twice."""

    def __init__(self) -> None:
        self._unreachable: dict[str, str] = {}
        try:
            self._client = httpx.Client(
                follow_redirects=True,
                timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                headers={"Accept-Encoding": "identity"},
            )
        except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
            raise Unavailable(f"this machine's proxy or TLS settings: {error}") from error

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def load(self, url: str, part: PartialFile, progress: Progress) -> None:
        """Add to ``part`` what it lacks of the file at ``url``, or raise :class:`Unavailable`."""
        host = _host(url)
        if host in self._unreachable:
            raise Unavailable(self._unreachable[host])
        progress.begin(f"fetching {part.file.name} from {host}", part.file.size or 0)
        try:
            self._resume(url, part, progress)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise self._remember(host, "cannot be reached") from error
        except httpx.TimeoutException as error:
            raise self._remember(host, "does not answer") from error
        except httpx.InvalidURL as error:
            raise Unavailable(f"{url} is no address: {error}") from error
        except httpx.HTTPError as error:
            raise Unavailable(f"{host} broke off: {error}") from error
        finally:
            progress.end()

    def _resume(self, url: str, part: PartialFile, progress: Progress) -> None:
        for _ in range(ATTEMPTS - 1):
            before = part.size
            try:
                return self._stream(url, part, progress)
            except httpx.TransportError:
                if part.size <= before:
                    raise
        return self._stream(url, part, progress)

    def _stream(self, url: str, part: PartialFile, progress: Progress) -> None:
        """Add one answer's body to ``part``, from where it ends if the host can do that."""
        wanted = {"Range": f"bytes={part.size}-"} if part.size else {}
        with self._client.stream("GET", url, headers=wanted) as answer:
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.restart()
                raise NotTheFile("it has fewer bytes than expected")
            if not answer.is_success:
                raise Unavailable(f"{_host(url)} says {answer.status_code} {answer.reason_phrase}")
            if not _continues(answer, part.size):
                part.restart()
            part.expect(int(answer.headers.get("Content-Length", 0)))
            for data in answer.iter_bytes():
                part.append(data)
                progress.reach(part.size)

    def _remember(self, host: str, what: str) -> Unavailable:
        """Ask ``host`` no more, and say why."""
        self._unreachable[host] = f"{host} {what}"
        return Unavailable(self._unreachable[host])


def _continues(answer: httpx.Response, size: int) -> bool:
    """Whether the body of ``answer`` is what follows the first ``size`` bytes."""
    return answer.status_code == httpx.codes.PARTIAL_CONTENT and answer.headers.get(
        "Content-Range", ""
    ).startswith(f"bytes {size}-")


def _host(url: str) -> str:
    """The host of ``url``, as people name it."""
    return url.split("://", 1)[-1].split("/", 1)[0].rpartition("@")[2]
