"""The room `web`: the pages, rendered on the server, readable without script; the same pages as a static site."""
