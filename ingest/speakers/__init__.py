"""Who spoke when, without PyTorch: a small pipeline of two ONNX models, numpy and scipy.

``windows``: who of up to three speakers talks when within each ten seconds (segmentation-3.0). ``timeline``: these
windows joined. ``pieces``: short stretches of one voice. ``voices``: what each piece sounds like (CAM++). ``likeness``:
which pieces may be one person. ``clusters``: the people. ``rebuild``: their turns, overlaps included. ``separate`` runs
it all; ``attribution`` gives words to speakers.
"""
