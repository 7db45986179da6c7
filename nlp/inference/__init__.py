"""The engine: encode, score, decide; ONNX and numpy, no torch."""
