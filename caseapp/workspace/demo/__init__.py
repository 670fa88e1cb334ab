"""Demonstration data: invented people and organisations, made through the same services as everything else."""
