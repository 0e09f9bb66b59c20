"""Words every room speaks: money, time, periods, problems, formats. Standard library and babel only."""
