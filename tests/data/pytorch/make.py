"""Makes the model files of this folder and, beside each good one, what it converts to (NAME.bin).

Run with Debian 12's python3-torch (1.13): /usr/bin/python3 make.py [FOLDER]
The .bin files are written here with NumPy alone, so they check the converter against PyTorch's own `.float()`.
In another FOLDER they serve the tests too, which take it from OPML_TEST_MODELS.
"""

import io
import json
import struct
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
F = torch.float32


def ggml(tensors):
    out = [struct.pack(">I", 0x67676D6C)]
    for t in tensors:
        a = t.detach().float().squeeze().contiguous()
        out.append(struct.pack(">i", a.dim()))
        out.extend(struct.pack(">i", d) for d in reversed(a.shape))
        bits = a.reshape(-1).numpy().view(np.uint32)
        out.append(bits.astype(">u4").tobytes())
    return b"".join(out)


def good(name, state, weights=None, **options):
    torch.save(state, HERE / f"{name}.pt", **options)
    weights = state if weights is None else weights
    (HERE / f"{name}.bin").write_bytes(ggml(v for v in weights.values() if isinstance(v, torch.Tensor)))


SAFE_TYPES = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64", torch.int32: "I32",
              torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}


def raw(tensor):
    return tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""


def safetensors(name, state):
    """By the format's description: 8 bytes of length, a JSON header padded with spaces to 8, the tensors."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, tensor in state.items():
        header[key] = {"dtype": SAFE_TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw(tensor))]}
        data += raw(tensor)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (HERE / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


def onnx(name, model, shape, **options):
    buffer = io.BytesIO()
    torch.onnx.export(model, torch.zeros(shape), buffer, **options)
    (HERE / f"{name}.onnx").write_bytes(buffer.getvalue())


def rewrite(source, target, change, compression=zipfile.ZIP_STORED, extra=()):
    """A copy of a zip with each entry's bytes passed through change(name, bytes)."""
    with zipfile.ZipFile(HERE / f"{source}.pt") as old, zipfile.ZipFile(HERE / f"{target}.pt", "w", compression) as new:
        for info in old.infolist():
            entry = zipfile.ZipInfo(info.filename)
            entry.compress_type = compression
            new.writestr(entry, change(info.filename, old.read(info)))
        for name, data in extra:
            new.writestr(zipfile.ZipInfo(name), data)
    (HERE / f"{target}.bin").write_bytes((HERE / f"{source}.bin").read_bytes())


def bits(dtype, view, values):
    return torch.from_numpy(np.array(values, dtype=view)).view(dtype)


def away(x):
    """C's roundf: to nearest, ties away from zero."""
    whole = np.trunc(x)
    return whole + np.where(np.abs(x - whole) >= np.float32(0.5), np.sign(x), np.float32(0))


def quantize(name, values):
    """ggml's quantize_row_q8_0_ref and quantize_row_q4_0_ref, in single precision throughout."""
    x = values.astype(np.float32).reshape(-1, 32)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        d = (np.abs(x).max(1) / np.float32(127)).astype(np.float32)
        inverse = np.where(d == 0, np.float32(0), np.float32(1) / d)
        q = away(x * inverse[:, None]).astype(np.int8)
        q8 = b"".join(s.astype("<f2").tobytes() + row.tobytes() for s, row in zip(d, q))
        extreme = x[np.arange(len(x)), np.abs(x).argmax(1)] + np.float32(0)  # a block of -0 leaves ggml at its first 0
        d = (extreme / np.float32(-8)).astype(np.float32)
        inverse = np.where(d == 0, np.float32(0), np.float32(1) / d)
        q = np.minimum(15, (x * inverse[:, None] + np.float32(8.5)).astype(np.int8)).astype(np.uint8)
        q4 = b"".join(s.astype("<f2").tobytes() + (row[:16] | row[16:] << 4).astype(np.uint8).tobytes() for s, row in zip(d, q))
    (HERE / f"{name}.f32.bin").write_bytes(x.astype("<f4").tobytes())
    (HERE / f"{name}.q8_0.bin").write_bytes(q8)
    (HERE / f"{name}.q4_0.bin").write_bytes(q4)
    (HERE / f"{name}.f16.bin").write_bytes(x.astype("<f2").tobytes())
    (HERE / f"{name}.bf16.bin").write_bytes(torch.from_numpy(x.copy()).bfloat16().view(torch.int16).numpy().astype("<i2").tobytes())


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = torch.nn.Linear(5, 4)
        self.norm = torch.nn.BatchNorm1d(4)
        self.fc2 = torch.nn.Linear(4, 3)

    def forward(self, x):
        return self.fc2(self.norm(self.fc1(x)))


