"""Further reading by topic."""

from dataclasses import dataclass, field

from guide.models import Reading
from guide.models.text import Text


@dataclass
class Topic:
    name: Text
    slug: str  # of its first reading
    readings: list[Reading] = field(default_factory=list)


def reading_topics(readings) -> list[Topic]:
    """In the order of the first reading of each topic."""
    topics: dict[str, Topic] = {}
    for reading in readings:
        topic = topics.setdefault(
            reading.topic_en, Topic(reading.topic, f"about-{reading.slug}")
        )
        topic.readings.append(reading)
    return list(topics.values())
