"""Forms of agreements: they check shape; whether it is allowed the verbs decide."""
