"""The front door: ``python app.py`` serves the web interface, the same as ``renkei serve``."""

from assistant.cli import main

if __name__ == "__main__":
    main(["serve"])
