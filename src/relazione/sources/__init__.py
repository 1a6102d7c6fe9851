"""The room `sources`: from bytes to a Document whose offsets point into the original text."""
