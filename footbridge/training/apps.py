from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "footbridge.training"

    def ready(self) -> None:
        from footbridge.booking.eligibility import register_rule
        from footbridge.training.rules import NAME, RULE

        register_rule(NAME, RULE)
