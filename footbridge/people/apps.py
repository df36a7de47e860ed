from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "footbridge.people"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in

        from footbridge.people import hooks
        from footbridge.people.actions import moving
        from footbridge.people.sign_in.strong import on_signed_in
        from footbridge.schools.hooks import when_register_changes

        when_register_changes(moving.follow_closed_schools)
        hooks.when_role_ends(moving.end_before_too)
        hooks.when_invitation_is_accepted(moving.hold_on_both_sides)
        user_logged_in.connect(on_signed_in, dispatch_uid="footbridge.people.strong")
