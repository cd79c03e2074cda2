"""Converters of public help-desk data sets to the vendor-neutral `helpdesk` layout."""
