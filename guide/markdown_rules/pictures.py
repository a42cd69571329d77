"""Pictures of other sites are not loaded: where one would stand, there is a link to it that says so."""

from django.utils.translation import gettext as _
from markdown_it.token import Token

from web.links import readable_address, readable_host


def pictures_as_links(children: list[Token]) -> list[Token]:
    """The same inline tokens, each picture a link with its words. Within a link it is words alone."""
    out: list[Token] = []
    inside = 0
    for token in children:
        inside += token.type == "link_open"
        inside -= token.type == "link_close"
        if token.type != "image":
            out.append(token)
            continue
        address = str(token.attrs.get("src", ""))
        words = alternative_text(token) or readable_address(address)
        if inside:
            out.append(text_token(words))
            continue
        out += [
            Token("link_open", "a", 1, attrs={"href": address}, meta={"picture": True}),
            text_token(words),
            Token("link_close", "a", -1),
            text_token(f" ({picture_words(address)})"),
        ]
    return out


def picture_words(address: str) -> str:
    host = readable_host(address)
    return _("a picture on %(host)s, not loaded here") % {"host": host}


def alternative_text(image: Token) -> str:
    return "".join(child.content for child in image.children or [] if child.content)


def text_token(content: str) -> Token:
    return Token("text", "", 0, content=content)
