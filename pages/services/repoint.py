"""Making everything that uses one reference use another: stored text, relations and revisions.

Wagtail's reference index is written by a task and may lag, so the stored content itself is searched.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import ReferenceIndex, Revision

from ..citations.markup import EMBED_TYPE, repoint
from ..models import Reference


def repoint_uses(*, old: Reference, new: Reference) -> int:
    """Make every object and revision that uses `old` use `new`; return how many were changed. Needs a transaction."""
    changed = [*_repoint_texts(old, new), *_repoint_relations(old, new)]
    for instance in {(type(instance), instance.pk): instance for instance in changed}.values():
        fresh = type(instance)._base_manager.get(pk=instance.pk)
        if ReferenceIndex.model_is_indexable(type(fresh)):
            ReferenceIndex.create_or_update_for_object(fresh)
    return len({(type(instance), instance.pk) for instance in changed}) + _repoint_revisions(old, new)


def _repoint_texts(old: Reference, new: Reference) -> Iterator[models.Model]:
    """Change the rich texts and streams of every installed model, and yield what was changed."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if not isinstance(field, RichTextField | StreamField):
                continue
            texts = model._base_manager.annotate(stored_text=Cast(field.name, models.TextField()))
            for pk, stored in texts.filter(stored_text__contains=EMBED_TYPE).values_list("pk", "stored_text"):
                repointed = repoint(stored, old.pk, new.pk)
                if repointed == stored:
                    continue
                value = field.to_python(json.loads(repointed)) if isinstance(field, StreamField) else repointed
                model._base_manager.filter(pk=pk).update(**{field.name: value})
                yield model._base_manager.get(pk=pk)


def _repoint_relations(old: Reference, new: Reference) -> Iterator[models.Model]:
    """Change the foreign keys and many-to-many relations that point at the reference, and yield their owners."""
    relation: Any  # Django types it as any kind of field; those kept below are made by a key of another model
    for relation in Reference._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        owners = relation.related_model._base_manager.filter(**{relation.field.name: old})
        for owner in () if relation.related_model._meta.auto_created else owners:
            if relation.many_to_many:
                getattr(owner, relation.field.name).remove(old)
                getattr(owner, relation.field.name).add(new)
            else:
                setattr(owner, relation.field.name, new)
            owner.save()
            yield owner


def _repoint_revisions(old: Reference, new: Reference) -> int:
    count = 0
    library = ContentType.objects.get_for_model(Reference)
    for revision in Revision.objects.exclude(content_type=library, object_id=str(old.pk)).iterator(100):
        model = revision.content_type.model_class()
        before = json.dumps(revision.content)
        content = json.loads(repoint(before, old.pk, new.pk))
        if model is not None:
            _repoint_fields(model, content, old.pk, new.pk)
        if content != revision.content:
            Revision.objects.filter(pk=revision.pk).update(content=content)
            count += 1
    return count


def _repoint_fields(model: type[models.Model], content: dict[str, Any], old: int, new: int) -> None:
    """Change the relations in a revision's content, its child objects included."""
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if field.related_model is not Reference or field.name not in content:
            continue
        value = content[field.name]
        if isinstance(value, list):
            content[field.name] = list(dict.fromkeys(new if pk == old else pk for pk in value))
        elif value == old:
            content[field.name] = new
    for relation in get_all_child_relations(model):
        for child in content.get(relation.get_accessor_name()) or ():
            _repoint_fields(relation.related_model, child, old, new)
