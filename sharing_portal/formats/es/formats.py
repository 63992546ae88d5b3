"""How the Spanish pages write dates and numbers: as Spanish is written in the United States."""

DATE_FORMAT = r"j \d\e F \d\e Y"
DATETIME_FORMAT = r"j \d\e F \d\e Y, g:i a T"
EXACT_FORMAT = r"j \d\e F \d\e Y, g:i:s a T"
# The first is what a browser's date field sends and wants; the other is how papers in this country write.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%m/%d/%Y"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
