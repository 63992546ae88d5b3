"""How the English pages write dates: no short months, and every time with its zone."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, g:i a T"
EXACT_FORMAT = "F j, Y, g:i:s a T"
