"""Words for a model, and nothing else: one Markdown file a prompt and language, schemas of replies beside them.

``library`` fills them (``assistant.ports.llm.Prompts``).
"""

from prompts.library import Library, library

__all__ = ["Library", "library"]
