"""Texts made to hurt whoever shows them: markup, templates, links, control and direction characters, sheer size."""

import zlib

HOSTILE: tuple[str, ...] = (
    "<img src=x onerror=window.PWN=1>",
    '<svg onload="window.PWN=1"></svg><b>tebal</b>',
    "</script><script>window.PWN=1</script>",
    "{{7*7}} {{ cycler.__init__.__globals__.os.getpid() }}",
    "{% for x in range(9) %}",
    "${7*7} `${window.PWN=1}`",
    "javascript:window.PWN=1",
    "data:text/html,<script>window.PWN=1</script>",
    "file:///etc/passwd",
    "poc://app/event?x=1",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><base href=http://127.0.0.1:9/>",
    "<iframe srcdoc='<script>parent.PWN=1</script>'></iframe><object data=x></object>",
    "<img src='/etc/hostname'>",
    "laporan\u202egnp.exe\u202c dan \u200b\u200bkosong\u2066",
    "a" + "\u0301\u0327\u0488" * 3334,
    "W" * 1_000_000,
    "nol\x00bel\x07esc\x1b[2J\u2028baris",
    '=HYPERLINK("http://127.0.0.1:9","klik")',
    "\n2016-11-30 INFO admin logged in",
    "' OR 1=1 -- %_ \"; DROP TABLE complaint",
    "../../.bashrc",
)
LINKS: tuple[str, ...] = (
    "javascript:window.PWN=1",
    "data:text/html,<script>window.PWN=1</script>",
    "file:///etc/passwd",
    "poc://app/event?x=1",
    "http://127.0.0.1:9/x.jpg",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/x.jpg",
    "http://2130706433/x.jpg",
)


def serial_of(ident: object) -> int:
    """A number of its own for a record, the same in every answer: else its text would change with its place."""
    text = str(ident)
    return int(text[-6:]) if text[-6:].isascii() and text[-6:].isdigit() else zlib.crc32(text.encode())


def hostile_text(serial: int, arg: str | None) -> str:
    """The text with number `arg`, or one by turns; the megabyte word only when asked for or once in a while."""
    if arg not in (None, ""):
        return HOSTILE[int(str(arg)) % len(HOSTILE)]
    text = HOSTILE[serial % len(HOSTILE)]
    return text if len(text) < 100_000 or serial % (len(HOSTILE) * 40) == HOSTILE.index(text) else text[:500]
