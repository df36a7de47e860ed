from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "footbridge.visits"

    def ready(self) -> None:
        from footbridge.brokering.following import when_standing
        from footbridge.venues.guests import register_declined, register_guests
        from footbridge.visits.allocation.guests import guests_of, host_declined
        from footbridge.visits.meetings.following import make_for

        when_standing(make_for)
        register_guests(guests_of)
        register_declined(host_declined)
