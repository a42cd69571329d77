"""What a reader sends, and the word of an editor about it."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from guide.models import Report
from guide.models.report import (
    LONGEST_ANSWER,
    LONGEST_PAGE,
    LONGEST_SENTENCE,
    LONGEST_WORDS,
)
from guide.models.text import active_language
from guide.reports.pages import ReportedPage, find_page
from web.tokens import new_token
from web.typed_words import clean_words

SALT = "guide.reports.key"
KEY_SECONDS = 7 * 24 * 3600  # how long one form is one report, however often it is sent
TOO_LONG = _("At most %(limit_value)d characters; these are %(show_value)d.")
NO_PAGE = _(
    "This is no page of this site. Enter its address, such as /courses/ or /steps/sql-databases/."
)


class WordsField(forms.CharField):
    """Plain text. A browser does not cut it: what is too long stays, and is said to be."""

    def __init__(self, *, longest, **options):
        messages = {"max_length": TOO_LONG, **options.pop("error_messages", {})}
        super().__init__(max_length=longest, error_messages=messages, **options)

    def to_python(self, value):
        return clean_words(super().to_python(value))

    def widget_attrs(self, widget):
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


class ReportForm(forms.Form):
    """`website` is a field for programs that fill whatever they find; people do not see it."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(
        label=_("Which page?"),
        max_length=LONGEST_PAGE,
        error_messages={"required": NO_PAGE, "max_length": NO_PAGE},
    )
    sentence = WordsField(
        label=_("The sentence or figure it is about"),
        help_text=_("Copied from the page or typed. It may stay empty."),
        longest=LONGEST_SENTENCE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = WordsField(
        label=_("What is wrong?"),
        help_text=_(
            "Plain text, up to 2,000 characters. Links are shown as they are typed."
        ),
        longest=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a sentence or two first.")},
    )
    website = forms.CharField(
        label=_("Leave this empty: only programs fill it"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.is_tip:
            del self.fields["sentence"]
            self.fields["words"].label = _("Your tip")
        if self.shown_page:
            self.fields["page"].widget = forms.HiddenInput()

    @classmethod
    def about(cls, page: str, kind: str):
        """The empty form; `page` and `kind` are what an address asks for."""
        key = signing.dumps(new_token(), salt=SALT)
        return cls(initial={"page": page, "kind": kind, "key": key})

    @property
    def shown_page(self) -> ReportedPage | None:
        """The page that the form names, once for each form."""
        if not hasattr(self, "_shown_page"):
            value = self["page"].value()
            self._shown_page = find_page(str(value or ""))
        return self._shown_page

    @property
    def is_tip(self) -> bool:
        asked = self["kind"].value() == Report.Kind.TIP
        return bool(asked and self.shown_page and self.shown_page.takes_tips)

    def clean_page(self):
        if self.shown_page is None:
            raise forms.ValidationError(NO_PAGE)
        return self.shown_page

    def clean_sentence(self):
        return " ".join(self.cleaned_data["sentence"].split())

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Leave this field empty, then send it again.")
            )
        return ""  # fmt: skip

    def save(self) -> str:
        """Returns the token of the report, the same for the same form."""
        token = self.token()
        page = self.cleaned_data["page"]
        Report.objects.receive(
            token,
            kind=Report.Kind.TIP if self.is_tip else Report.Kind.MISTAKE,
            page=page.address,
            language=active_language(),
            subject=page.subject,
            subject_slug=page.slug,
            sentence=self.cleaned_data.get("sentence", ""),
            words=self.cleaned_data["words"],
        )
        return token

    def token(self) -> str:
        """That of the form; a new one where somebody changed it, or it is too old."""
        try:
            return signing.loads(
                self.cleaned_data["key"], salt=SALT, max_age=KEY_SECONDS
            )
        except signing.BadSignature:
            return new_token()


class DecisionForm(forms.Form):
    state = forms.ChoiceField(choices=Report.State)
    answer = WordsField(
        longest=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    seen = forms.IntegerField(min_value=0)
