"""The text of a Word document (DOCX): paragraphs as lines. The XML is read as it streams by; it may define nothing."""

from xml.parsers import expat

from accounts.skills.cv_files.archive import Archive
from accounts.skills.cv_files.bounds import BoundedText, UnreadableFile

DOCUMENT = "word/document.xml"
# ECMA-376, part 1, of the office documents; and the strict form of the same.
SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
TEXT = {f"{space} t" for space in SPACES}
LINE_END = {f"{space} {name}" for space in SPACES for name in ("p", "br", "cr")}
TAB = {f"{space} tab" for space in SPACES}


class Paragraphs:
    def __init__(self) -> None:
        self.text = BoundedText()
        self.line: list[str] = []
        self.is_text = False

    def read(self, content: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.take
        # Word writes no document type; whoever does wants entities that grow, or a file of ours.
        parser.StartDoctypeDeclHandler = self.refuse
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise UnreadableFile("broken") from error
        self.end_line()
        return str(self.text)

    def start(self, name: str, attributes) -> None:
        self.is_text = name in TEXT
        if name in TAB:
            self.line.append("\t")

    def end(self, name: str) -> None:
        self.is_text = False
        if name in LINE_END:
            self.end_line()

    def take(self, words: str) -> None:
        if self.is_text:
            self.line.append(words)

    def end_line(self) -> None:
        self.text.add("".join(self.line))
        self.line.clear()

    def refuse(self, *declared) -> None:
        raise UnreadableFile("broken")


def word_text(archive: Archive) -> str:
    return Paragraphs().read(archive.read(DOCUMENT))
