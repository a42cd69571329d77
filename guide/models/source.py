from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.models.content import (
    Alphabetical,
    ContentQuerySet,
    Keyed,
    KeyedQuerySet,
    line_field,
    name_order,
    text_field,
)
from guide.models.fields import AddressField, PartialDateField, not_empty
from guide.models.known_names import join_names, known_name, split_names
from guide.models.text import (
    Translated,
    active_language,
    in_its_letters,
    title_in_language,
)


def related_row_count(relation):
    """The number of related rows as a subquery, because several joins would multiply the counts."""
    rows = Source._meta.get_field(relation).related_model.objects.filter(
        source=models.OuterRef("pk")
    )
    counted = (
        rows.order_by().values("source").annotate(n=models.Count("pk")).values("n")
    )
    return models.functions.Coalesce(models.Subquery(counted), 0)


class SourceQuerySet(ContentQuerySet):
    def articles(self):
        """The career guides that this site grew out of."""
        return self.filter(kind=Source.Kind.ARTICLE).order_by("slug")

    def articles_first(self):
        first = models.Case(models.When(kind=Source.Kind.ARTICLE, then=0), default=1)
        return self.order_by(first, name_order(text="publisher"), "slug")

    def with_counts(self):
        """Annotate `use_count`: the number of rows of the guide that name the source."""
        counts = [
            related_row_count(name)
            for name in (
                "citations",
                "mentions",
                "courses",
                "salaries",
                "facts",
                "steps",
                "employers",
            )
        ]
        return self.annotate(use_count=sum(counts[1:], counts[0]))


class Source(Alphabetical):
    """Where a figure or a statement comes from. It needs no address: a book or a letter is a source too."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("career guide")
        OFFICIAL = "official", _("official statistics")
        DATASET = "dataset", _("open data")
        SURVEY = "survey", _("survey with a sample size")
        SITE = "site", _("salary or job site")
        CATALOGUE = "catalogue", _("course page or catalog")
        PUBLICATION = "publication", _("publication")
        EDITORIAL = "editorial", _("our own estimate")

    # in the column, where every source has a publisher
    UNNAMED = "Not named in the text"
    sorted_by = "publisher"

    title = models.CharField(_("title"), max_length=300)
    title_zh = line_field(
        _("title (Chinese)"),
        300,
        help_text=_("What it is called, for Chinese readers."),
    )
    author = models.CharField(_("author"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300)
    publisher_zh = line_field(
        _("publisher (Chinese)"),
        help_text=_("The name that Chinese readers know; often the same letters."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.PUBLICATION
    )
    url = AddressField(_("address"), max_length=500, blank=True)
    published_on = PartialDateField(_("published on"), default="undated")
    accessed_on = PartialDateField(_("read on"))
    licence = models.CharField(_("license"), max_length=100, blank=True)
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    summary = Translated()
    body = Translated()

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("source"), _("sources")
        constraints = [
            not_empty("title", "source_has_a_title"),
            not_empty("publisher", "source_has_a_publisher"),
            not_empty("published_on", "source_says_when_published"),
            not_empty("accessed_on", "source_says_when_read"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("guide:source", args=[self.slug])

    @property
    def name(self):
        """The title in the reader's language where it has one; it knows its language."""
        return title_in_language(self.title, self.title_zh)

    @property
    def author_names(self):
        return join_names(split_names(self.author))

    @property
    def licence_name(self):
        return known_name(self.licence)

    @property
    def original_title(self):
        return in_its_letters(self.title)

    @property
    def is_titled_in_another_language(self):
        """Whether a reader of English sees a Chinese title; readers of Chinese see what they call it."""
        return active_language() == "en" and self.name.language == "zh"

    @property
    def publisher_name(self):
        """The publisher, by its Chinese name where it has one, or “publisher not named”."""
        if self.publisher == self.UNNAMED:
            return _("publisher not named")
        return title_in_language(self.publisher, self.publisher_zh)

    @property
    def credit(self):
        """The publisher; the title if the publisher is not named, as with most career guides."""
        return self.name if self.publisher == self.UNNAMED else self.publisher_name

    @property
    def is_career_guide(self):
        """What it says stands on its own page; other pages name it by publisher and year."""
        return self.kind == self.Kind.ARTICLE

    @property
    def proof(self):
        """How sure its figures are, as a stop: “full” if a state counted, “empty” if we guess, else “half”."""
        stops = {self.Kind.OFFICIAL: "full", self.Kind.EDITORIAL: "empty"}
        return stops.get(self.Kind(self.kind), "half")


class CitationQuerySet(KeyedQuerySet):
    def for_content(self, content):
        """The citations of one page, with their sources."""
        kind = content._meta.model_name
        return (
            self.filter(subject=kind, subject_slug=content.slug, source__published=True)
            .select_related("source")
            .order_by("source__slug", "statement")
        )

    def not_named_with(self, skill):
        """Without the career guides that the page of the skill already lists as naming it."""
        return self.exclude(
            source__kind=Source.Kind.ARTICLE, source__mentions__skill=skill
        )


class Citation(Keyed):
    """A statement of a source, and the page of the guide that uses it. `statement` is its number in the source."""

    key = ("source", "statement", "subject", "subject_slug")
    owner = "source"

    class Subject(models.TextChoices):
        BELIEF = "belief", _("belief")
        CHAPTER = "chapter", _("chapter")
        COURSE = "course", _("course")
        EMPLOYER = "employer", _("employer")
        INDUSTRY = "industry", _("industry")
        PAGE = "page", _("page")
        QUESTION = "question", _("question")
        ROADMAP = "roadmap", _("roadmap")
        ROLE = "role", _("role")
        SKILL = "skill", _("skill")
        STEP = "step", _("step")
        TERM = "term", _("term")

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    statement = models.CharField(_("statement"), max_length=20, blank=True)
    subject = models.CharField(_("cited by"), max_length=20, choices=Subject)
    subject_slug = models.SlugField(_("slug of what cites it"), max_length=100)
    passage_en = line_field(_("passage (English)"))
    passage_zh = line_field(_("passage (Chinese)"))
    passage = Translated()

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("citation"), _("citations")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "statement", "subject", "subject_slug"],
                name="citation_once",
            ),
            not_empty("subject_slug", "citation_names_its_subject"),
        ]
        indexes = [
            models.Index(fields=["subject", "subject_slug"], name="citation_subject")
        ]

    def __str__(self):
        return f"{self.source_id} → {self.subject}:{self.subject_slug}"
