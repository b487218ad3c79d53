"""The table of keys in the help, made from the same list as everything else, with the keys as they are now."""

from widgets.commands import Commands
from widgets.group import Group

PLACE = "{keys}"
"""Where a help page wants the table."""


def keys_table(commands: Commands, group: Group) -> str:
    """Every command with its key and what it does, as Markdown under its headings."""
    words = group.language
    parts = []
    for section, specs in commands.sections().items():
        head = f"## {words.text(section)}\n\n| {words.text('Key')} | {words.text('Command')} | |\n|---|---|---|\n"
        lines = []
        for spec in specs:
            key, said = commands.all_keys(spec.id), words.text(spec.help) if spec.help else ""
            shown = " ".join(f"`{one}`" for one in key.split(" · ")) if key else "–"
            lines.append(f"| {shown} | {commands.title(spec, words)} | {said} |\n")
        parts.append(head + "".join(lines))
    return "\n".join(parts)
