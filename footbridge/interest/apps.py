from django.apps import AppConfig


class InterestConfig(AppConfig):
    name = "footbridge.interest"

    def ready(self) -> None:
        from collections.abc import Collection
        from typing import Any

        from django.db.models import Q, QuerySet

        from footbridge.interest.actions.following import follow_school
        from footbridge.interest.queries.following import open_at
        from footbridge.people import hooks
        from footbridge.people.reach import register_dealt_with, register_taking_part

        def answered(programmes: Collection[int]) -> Q:
            from footbridge.interest.models import Interest

            answers = Interest.objects.unscoped("which schools dealt with a programme")
            return Q(pk__in=answers.filter(linking_year__programme__in=programmes).values("school"))

        def dealt_with(schools: Collection[int]) -> QuerySet[Any]:
            from footbridge.interest.models import Interest

            answers = Interest.objects.unscoped("which programmes a school dealt with")
            return answers.filter(school__in=schools).values("linking_year__programme")

        register_taking_part(answered)
        register_dealt_with(dealt_with)
        hooks.register_open_at(open_at)
        hooks.when_school_is_followed(follow_school)
