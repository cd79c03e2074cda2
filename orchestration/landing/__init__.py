"""Loads landing folders into the raw tables, each file once per content, each row accounted for."""

from orchestration.landing.contract import read_contracts
from orchestration.landing.load import load_landing
from orchestration.landing.raw import create_raw_tables
from orchestration.landing.summary import ConnectionResult, LoadSummary, Message

__all__ = [
    "ConnectionResult",
    "LoadSummary",
    "Message",
    "create_raw_tables",
    "load_landing",
    "read_contracts",
]
