"""What stands around a word: a list of skills, words that say that somebody can it, where its sentence begins."""

import re
from bisect import bisect_right

SEPARATOR = r"(?:[,;/|、，；·•・+＋&＆]|\t|[ ]{2,}|\b(?:and|or)\b|以及|和|与|及|或|等)"
ASIDE = r"(?:[(（][^()（）\n]{0,40}[)）])?"
ITEM = r"[^,;/|、，；·•\n.。:：]{1,30}?"
# Between two items of a list: a word that belongs to the first, and up to two items that are no names of ours.
LIST_GAP = re.compile(
    rf"(?:[ ]?[\w-]{{1,15}})?[ ]*{ASIDE}\s*(?:{SEPARATOR}\s*)+(?:{ITEM}\s*(?:{SEPARATOR}\s*)+){{0,2}}"
    r"(?:(?:some|basic|advanced|intermediate|a little|also|plus|including|e\.g\.)\s+)?"
)
BULLET = r"[ \t]*(?:[-•*·▪●◦–][ \t]*)?"
LINE_GAP = re.compile(rf"[ \t]*{ASIDE}[ \t]*\n{BULLET}")
# After an item: the list goes on, the sentence ends, or a small word follows.
AFTER_ITEM = re.compile(
    rf"[ ]*{ASIDE}[ ]*(?:$|[\n.)）\]】。!?;；:：一-鿿]|{SEPARATOR}|(?:for|to|in|is|are|at|on|with|as|who|that"
    r"|would|will|a|an|the|skills?|programming|code|coding|packages?|scripts?|experience|required|preferred|languages?|etc)\b)"
)
LABEL = re.compile(
    rf"{BULLET}[^\n:：]{{0,30}}(?:skills?|languages?|technolog(?:y|ies)|tools?|stack|frameworks?|libraries|software"
    r"|programming|技能|语言|技术栈|技术|工具|框架|编程|能力)[ ]*[:：]",
    re.IGNORECASE,
)
CUE_WORDS = (
    "experience|experienced|proficien(?:t|cy)|knowledge|familiar(?:ity)?|skilled|skills?|expertise|expert|fluent"
    "|fluency|background|using|used|uses?|programming|coding|written|working|hands-on|understanding|command|grasp|courses?"
    "|know|knows|wrote|scripts?|scripting|tooling|tools|code|coded|developed|services|models?|apps?|projects?|jobs|notebooks|certified|trained|training|learned|learning|foundations?|fundamentals|basics|implemented|built|build|building"
    "|excellent|strong|good|great|effective|outstanding|clear|solid|advanced|taught|studied|degree|msc|bsc|phd|ba|master"
)
CUE = re.compile(
    rf"\b(?:{CUE_WORDS})\b(?:[ ](?:in|with|of|on|and|the|as|to|by|using|from|both|applied|data|strong|solid|good|basic"
    r"|advanced|written|verbal|oral|modern|some|computer|machine|learning|plus|deep|at))*[ ]$",
    re.IGNORECASE,
)
CHINESE_CUE = re.compile(
    r"(?:熟悉|精通|掌握|了解|熟练|使用|运用|擅长|具备|具有|会|懂|基于|采用|利用|扎实的?|良好的?|较强的?|优秀的?|常用|主流|基础|等)"
    r"(?:使用|运用|掌握|编写|应用|常用的?|主流的?|基本的?|的|各种|相关|多种|一定的?|扎实的?|良好的?|过)*[ ]?$"
)
SENTENCE_END = re.compile(r"[\n!?。！？；]|\.(?=\s|$)")
LONGEST_CUE = 60  # characters


class Surroundings:
    """Of one text. Places are numbers of characters from its start."""

    def __init__(self, text: str):
        self.text = text
        self.sentence_ends = [found.end() for found in SENTENCE_END.finditer(text)]
        self.line_ends = [found.end() for found in re.finditer("\n", text)]

    def sentence(self, place: int) -> int:
        return bisect_right(self.sentence_ends, place)

    def line_start(self, place: int) -> int:
        number = bisect_right(self.line_ends, place)
        return self.line_ends[number - 1] if number else 0

    def is_list_gap(self, start: int, end: int) -> bool:
        """Whether two names with this between them stand in one list."""
        return end - start < 120 and bool(LIST_GAP.fullmatch(self.text, start, end))

    def is_line_gap(self, start: int, end: int) -> bool:
        """Whether two names stand on two lines, one below the other, with nothing else between them."""
        return bool(LINE_GAP.fullmatch(self.text, start, end))

    def ends_its_line(self, end: int) -> bool:
        return bool(re.compile(rf"[ \t]*{ASIDE}[ \t]*(?:\n|$)").match(self.text, end))

    def goes_on(self, end: int) -> bool:
        return bool(AFTER_ITEM.match(self.text, end))

    def is_labelled(self, start: int, end: int) -> bool:
        """Whether it is an item of a line such as “Languages: C, R”."""
        line = self.line_start(start)
        label = LABEL.match(self.text, line, start)
        if not label:
            return False
        before = self.text[label.end() : start].rstrip(" ")
        is_item = not before or re.search(rf"{SEPARATOR}$", before)
        return bool(is_item) and self.goes_on(end)

    def has_cue(self, start: int) -> bool:
        """Whether words such as “experience with” stand directly before it."""
        before = self.text[max(self.line_start(start), start - LONGEST_CUE) : start]
        return bool(CUE.search(before) or CHINESE_CUE.search(before))
