"""A page with a table in it. Since 2.0 it is styled."""


def page(title, table):
    return f"<style>pre {{ color: grey }}</style><h1>{title}</h1><pre>{table}</pre>\n"
