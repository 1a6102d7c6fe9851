"""The room `coding`: from a Document to claims, each with the span that says so. The door is `coder.code`."""
