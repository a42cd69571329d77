"""Two editors, an import and a sync at work on the same records, and what must be there whatever their order."""

import json
from io import StringIO

from django.apps import apps
from django.core.management import call_command

from guide.editorial.documents import (
    document_before,
    label_of,
    read_record,
    unpack,
)
from guide.editorial.drafts import (
    base_of_next,
    discard_draft,
    merge_draft,
    publish_draft,
    write_draft,
)
from guide.editorial.keeping import keeping_revisions
from guide.editorial.review import Person
from guide.models import (
    Conflict,
    Course,
    Criterion,
    DraftNote,
    Revision,
    Salary,
    Step,
)
from guide.tests.salaries.test_import_salary_survey import advert, packed

EDITORS = [Person(101, "one@example.org"), Person(102, "two@example.org")]
FIGURE = ("guide.salary", "advertised-2025-us-engineer-any", "mid")
CRITERION = ("guide.criterion", "first|run", "text_en")
# Label and key of the record, and its places: label and key of the row, and the field.
RECORDS = {
    ("guide.step", "first"): [
        ("guide.step", "first", "name_en"),
        ("guide.step", "first", "summary_en"),
        CRITERION,
    ],
    ("guide.course", "snakes"): [
        ("guide.course", "snakes", "title"),
        ("guide.course", "snakes", "note_en"),
    ],
    FIGURE[:2]: [FIGURE],
}
PLACES = [place for places in RECORDS.values() for place in places]
OF_FIXTURES = [place for place in PLACES if place != FIGURE]
MODELS = {label_of(model): model for model in (Step, Course, Salary)}


def import_figures(folder, high):
    lines = [
        line for number in range(6) for line in advert(high + number, 90_000 + number)
    ]
    path = packed(folder, lines)
    call_command("import_salary_survey", str(path), source="survey", stdout=StringIO())


def record_now(record):
    label, slug = record
    row = MODELS[label].objects.filter(slug=slug).first()
    return row, read_record(MODELS[label], row and row.pk)


def value_in(document, place):
    """None where the row is gone."""
    label, key, field = place
    return document.get(label, {}).get(key, {}).get(field)


def with_value(document, place, value):
    """None takes the row away."""
    label, key, field = place
    rows = dict(document.get(label, {}))
    if value is None:
        rows.pop(key, None)
    elif key in rows:
        rows[key] = rows[key] | {field: value}
    return document | {label: rows}


