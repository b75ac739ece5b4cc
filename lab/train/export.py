"""A trained network as the program loads it: matrices in 7-bit whole numbers, the rest in half precision."""

import sys

import torch
from safetensors.torch import load_file, save_file

POSITIONS = 256
TOP = 63


def quantize(rows):
    """Whole numbers and the scale of each row: of some candidates, the one with the least squared error."""
    top = rows.abs().amax(1, keepdim=True).clamp(min=1e-8)
    best = None
    for share in torch.linspace(0.7, 1.0, 16):
        scale = (top * share / TOP).half().float()
        whole = (rows / scale).round().clamp(-TOP - 1, TOP)
        error = ((whole * scale - rows) ** 2).sum(1, keepdim=True)
        if best is None:
            best = [error, whole, scale]
        else:
            better = error < best[0]
            best = [torch.where(better, new, old) for new, old in zip((error, whole, scale), best)]
    return best[1].to(torch.int8), best[2][:, 0].half()


def main():
    source, out = sys.argv[1:]
    state = {name.removeprefix("encoder."): value for name, value in load_file(source).items()}
    result = {}
    for name, value in state.items():
        table = name == "emb.weight"
        if table:
            scale = (value.abs().amax(1) / 127).clamp(min=1e-8)
            result[name] = (value / scale[:, None]).round().to(torch.int8)
            result["emb.scale"] = scale
        elif name.startswith("layers.") and value.ndim == 2:
            result[name], result[name.removesuffix("weight") + "scale"] = quantize(value)
        elif name == "pos.weight":
            result[name] = value[:POSITIONS].half()
        else:
            result[name] = value.half()
    save_file({k: v.contiguous() for k, v in result.items()}, out)


if __name__ == "__main__":
    main()
