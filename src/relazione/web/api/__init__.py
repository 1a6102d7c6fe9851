"""Web: the read-only API for other programs, under /api/v1.

One table says what there is (`operations.OPERATIONS`): from it come the routes (`serving`), the checks of what is asked (`parameters`) and
the description in OpenAPI (`openapi`), so that the three cannot differ. Answers are the structs of the other rooms.
"""