class Interleaving:
    """`now`, `fixture`, `loaded`, `drafts` and `conflicts` say what must be; they follow from the rules alone."""

    def __init__(self, world, chance):
        self.world, self.chance = world, chance
        # Of one record, and the figure of the import, so that writers meet.
        first = chance.choice([each for each in RECORDS if each != FIGURE[:2]])
        self.records = [first, first, FIGURE[:2]]
        self.places = [*RECORDS[first], FIGURE]
        self.disputed = 0  # how often writers met
        self.now = {place: self.stored(place) for place in PLACES}
        self.fixture = {place: self.now[place] for place in OF_FIXTURES}
        self.loaded = dict(self.fixture)
        self.drafts = {}  # by primary key: the record, and by place the base and the word
        self.conflicts = {}  # by label, key, field and origin: the word that waits
        self.words = []
        self.is_figure_edited = False
        self.done = []

    def stored(self, place):
        record = next(each for each, places in RECORDS.items() if place in places)
        return value_in(record_now(record)[1].document, place)

    def word(self, place):
        """Of an editor."""
        self.words.append(
            f"{2000 + len(self.words)}.00"
            if place == FIGURE
            else f"word {len(self.words)} of {self.chance.random()}"
        )
        return self.words[-1]

    def act(self):
        todo = self.chance.choice(
            [
                self.save,
                self.draft,
                self.draft,
                self.edit,
                self.publish,
                self.publish,
                self.discard,
                self.load,
                self.take_away,
                self.import_survey,
            ]
        )
        self.done.append(todo.__name__)
        todo()

    def save(self):
        place = self.chance.choice(
            [each for each in self.places if self.now[each] is not None]
        )
        label, key, field = place
        model = apps.get_model(label)
        slug, _bar, code = key.partition("|")
        row = (
            Criterion.objects.get(step__slug=slug, code=code)
            if code
            else model.objects.get(slug=slug)
        )
        word = self.word(place)
        with keeping_revisions(self.chance.choice(EDITORS).name):
            setattr(row, field, row._meta.get_field(field).to_python(word))
            row.save()
        self.now[place] = word
        self.is_figure_edited = self.is_figure_edited or place == FIGURE

    def take_away(self):
        if self.now[CRITERION] is not None:
            with keeping_revisions(self.chance.choice(EDITORS).name):
                Criterion.objects.get().delete()
            self.now[CRITERION] = None

    def changed(self, document, places):
        """The document with other words in one or two of the places; now and then the row is taken away."""
        for place in self.chance.sample(places, min(len(places), 2)):
            if value_in(document, place) is not None:
                is_gone = place == CRITERION and self.chance.random() < 0.3
                word = None if is_gone else self.word(place)
                document = with_value(document, place, word)
        return document

    def draft(self):
        record = self.chance.choice(self.records)
        row, now = record_now(record)
        document = self.changed(now.document, RECORDS[record])
        made = write_draft(
            None, record[0], row.pk, now, document, self.chance.choice(EDITORS)
        )
        if made:
            self.drafts[made.pk] = (
                record,
                {
                    place: (self.now[place], value_in(document, place))
                    for place in RECORDS[record]
                },
            )

    def waiting(self):
        pk = self.chance.choice(list(self.drafts)) if self.drafts else None
        return pk and Revision.objects.get(pk=pk)

    def edit(self):
        """Its form shows the draft beside what is there now."""
        if (draft := self.waiting()) is None:
            return
        record, places = self.drafts[draft.pk]
        row, now = record_now(record)
        base = base_of_next(draft, now)
        shown = merge_draft(draft, now.document, prefers_theirs=True).document
        document = self.changed(shown, RECORDS[record])
        write_draft(
            draft, record[0], row.pk, base, document, self.chance.choice(EDITORS)
        )
        for place, (was, word) in places.items():
            now_there = self.now[place]
            is_disputed = word not in (was, now_there) and now_there != was
            places[place] = (
                was if is_disputed else now_there,
                value_in(document, place),
            )

    def publish(self):
        if (draft := self.waiting()) is None:
            return
        person = self.chance.choice(EDITORS)
        with keeping_revisions(person.name):
            publish_draft(draft, person)
        _record, places = self.drafts.pop(draft.pk)
        for place, (was, word) in places.items():
            now_there = self.now[place]
            if word in (was, now_there):
                continue
            if now_there == was:
                self.now[place] = word
                self.is_figure_edited = self.is_figure_edited or place == FIGURE
            else:
                self.note_conflict(place, str(draft.pk), word, now_there)

    def note_conflict(self, place, origin, word, now_there):
        self.disputed += 1
        label, key, field = place
        field = "" if word is None or now_there is None else field
        self.conflicts[label, key, field, origin] = word

    def discard(self):
        if draft := self.waiting():
            discard_draft(draft, self.chance.choice(EDITORS))
            del self.drafts[draft.pk]

    def load(self):
        place = self.chance.choice(
            [each for each in self.places if each in OF_FIXTURES]
        )
        label, key, field = place
        self.fixture[place] = f"fixture {self.chance.random()}"  # files keep theirs
        self.world.set(label, key, **{field: self.fixture[place]})
        self.world.load()
        for known in [each for each in self.conflicts if not each[3]]:
            del self.conflicts[known]
        for each in OF_FIXTURES:
            now_there, new = self.now[each], self.fixture[each]
            if now_there == new or new == self.loaded[each]:
                self.loaded[each] = new
            elif now_there == self.loaded[each]:
                self.now[each] = self.loaded[each] = new
            else:
                self.note_conflict(each, "", new, now_there)

    def import_survey(self):
        import_figures(self.world.folder, self.chance.randint(150, 190) * 1000)
        figure = self.stored(FIGURE)
        assert not self.is_figure_edited or figure == self.now[FIGURE]
        self.now[FIGURE] = figure

    def check(self):
        assert {place: self.stored(place) for place in PLACES} == self.now
        assert self.open_conflicts() == self.conflicts
        assert {row.pk for row in Revision.objects.drafts()} == self.drafts.keys()
        kept = everything_kept()
        assert [word for word in self.words if word not in kept] == []

    def open_conflicts(self):
        found = {}
        for each in Conflict.objects.open():
            word = each.theirs
            if isinstance(word, dict):
                word = word[CRITERION[2]]
            found[each.model, each.key, each.field, each.origin] = word
        return found


def everything_kept():
    """All that the site shows, history holds, drafts say and conflicts offer, as one text."""
    parts = [unpack(each.document) for each in Revision.objects.exclude(model="")]
    parts += [
        document_before(unpack(each.document), unpack(each.before))
        for each in Revision.objects.exclude(model="")
    ]
    words = DraftNote.objects.exclude(document=None)
    parts += [unpack(packed) for packed in words.values_list("document", flat=True)]
    parts += [record_now(record)[1].document for record in RECORDS]
    parts += list(Conflict.objects.values_list("theirs", flat=True))
    return json.dumps(parts, ensure_ascii=False)
