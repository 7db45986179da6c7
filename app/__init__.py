"""The explorer: screens on a workspace, without maths and without SQL."""
