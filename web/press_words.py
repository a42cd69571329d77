"""Words about a press for the script of the page, which shows them in place of its own for the status."""

import json

PRESS_WORDS = "press-words"  # the event that htmx makes of the header


def with_press_words(response, words):
    response.headers["HX-Trigger"] = json.dumps({PRESS_WORDS: str(words)})
    return response
