"""One TOML file holds every choice, so that the copy beside the weights tells how they were made."""

import tomllib
from pathlib import Path


class Config:
    def __init__(self, path):
        self.path = Path(path).resolve()
        self.text = self.path.read_text(encoding="utf-8")
        self.values = tomllib.loads(self.text)

    def __getitem__(self, section):
        return self.values[section]

    def folder(self, section, key):
        """Folders in the file are relative to the file, whatever the working directory."""
        return (self.path.parent / self.values[section][key]).resolve()
