"""A trained network as the program loads it: matrices in 7-bit whole numbers, the rest in half precision.

    python export.py TRAINED.safetensors OUT.safetensors [--calibration "NUMBERS"]

The numbers are those that `lab calibrate` prints.
"""

import argparse

import torch
from safetensors.torch import load_file, save_file

POSITIONS = 256
TOP = 63
LANES = 16


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


def recurrent(state):
    """The LSTM's matrices: names by layer and direction, inputs padded to whole lanes, one bias."""
    out = {}
    for name in [n for n in state if n.startswith("rnn.weight_ih_")]:
        place = name.removeprefix("rnn.weight_ih_")
        direction = "backward" if place.endswith("_reverse") else "forward"
        ours = f"rnn.{place.removeprefix('l').removesuffix('_reverse')}.{direction}"
        inputs = state[name]
        inputs = torch.nn.functional.pad(inputs, (0, -inputs.shape[1] % LANES))
        for part, matrix in (("input", inputs), ("state", state[f"rnn.weight_hh_{place}"])):
            out[f"{ours}.{part}.weight"], out[f"{ours}.{part}.scale"] = quantize(matrix)
        bias = state[f"rnn.bias_ih_{place}"] + state[f"rnn.bias_hh_{place}"]
        out[f"{ours}.input.bias"] = bias.half()
        out[f"{ours}.state.bias"] = torch.zeros_like(bias).half()
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("trained")
    p.add_argument("out")
    p.add_argument("--calibration")
    args = p.parse_args()
    state = {n.removeprefix("encoder."): v.float() for n, v in load_file(args.trained).items()}
    result = recurrent(state)
    for name, value in state.items():
        if name.startswith("rnn."):
            continue
        if name == "emb.weight":
            scale = (value.abs().amax(1) / 127).clamp(min=1e-8)
            result[name] = (value / scale[:, None]).round().to(torch.int8)
            result["emb.scale"] = scale
        elif name.startswith("layers.") and value.ndim == 2:
            result[name], result[name.removesuffix("weight") + "scale"] = quantize(value)
        elif name == "pos.weight":
            result[name] = value[:POSITIONS].half()
        else:
            result[name] = value.half()
    about = {"calibration": args.calibration} if args.calibration else {}
    save_file({k: v.contiguous() for k, v in result.items()}, args.out, about)


if __name__ == "__main__":
    main()
