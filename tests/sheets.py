"""A small form of an organisation's own, as somebody would write it: questions, yes and no, and what it is called."""

from __future__ import annotations


def sheet(form_id: str, *questions: str, title: str = "", columns: str = "type | name | label", more: str = "") -> str:
    """The form as a table of text. `questions`: a row each, in these `columns`; `more`: further parts, at the end."""
    rows = "".join(f"| | {row} |\n" for row in (columns, *questions))
    return f"""
| survey |
{rows}| choices |
| | list_name | name | label |
| | yes_no | yes | Yes |
| | yes_no | no | No |
| settings |
| | form_title | form_id | version |
| | {title or form_id.title()} | {form_id} | 1 |
{more.lstrip()}"""
