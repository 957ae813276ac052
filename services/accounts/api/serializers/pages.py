"""The shape of a page of a list."""

from __future__ import annotations

from rest_framework import serializers


def page_of(item: type[serializers.Serializer]) -> type[serializers.Serializer]:  # type: ignore[type-arg]
    """Return the serializer of a list of `item`."""
    return type(
        item.__name__.replace("Output", "PageOutput"),
        (serializers.Serializer,),
        {
            "__doc__": "A page.",
            "results": item(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )
