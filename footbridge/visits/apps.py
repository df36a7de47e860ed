from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "footbridge.visits"

    def ready(self) -> None:
        from footbridge.brokering.following import when_ended, when_standing
        from footbridge.exchange.keepsake.contents import register_months
        from footbridge.exchange.labels import on_removal
        from footbridge.venues.guests import register_declined, register_guests
        from footbridge.visits.allocation.guests import guests_of, host_declined, link_ended
        from footbridge.visits.groups.keeping import forget_label
        from footbridge.visits.meetings.following import make_for
        from footbridge.visits.meetings.listing import months_held

        when_standing(make_for)
        when_ended(link_ended)
        on_removal(forget_label)
        register_months(months_held)
        register_guests(guests_of)
        register_declined(host_declined)
