from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from apps.mqtt.discovery import identifier
from apps.mqtt.state import RetainedState

TOPICS = ("a", "b", "c")


class Link:
    """What the state is sent through: keeps what was sent until it is acknowledged."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    def send(self, topic: str, payload: str) -> "Sent":
        self.sent.append(Sent(topic, payload))
        return self.sent[-1]

    def acknowledge(self) -> None:
        for message in self.sent:
            message.arrived = True


class Sent:
    def __init__(self, topic: str, payload: str) -> None:
        self.topic, self.payload, self.arrived = topic, payload, False

    def is_published(self) -> bool:
        return self.arrived


steps = st.lists(
    st.tuples(st.sampled_from(TOPICS), st.integers(0, 3).map(str))
    | st.sampled_from(["send", "acknowledge", "break"])
)


@given(steps)
def test_whatever_happens_the_newest_state_arrives_last_and_little_is_under_way(
    steps: Sequence[str | tuple[str, str]],
) -> None:
    state, link, put = RetainedState(), Link(), dict[str, str]()
    for step in steps:
        if isinstance(step, tuple):
            put[step[0]] = step[1]
            state.put(dict([step]))
        elif step == "send":
            before = len(link.sent)
            state.send(link.send)
            assert len(link.sent) - before <= len(TOPICS)
        elif step == "acknowledge":
            link.acknowledge()
        else:
            link.acknowledge()
            state.forget_sent()
        waiting = [one.topic for one in link.sent if not one.arrived]
        assert len(waiting) == len(set(waiting))
    for _ in range(2):
        state.send(link.send)
        link.acknowledge()
    assert {one.topic: one.payload for one in link.sent} == put
    assert state.settled


def test_a_state_that_is_overtaken_is_counted() -> None:
    state, link = RetainedState(), Link()
    for payload in ("1", "2", "2", "3"):
        state.put({"a": payload})
    assert state.dropped == 2
    state.send(link.send)
    state.put({"a": "4"})
    assert state.dropped == 2


def test_nothing_is_settled_before_the_broker_has_it() -> None:
    state, link = RetainedState(), Link()
    state.put({"a": "1"})
    assert not state.settled
    state.send(link.send)
    assert not state.settled
    link.acknowledge()
    assert state.settled


@given(st.lists(st.lists(st.text("aB _.-", min_size=1), min_size=1).map(tuple), unique=True))
def test_different_names_have_different_identifiers(names: list[tuple[str, ...]]) -> None:
    found = [identifier(*one) for one in names]
    assert len(set(found)) == len(names)
    assert all(set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-") for one in found)


def test_identifiers_stay_as_they_are() -> None:
    assert identifier("museum", "door") == "skeleton_crew_museum_door_7b87d8dc"
