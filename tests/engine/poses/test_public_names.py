import msgspec

import engine.poses


def test_every_public_name_is_there() -> None:
    for name in engine.poses.__all__:
        assert hasattr(engine.poses, name)


def test_whatever_the_package_gathers_from_its_modules_is_public() -> None:
    gathered = {
        name
        for name, value in vars(engine.poses).items()
        if getattr(value, "__module__", "").startswith("engine.poses.")
    }
    assert gathered <= set(engine.poses.__all__)


def test_every_value_is_documented() -> None:
    for name in engine.poses.__all__:
        value = getattr(engine.poses, name)
        if isinstance(value, type):
            assert value.__doc__, name
            assert value.__doc__ != msgspec.Struct.__doc__, name
