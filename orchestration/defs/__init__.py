"""Dagster definitions: one module for each step of a night."""
