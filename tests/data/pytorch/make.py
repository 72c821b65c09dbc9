"""Makes the state_dict files of this folder and, beside each good one, what it converts to (NAME.bin).

Run with Debian 12's python3-torch (1.13): /usr/bin/python3 make.py
The .bin files are written here with NumPy alone, so they check the converter against PyTorch's own `.float()`.
"""

import io
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


def good(name, state, **options):
    torch.save(state, HERE / f"{name}.pt", **options)
    (HERE / f"{name}.bin").write_bytes(ggml(v for v in state.values() if isinstance(v, torch.Tensor)))


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


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = torch.nn.Linear(5, 4)
        self.norm = torch.nn.BatchNorm1d(4)
        self.fc2 = torch.nn.Linear(4, 3)

    def forward(self, x):
        return self.fc2(self.norm(self.fc1(x)))


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

    # What must be refused.
    bad = HERE / "refused"
    bad.mkdir(exist_ok=True)
    torch.save(net, bad / "whole-model.pt")
    torch.save({"epoch": 3, "model": net.state_dict()}, bad / "checkpoint.pt")
    torch.save(net.state_dict(), bad / "legacy.pt", _use_new_zipfile_serialization=False)
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
    main()
