"""Speed and memory as ratios against peers that run in the same call."""
