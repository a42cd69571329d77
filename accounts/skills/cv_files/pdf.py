"""The text of a PDF, page by page, read by pypdf."""

import io
import logging

from accounts.skills.cv_files.bounds import MOST_PAGES, BoundedText, UnreadableFile

# What a damaged file makes of a reader, beside the errors that it knows. Nobody can list the files.
SURPRISES = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)  # fmt: skip


def pdf_text(content: bytes) -> str:
    # Here, because it takes as long to load as most files to read.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    # It writes what it mends of a file, with words of the file.
    logging.getLogger("pypdf").disabled = True
    text = BoundedText()
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("locked")
        refuse_many_pages(reader.root_object["/Pages"]["/Count"])
        # What a file says of itself may be a lie.
        refuse_many_pages(len(reader.pages))
        for page in reader.pages:
            text.add(page.extract_text())
    except DependencyError as error:  # a cipher that needs another library
        raise UnreadableFile("locked") from error
    except (PyPdfError, *SURPRISES) as error:
        raise UnreadableFile("broken") from error
    return str(text)


def refuse_many_pages(number: int) -> None:
    if number > MOST_PAGES:
        raise UnreadableFile("many pages")