class LeNet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(1, 2, 3)
        self.conv2 = torch.nn.Conv2d(2, 3, 3)
        self.fc = torch.nn.Linear(3, 4)

    def forward(self, x):
        x = torch.nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        return torch.log_softmax(self.fc(torch.relu(self.conv2(x)).flatten(1)), 1)


class Mixed(torch.nn.Module):
    """A buffer of every type that the exporter keeps, each used, so that none is left out."""

    def __init__(self, state):
        super().__init__()
        for name, tensor in state.items():
            self.register_buffer(name, tensor)

    def forward(self, x):
        for buffer in self.buffers():
            x = x + buffer[0].float()
        return x


def checkpoint(net):
    """A training loop's: after one step of Adam, so that its state holds tensors too."""
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.ones(6, 5)).sum().backward()
    optimizer.step()
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2)
    return {"epoch": 3, "arch": "net", "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(), "best": torch.tensor(0.5),
            "size": torch.Size([1, 5]), "device": torch.device("cuda", 0), "dtype": torch.float16, "seed": 2**100, "args": {"lr": 0.1, "betas": (0.9, 0.99)},
            "state_dict": net.state_dict()}


def main():
    torch.manual_seed(1)
    net = Net()
    good("module", net.state_dict())
    good("protocol4", net.state_dict(), pickle_protocol=4)
    good("parameters", OrderedDict(net.named_parameters()))
    good("plain-dict", dict(net.state_dict()))

    big = 2**24
    longs = [0, 1, -1, big + 1, big + 3, -(big + 1), 2**60 + 2**36, 2**60 + 2**36 + 1, 2**60 + 3 * 2**36, 2**63 - 1, -(2**63),
             -(2**60 + 2**36 + 1)]
    good("types", OrderedDict(
        float32=bits(F, np.int32, [0, -2**31, 1, 0x7F800000, 0x7FC00000, 0x3F800001]),
        float64=torch.tensor([0.0, -0.0, 1e-46, 1e-45, 7e-46, 1.0 + 2**-24, 1.0 + 3 * 2**-24, 1.0 + 2**-24 + 2**-50, 3.5e38, -3.4028235677973366e38,
                              float("inf"), float("-inf"), float("nan")], dtype=torch.float64),
        float16=bits(torch.float16, np.int16, list(range(0, 0x7C01, 97)) + [0x7E00, 0x7E01, -1, -0x8000, -0x7FFF, -0x400]),
        bfloat16=bits(torch.bfloat16, np.int16, [0, -0x8000, 1, 0x3F80, 0x7F80, 0x7FC0, -0x80, 0x0080, 0x4049]),
        int64=torch.tensor(longs, dtype=torch.int64),
        int32=torch.tensor([0, 1, -1, big + 1, big + 3, 2**31 - 1, -(2**31)], dtype=torch.int32),
        int16=torch.tensor([0, 1, -1, 2**15 - 1, -(2**15)], dtype=torch.int16),
        int8=torch.tensor([0, 1, -1, 127, -128], dtype=torch.int8),
        uint8=torch.tensor([0, 1, 255], dtype=torch.uint8),
        bool=torch.tensor([True, False, True])))

    base = torch.arange(120, dtype=F)
    half = torch.arange(24, dtype=torch.float16).reshape(4, 6)
    good("views", OrderedDict(
        whole=base,
        transposed=base.reshape(10, 12).t(),
        offset=base[7:31].reshape(4, 6),
        every_third=base[1::3],
        block=base.reshape(10, 12)[2:5, 3:9],
        permuted=base.reshape(2, 3, 4, 5).permute(3, 1, 0, 2),
        expanded=base[5:8].reshape(3, 1).expand(3, 4),
        half_columns=half[:, 1:5:2],
        long_rows=torch.arange(4000, dtype=torch.int16).reshape(2, 2000)[:, ::2]))

    good("shapes", OrderedDict(
        scalar=torch.tensor(1.5),
        one=torch.tensor([2.5]),
        ones=torch.tensor([[[3.5]]]),
        row=torch.arange(3, dtype=F).reshape(1, 3),
        column=torch.arange(3, dtype=F).reshape(3, 1),
        inner=torch.arange(6, dtype=F).reshape(2, 1, 3),
        empty=torch.zeros(0),
        empty_rows=torch.zeros(0, 4),
        five=torch.arange(32, dtype=F).reshape(2, 2, 2, 2, 2)))

    good("extras", OrderedDict(
        weight=torch.ones(2, 2), version=3, note="hello", nothing=None, ratio=0.5, flag=True, big=2**40, settings={"a": [1, (2, "x")]}))

    def swap(name, data):
        if not name.startswith("types/data/"):
            return data
        size = {0: 4, 1: 8, 2: 2, 3: 2, 4: 8, 5: 4, 6: 2}.get(int(name.rsplit("/", 1)[1]), 1)
        return np.frombuffer(data, f"u{size}").byteswap().tobytes()

    rewrite("types", "big-endian", swap, extra=[("types/byteorder", "big")])
    rewrite("types", "little-endian", lambda _, data: data, extra=[("types/byteorder", "little")])
    rewrite("module", "deflated", lambda _, data: data, zipfile.ZIP_DEFLATED)
    rewrite("module", "cuda", lambda name, data: data.replace(b"X\x03\0\0\0cpu", b"X\x06\0\0\0cuda:0") if name.endswith(".pkl") else data)

    # The format from before 1.6, also as Python 2 and another protocol wrote it.
    old = {"_use_new_zipfile_serialization": False}
    good("legacy", net.state_dict(), **old)
    good("legacy-types", torch.load(HERE / "types.pt"), **old)
    good("legacy-views", torch.load(HERE / "views.pt"), **old)
    good("legacy-protocol4", net.state_dict(), pickle_protocol=4, **old)

    # Whole checkpoints.
    trained = checkpoint(Net())
    good("checkpoint", trained, trained["state_dict"])
    good("legacy-checkpoint", trained, trained["state_dict"], **old)
    good("model-entry", {"epoch": 3, "model": net.state_dict()}, net.state_dict())
    good("one-entry", {"epoch": 3, "weights": net.state_dict()}, net.state_dict())
    parallel = {f"module.{key}": value for key, value in net.state_dict().items()}
    good("parallel", parallel)
    good("parallel-checkpoint", {"model_state_dict": parallel, "ema": parallel}, parallel)

    safetensors("types", torch.load(HERE / "types.pt"))
    safetensors("shapes", torch.load(HERE / "shapes.pt"))

    torch.manual_seed(2)
    lenet = LeNet()
    good("lenet", lenet.state_dict())
    safetensors("lenet", lenet.state_dict())
    onnx("lenet", lenet, (1, 1, 8, 8))
    mixed = OrderedDict((key, value) for key, value in torch.load(HERE / "types.pt").items() if key not in ("bfloat16",))
    good("mixed", mixed)
    onnx("mixed", Mixed(mixed), (1,), do_constant_folding=False)

    random = np.random.RandomState(3)
    rows = [random.standard_normal(32) * 10.0**e for e in range(-12, 5) for _ in range(8)]
    rows += [np.zeros(32), -np.zeros(32), np.arange(32) - 15.5, np.arange(-127, 129, 8) / 2, np.full(32, 1e-7), np.tile([1, -1], 16), np.tile([-3, 3], 16),
             np.arange(32) * 0.5, np.append(np.arange(31) + 0.5, 127), np.append(np.arange(31) * -0.5 - 0.5, -127)]
    quantize("quantized", np.array(rows))

    # What must be refused.
    bad = HERE / "refused"
    bad.mkdir(exist_ok=True)
    torch.save(net, bad / "whole-model.pt")
    torch.save({"a": net.state_dict(), "b": net.state_dict()}, bad / "two-entries.pt")
    torch.save({"state": {"inner": {"w": torch.ones(2)}}}, bad / "nested.pt")
    torch.save(net, bad / "legacy-whole-model.pt", _use_new_zipfile_serialization=False)
    torch.save({"w": torch.ones(2), "when": io.BytesIO}, bad / "legacy-global.pt", _use_new_zipfile_serialization=False)
    torch.save(torch.ones(2), bad / "bare-tensor.pt")
    torch.save([torch.ones(2)], bad / "list.pt")
    torch.save({"w": torch.ones(2, dtype=torch.complex64)}, bad / "complex.pt")
    torch.save({"w": torch.ones(2, 2).to_sparse()}, bad / "sparse.pt")
    torch.save({"w": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)}, bad / "quantized.pt")
    torch.save({"w": np.float64(1.5)}, bad / "numpy.pt")
    torch.save({}, bad / "empty.pt")
    torch.save({3: torch.ones(2)}, bad / "numbered.pt")
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), str(bad / "torchscript.pt"))


if __name__ == "__main__":
    print(torch.__version__, sys.byteorder)
    if len(sys.argv) > 1:
        HERE = Path(sys.argv[1])
        HERE.mkdir(parents=True, exist_ok=True)
    main()
