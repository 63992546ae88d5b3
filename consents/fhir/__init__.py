"""Consents as HL7 FHIR R4 (4.0.1): `writing.bundle` gives one of ours out, `understanding.understand` reads another's.

What a consent allows is said by rules that permit, under the base policy OPTIN: nothing else is allowed. FHIR does not
let the root rule say "deny" itself (`Consent.provision.type`: "not permitted in root rule").
"""
