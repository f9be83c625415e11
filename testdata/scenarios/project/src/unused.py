"""An idea that nothing imports."""

FACTOR = 2
