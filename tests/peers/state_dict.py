"""Loads a state_dict as PyTorch users do and prints the outputs of a network of its weights.

/usr/bin/python3 check.py STATE_DICT INPUTS: INPUTS are little-endian float32, sample after sample; the outputs are too.
"""

import sys

import numpy as np
import torch

options = {"weights_only": True} if "weights_only" in torch.load.__code__.co_varnames else {}
state = torch.load(sys.argv[1], **options)
layers = [key[: -len(".weight")] for key in state if key.endswith(".weight")]
inputs = state["fc1.weight"].shape[1] if layers[0] == "fc1" else 28 * 28


class Network(torch.nn.Module):
    """Convolutions with ReLU and max-pools, then linear layers with ReLU between them."""

    def __init__(self):
        super().__init__()
        for name in layers:
            shape = state[f"{name}.weight"].shape
            setattr(self, name, torch.nn.Linear(shape[1], shape[0]) if len(shape) == 2 else torch.nn.Conv2d(shape[1], shape[0], shape[2]))

    def forward(self, x):
        if layers[0] != "fc1":
            x = x.reshape(-1, 1, 28, 28)
        for name in layers:
            if name.startswith("conv"):
                x = torch.nn.functional.max_pool2d(torch.relu(getattr(self, name)(x)), 2)
            else:
                x = getattr(self, name)(x.flatten(1))
                x = x if name == layers[-1] else torch.relu(x)
        return x


model = Network()
model.load_state_dict(state, strict=True)
assert all(value.dtype == torch.float32 and value.is_contiguous() for value in state.values())
with torch.no_grad():
    x = torch.from_numpy(np.fromfile(sys.argv[2], "<f4").reshape(-1, inputs))
    sys.stdout.buffer.write(model(x).numpy().astype("<f4").tobytes())
print(torch.__version__, options, file=sys.stderr)
