"""Web: the pages, one module each.

A page is asked of an open record and comes as HTML (`x_page`); its data twin comes as plain data (`x_data`). The server and the
static site share these functions; they differ in their links alone. `ROUTES` are the addresses at which the server answers with them.
"""
