"""The register of targets and results."""
