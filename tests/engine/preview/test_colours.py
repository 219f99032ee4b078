from engine.preview.colours import Colours


def test_a_person_keeps_the_colour() -> None:
    colours = Colours()
    first, second = colours.update([7, 3])
    assert colours.update([3, 7]) == (second, first)
    assert colours.update([]) == ()
    assert colours.update([9, 7])[1] == first


def test_people_have_colours_that_can_be_told_apart() -> None:
    colours = Colours().update(range(8))
    distances = [
        sum(abs(a - b) for a, b in zip(one, other, strict=True))
        for number, one in enumerate(colours)
        for other in colours[:number]
    ]
    assert min(distances) > 60


def test_a_crowd_over_a_long_day_is_forgotten() -> None:
    colours = Colours()
    (stays,) = colours.update([0])
    for number in range(1, 1000):
        assert colours.update([number, 0])[1] == stays
    assert len(colours._colours) == 64
