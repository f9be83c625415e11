"""A page with a table in it."""


def page(title, table):
    return f"<h1>{title}</h1><pre>{table}</pre>\n"
