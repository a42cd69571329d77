"""British spellings in English texts: the site writes American. Code, slugs and quotations are left alone."""

import re
from collections.abc import Iterator

# Stems of words in -ise, -isation and the like; those that both write so (advise, exercise) are not among them.
IN_ISE = """
apolog author capital categor central character container critic custom digit emphas equal final formal general harmon
initial ital item local maxim memor minim modern modular neutral normal optim organ parallel parametr penal personal
popular priorit quant random real recogn regular scrutin serial special stabil standard summar symbol synchron token
util vector visual
""".split()
IN_OUR = (
    "arm behavi col endeav fav flav harb hon hum lab neighb rum sav vap vig".split()
)
# Before -l, to which the British add another one.
IN_LL = "cancel channel counsel fuel label level marvel model pencil quarrel signal travel tunnel".split()
OTHERS = r"""
analys(?:e|ed|er|ers|ing) paralys(?:e|ed|ing) catalys(?:e|ed|ing)
(?:centre|fibre|litre|theatre|calibre)s? centred (?:kilo|centi|milli)?metres? (?:cata|ana)logues? catalogued?
(?:fulfil|enrol|distil|instil|instalment|enrolment|fulfilment|skilful|wilful)s? (?:licence|defence|offence|pretence)s?
practis(?:e|es|ed|ing) programmes? cheques? grey(?:s|ed|ish)? learnt spelt spoilt burnt dreamt leapt whilst amongst
maths per\scent ageing artefacts? (?:judge|acknowledge)ments? mould(?:s|ed|ing)? sceptic\w* tyres? kerbs? cosy
manoeuvr\w+ enquir(?:y|ies) tonnes? fortnights? aluminium pyjamas
"""
BRITISH = re.compile(
    r"\b(?:"
    rf"(?:re|un|de|over|under|pre)?(?:{'|'.join(IN_ISE)})is(?:e|es|ed|er|ers|ing|ation|ations|ational)"
    rf"|(?:{'|'.join(IN_OUR)})our(?:s|ed|ing|ite|ites|able|hood|hoods|al|ally|ful|less|ist|ers?)?"
    rf"|(?:{'|'.join(IN_LL)})l(?:ed|er|ers|ing)"
    rf"|{'|'.join(OTHERS.split())}"
    r")\b",
    re.IGNORECASE,
)
# Where a British word may stand: code, the targets of links, addresses, quotations.
NOT_OURS = re.compile(
    r"```.*?```|`[^`]*`|(?<=\])\([^)]*\)|https?://\S+|“[^”]*”|\"[^\"]*\"|%\(\w+\)s|<[^>]*>",
    re.DOTALL,
)


def british_words(text: str) -> Iterator[str]:
    for match in BRITISH.finditer(NOT_OURS.sub(" ", text)):
        yield match[0]
