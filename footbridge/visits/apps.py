from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "footbridge.visits"

    def ready(self) -> None:
        from footbridge.brokering.following import when_standing
        from footbridge.visits.meetings.following import make_for

        when_standing(make_for)
