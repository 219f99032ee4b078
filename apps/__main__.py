"""The command line: ``skeleton-crew …``, or ``python -m apps …``."""


def main() -> None:
    """Run the command line."""


if __name__ == "__main__":
    main()
