"""Frozen records that put their values in order while they are made."""


def settle(record: object, **values: object) -> None:
    """Replace fields of a frozen dataclass; for its `__post_init__` only, before anybody else has seen the record."""
    for name, value in values.items():
        object.__setattr__(record, name, value)
