"""What an editor's day begins with: what needs work, where a record is, and what others changed.

needs: what records lack or have outlived, one condition each. work: the rows of the desk, in one list.
counting: how many there are of each. finding: one search over all records. changes: the last ones.
"""
