from django.apps import AppConfig


class BrokeringConfig(AppConfig):
    name = "footbridge.brokering"

    def ready(self) -> None:
        from footbridge.brokering.history import links_of_schools
        from footbridge.schools.queries import register_link_history

        register_link_history(links_of_schools)
