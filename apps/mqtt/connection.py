"""One connection to an MQTT broker, from its beginning to the first trouble."""

from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, MQTTMessageInfo, error_string
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from apps.mqtt.settings import MqttSettings
from apps.network import local_address
from engine.poses import OutputError

_KEEP_ALIVE = 30
_CONNECT_SECONDS = 5.0


class Connection:
    """A connection to the broker of ``settings``, which belongs to the thread that made it.

    When it breaks the broker tells ``will``, a topic and a payload. :class:`OutputError` from here
    or from :meth:`step` where the broker cannot be reached, refuses, or is gone.
    """

    def __init__(self, settings: MqttSettings, client_id: str, will: tuple[str, str]) -> None:
        self._settings = settings
        self._refusal: ReasonCode | None = None
        self.ready = False
        address = local_address(settings.host, settings.port)
        self._client = Client(
            CallbackAPIVersion.VERSION2, client_id=client_id, reconnect_on_failure=False
        )
        self._client.connect_timeout = _CONNECT_SECONDS
        self._client.on_connect = self._on_connect
        self._client.will_set(*will, qos=1, retain=True)
        if settings.user:
            self._client.username_pw_set(settings.user, _password(settings.password_file))
        try:
            self._client.connect(address, settings.port, _KEEP_ALIVE)
        except OSError as error:
            raise OutputError(
                f"cannot reach the MQTT broker {self._name}: {error.strerror or error}"
            ) from error

    def step(self, seconds: float) -> None:
        """Receive and send, for ``seconds`` at the most."""
        code = self._client.loop(seconds)
        if self._refusal is not None:
            raise OutputError(
                f"the MQTT broker {self._name} refuses user {self._settings.user!r}:"
                f" {self._refusal}; check user and password_file"
            )
        self._check(code)

    def send(self, topic: str, payload: str) -> MQTTMessageInfo:
        """Have the broker keep ``payload``; never waits, and :meth:`step` does the rest."""
        sent = self._client.publish(topic, payload, qos=1, retain=True)
        self._check(sent.rc)
        return sent

    def close(self) -> None:
        """Part from the broker, which then does not tell the will."""
        self._client.disconnect()
        self._client.loop(0)

    def _check(self, code: MQTTErrorCode) -> None:
        if code != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise OutputError(f"lost the MQTT broker {self._name}: {error_string(code)}")

    @property
    def _name(self) -> str:
        return f"{self._settings.host}:{self._settings.port}"

    def _on_connect(
        self,
        client: Client,  # noqa: ARG002
        userdata: Any,  # noqa: ANN401, ARG002
        flags: ConnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Properties | None,  # noqa: ARG002
    ) -> None:
        self.ready = not reason.is_failure
        self._refusal = reason if reason.is_failure else None


def _password(path: str) -> str | None:
    """The first line of the file ``path``; None where no file is named."""
    if not path:
        return None
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"cannot read password_file {path}: {reason}") from error
    return lines[0] if lines else ""
