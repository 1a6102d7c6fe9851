"""The room `cli`: thin commands that parse, make one call and print."""
