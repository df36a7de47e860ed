from django.apps import AppConfig


class InterestConfig(AppConfig):
    name = "footbridge.interest"

    def ready(self) -> None:
        from collections.abc import Collection

        from django.db.models import Q

        from footbridge.people.reach import register_taking_part

        def answered(programmes: Collection[int]) -> Q:
            from footbridge.interest.models import Interest

            answers = Interest.objects.unscoped("which schools dealt with a programme")
            return Q(pk__in=answers.filter(linking_year__programme__in=programmes).values("school"))

        register_taking_part(answered)
