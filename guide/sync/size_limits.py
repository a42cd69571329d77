"""How large a fixture may be. Nothing beyond is read, and the refusal names the bound."""

DEEPEST = 20  # objects and lists inside one another
LONGEST_NUMBER = 40  # digits, sign and point included
LONGEST_TEXT = 100_000  # characters of one text
LARGEST_RECORD = 1_000_000  # characters of one record as it stands in the file
LARGEST_FILE = 2_000_000_000  # characters of one file, unpacked
