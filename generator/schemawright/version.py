"""The version of the tool, which every manifest states."""

__version__ = "0.1.0"
