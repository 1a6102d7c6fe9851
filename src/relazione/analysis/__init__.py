"""The room `analysis`: questions asked of the record: how things stood on a date, the timeline of a pair."""
