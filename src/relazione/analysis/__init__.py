"""The analysis room: questions to a record. How things stood as of a date (`as_of`), and the timeline of a pair
(`timeline`).
"""
