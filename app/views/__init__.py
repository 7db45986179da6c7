"""The pages of the explorer, one function each."""
