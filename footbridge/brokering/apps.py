from django.apps import AppConfig


class BrokeringConfig(AppConfig):
    name = "footbridge.brokering"

    def ready(self) -> None:
        from footbridge.access.viewer import register_link_finder
        from footbridge.booking.eligibility import register_linked_classes
        from footbridge.brokering.celebrations import leaders, linked_classes
        from footbridge.brokering.history import links_of_schools
        from footbridge.brokering.links.queries import link_ids_of, schools_in_live_links
        from footbridge.brokering.teachers import actions as teachers
        from footbridge.people import hooks
        from footbridge.schools.queries import register_link_history

        register_link_finder(link_ids_of)
        register_link_history(links_of_schools)
        hooks.when_role_ends(teachers.end_with_role)
        hooks.when_successor_is_invited(teachers.promise_to_successor)
        hooks.when_role_is_handed_over(teachers.pass_on)
        hooks.when_invitation_is_accepted(teachers.lead_as_promised)
        hooks.register_busy_at(schools_in_live_links)
        register_linked_classes(linked_classes, leaders)
