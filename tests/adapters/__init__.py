"""One real part each."""
