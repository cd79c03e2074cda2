"""Loads landing folders into the raw tables, each file once per content, each row accounted for."""

from orchestration.landing.raw import create_raw_tables

__all__ = ["create_raw_tables"]
