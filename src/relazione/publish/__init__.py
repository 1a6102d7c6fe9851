"""The room `publish`: answers for others: the brief, the locator map, tables as CSV and JSON."""
