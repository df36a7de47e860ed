from django.apps import AppConfig


class BrokeringConfig(AppConfig):
    name = "footbridge.brokering"

    def ready(self) -> None:
        from footbridge.access.viewer import register_link_finder
        from footbridge.brokering.history import links_of_schools
        from footbridge.brokering.links.queries import link_ids_of
        from footbridge.schools.queries import register_link_history

        register_link_finder(link_ids_of)
        register_link_history(links_of_schools)
