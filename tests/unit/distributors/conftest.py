"""How the property tests of this folder run."""

from hypothesis import settings

# A shared machine may pause for longer than an example is allowed to take.
settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")
