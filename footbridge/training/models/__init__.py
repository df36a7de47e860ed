"""What training keeps beside the occasions of booking: what a session gives and to whom, with its materials and what those
who were there thought of it (sessions); what is known of a teacher that no place says (teachers).
"""

from footbridge.training.models.sessions import Evaluation, Material, TrainingSession
from footbridge.training.models.teachers import Experience, TrainingNeed

__all__ = ["Evaluation", "Experience", "Material", "TrainingNeed", "TrainingSession"]
