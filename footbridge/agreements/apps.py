from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "footbridge.agreements"

    def ready(self) -> None:
        from footbridge.agreements.following import open_for, withdraw_with
        from footbridge.brokering.following import when_ended, when_standing

        when_standing(open_for)
        when_ended(withdraw_with)
