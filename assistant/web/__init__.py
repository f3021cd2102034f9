"""The browser's side: a Gradio interface in the house's own shell, and the REST routes its islands call."""
