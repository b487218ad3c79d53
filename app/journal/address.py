"""Where a city's journal is."""

from platformdirs import user_data_path

from app.errors import JournalError
from app.journal.engine import journal_url
from app.settings import CityFile


def journal_address(city: CityFile, told: str | None = None) -> str:
    """What a person told, else the city file's address, else a file in the user's data folder.

    Raises ValueError for one that can be none, such as the empty text of a variable nobody set.
    """
    slug = "".join(c if c.isalnum() else "-" for c in city.city.name.lower())
    default = user_data_path("patriot-operation-center") / slug / "journal.sqlite"
    told = city.database.url if told is None else told
    address = str(default) if told is None else told
    try:
        url = journal_url(address or "sqlite:///")
    except JournalError as trouble:
        raise ValueError(str(trouble)) from trouble
    if url.get_backend_name() == "sqlite" and not url.database:
        raise ValueError("the journal's address names no file.")
    return address
