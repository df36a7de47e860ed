from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "footbridge.people"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in

        from footbridge.people.sign_in.strong import on_signed_in

        user_logged_in.connect(on_signed_in, dispatch_uid="footbridge.people.strong")
