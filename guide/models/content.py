"""Abstract base models of the guide: rows with a natural key, editable content, and content with a name."""

from functools import cache

from django.db import connections, models, transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from guide.models.text import Translated, active_language


class KeyedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        """Reads only the primary key. loaddata calls this 25,000 times, so the SQL is compiled once for each model."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(key_statement(self.model, self.db, "pk"), key)
            row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist(
                f"There is no {self.model._meta.verbose_name} with the key {key}."
            )
        return self.model.from_db(self.db, [self.model._meta.pk.attname], row)

    def key_of(self, pk):
        """The natural key of a primary key."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(key_statement(self.model, self.db, "key"), [pk])
            return cursor.fetchone()


@cache
def key_statement(model, using, wanted):
    """The SQL that finds the primary key of a natural key, or the natural key of a primary key."""
    keys = model.key_lookups()
    if wanted == "pk":
        query = model.objects.using(using).values_list("pk")
        for key in keys:  # one by one: a single filter() would sort them, and the parameters with them
            query = query.filter(**{key: "0"})
    else:
        query = model.objects.using(using).filter(pk=0).values_list(*keys)
    return query.query.get_compiler(using).as_sql()[0]


class Keyed(models.Model):
    """A row with a natural key: the fields that `key` names, where a foreign key counts as the key of its row."""

    key: tuple[str, ...]
    # The field that points to the row this one belongs to: it is edited, merged and counted with its owner.
    owner: str | None = None

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """What follows from a change, the number of the content and a revision, is written with it or not at all."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def natural_key(self):
        parts = []
        for name in self.key:
            field = self._meta.get_field(name)
            if not field.is_relation:
                parts.append(getattr(self, name))
            elif field.is_cached(self):
                parts += getattr(self, name).natural_key()
            else:
                parts += field.related_model.objects.key_of(
                    getattr(self, field.attname)
                )
        return tuple(parts)

    @classmethod
    def key_lookups(cls):
        """The key as lookups: ("roadmap__slug", "step__slug") for a stop."""
        lookups = []
        for name in cls.key:
            field = cls._meta.get_field(name)
            related = field.related_model
            lookups += (
                [f"{name}__{inner}" for inner in related.key_lookups()]
                if related
                else [name]
            )
        return lookups


class ContentQuerySet(KeyedQuerySet):
    def published(self):
        return self.filter(published=True)

    def in_order(self):
        return self.order_by("order", "slug")

    def by_name(self):
        """Alphabetical in the reader's language: Chinese by its stored pinyin."""
        return self.order_by(name_order(), "slug")


def name_order(row="", text="name_en"):
    """The expression that sorts by name in the active language; `row` is a lookup prefix such as "skill__"."""
    return F(f"{row}sort_zh") if active_language() == "zh" else Lower(f"{row}{text}")


class Content(Keyed):
    """A row that editors change: permanent slug, published or a draft, and a version that every save raises."""

    key = ("slug",)

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("Permanent: addresses and progress depend on it."),
    )
    published = models.BooleanField(_("published"), default=False, db_index=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    updated_at = models.DateTimeField(_("last changed"), null=True, editable=False)

    objects = ContentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.slug

    def fill_derived_columns(self):
        """Fill the columns derived from others. Call it before bulk writes; save() does it itself."""

    def save(self, *args, **kwargs):
        self.fill_derived_columns()
        if not self._state.adding:
            self.version += 1
        self.updated_at = timezone.now()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "version", "updated_at"}
        super().save(*args, **kwargs)

    def raise_version(self):
        """Raise the version because rows that belong to this one changed."""
        type(self).objects.filter(pk=self.pk).update(
            version=F("version") + 1, updated_at=timezone.now()
        )


def pinyin_field():
    """The column of the pinyin; only `fill_derived_columns` writes it."""
    return models.CharField(max_length=400, editable=False, blank=True, db_index=True)


class Alphabetical(Content):
    """Content that lists sort by one of its texts: by its letters, or in Chinese by its pinyin."""

    sorted_by: str  # the text, a pair of columns or a single one
    sort_zh = pinyin_field()

    class Meta:
        abstract = True

    def fill_derived_columns(self):
        one, two = f"{self.sorted_by}_zh", f"{self.sorted_by}_en"
        text = getattr(self, one, "") or getattr(self, two, "")
        self.sort_zh = pinyin_key(text or getattr(self, self.sorted_by))


class Named(Alphabetical):
    """Content with a name in both languages."""

    sorted_by = "name"

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    sort_zh = pinyin_field()  # beside the name in fixtures
    name = Translated()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def initial(self):
        """The letter of an alphabetical index: of the English name, or of the pinyin in Chinese."""
        first = (self.sort_zh if active_language() == "zh" else self.name_en)[
            :1
        ].upper()
        return first if "A" <= first <= "Z" else "0-9"


def pinyin_key(name):
    """The sort key of a Chinese name: its syllables with tones, so that 数学 and 数据 stand together."""
    if name.isascii():
        return name.casefold()[:400]
    from pypinyin import (
        Style,
        lazy_pinyin,
    )  # imported here: its tables take a tenth of a second to load, and only writers need them

    return " ".join(
        lazy_pinyin(name, style=Style.TONE3, errors=lambda run: [run.casefold()])
    )[:400]


def make_slug(name: str) -> str:
    """Of a name in either language: Chinese by its pinyin without tones."""
    from pypinyin import lazy_pinyin  # imported here: see pinyin_key

    return slugify("-".join(lazy_pinyin(name)))[:100].strip("-")


def text_field(label, **kwargs):
    """One column of a long text in Markdown; it has a sibling in the other language."""
    return models.TextField(label, blank=True, **kwargs)


def line_field(label, length=400, **kwargs):
    """One column of a short text; it has a sibling in the other language."""
    return models.CharField(label, max_length=length, blank=True, **kwargs)
