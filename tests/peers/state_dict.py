"""Loads a state_dict as PyTorch users do and prints the outputs of a perceptron of its weights.

/usr/bin/python3 check.py STATE_DICT INPUTS: INPUTS are little-endian float32, sample after sample; the outputs are too.
"""

import sys

import numpy as np
import torch

options = {"weights_only": True} if "weights_only" in torch.load.__code__.co_varnames else {}
state = torch.load(sys.argv[1], **options)
sizes = [state["fc1.weight"].shape[1]] + [value.shape[0] for key, value in state.items() if key.endswith(".bias")]


class Perceptron(torch.nn.Module):
    def __init__(self):
        super().__init__()
        for i in range(1, len(sizes)):
            setattr(self, f"fc{i}", torch.nn.Linear(sizes[i - 1], sizes[i]))

    def forward(self, x):
        for i in range(1, len(sizes) - 1):
            x = torch.relu(getattr(self, f"fc{i}")(x))
        return getattr(self, f"fc{len(sizes) - 1}")(x)


model = Perceptron()
model.load_state_dict(state, strict=True)
assert all(value.dtype == torch.float32 and value.is_contiguous() for value in state.values())
with torch.no_grad():
    x = torch.from_numpy(np.fromfile(sys.argv[2], "<f4").reshape(-1, sizes[0]))
    sys.stdout.buffer.write(model(x).numpy().astype("<f4").tobytes())
print(torch.__version__, options, file=sys.stderr)
