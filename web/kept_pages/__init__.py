"""Pages are rendered once for each edition of the content and kept; what depends on the visitor is filled in.

A view says with `web.public.public_page` what its page depends on. It is rendered for a stranger, who has no cookies:
nothing of a visitor can get into what is kept. Where the page depends on the visitor a template tag shows a
`VisitorPart`. While a page is being kept it leaves a mark, and the text is split there into pieces and holes. A hole is
filled for each visitor with the HTML of its part, which sees nothing but the values that the part names; it is kept
too, by these values.
"""
