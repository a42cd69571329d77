from django import template

from guide.editors import signature

register = template.Library()
register.filter("signature", signature)
