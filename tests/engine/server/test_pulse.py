from engine.server.pulse import Pulse


def test_rate_and_age_are_of_now() -> None:
    now = [100.0]
    pulse = Pulse(lambda: now[0])
    assert (pulse.rate, pulse.age, pulse.went_on()) == (0.0, None, False)
    for number in range(100):
        pulse.beat(dropped=number)
        now[0] += 0.04
    assert pulse.rate == 25.0
    assert round(pulse.age or 0.0, 6) == 0.04
    assert (pulse.frames, pulse.dropped) == (100, 99)
    now[0] += 5.0
    assert pulse.rate == 0.0
    assert round(pulse.age or 0.0, 6) == 5.04


def test_whether_it_went_on_is_since_the_last_question() -> None:
    pulse = Pulse(lambda: 0.0)
    pulse.beat(0)
    assert [pulse.went_on(), pulse.went_on()] == [True, False]
    pulse.beat(0)
    assert pulse.went_on()


def test_a_frame_that_comes_while_it_is_asked_has_no_age_below_zero() -> None:
    now = iter([100.0, 99.9])
    pulse = Pulse(lambda: next(now))
    pulse.beat(0)
    assert pulse.age == 0.0
