"""Renkei: what happens between departments, remembered.

Importing this package is cheap: the web interface, the vector database and the models load where they are used.
"""

import os

# A self-hosted product never phones home; libraries read these at import, so they are set before any of them.
for _name, _value in {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}.items():
    os.environ.setdefault(_name, _value)
