"""What is agreed (wording) and who agreed to it (signing)."""

from footbridge.agreements.models.signing import Agreement, AgreementEvent, AgreementSide, Reading, Signature
from footbridge.agreements.models.wording import AgreementText, ProgrammeClauses

__all__ = ["Agreement", "AgreementEvent", "AgreementSide", "AgreementText", "ProgrammeClauses", "Reading", "Signature"]
