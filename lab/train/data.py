"""Training windows as `lab prepare` writes them, in batches."""

import json
import random
from dataclasses import dataclass

import torch

START, END = 101, 102
LABELS = 7


@dataclass
class Sequence:
    """What goes through a network at once: one window, or neighbouring ones of an article."""

    windows: list  # indices of the windows, in order
    ids: list
    shapes: list
    quoted: list
    firsts: list  # for each word, its first piece
    labels: list
    sources: list  # (cue word, source word or -1)
    contents: list  # (content word, cue word)


def load(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sequences(windows, context):
    """Windows as sequences of at most `context` pieces (0: each window alone)."""
    out = []
    for n, window in enumerate(windows):
        last = out[-1] if out else None
        size = len(window["ids"]) - 1
        joins = (
            context
            and last is not None
            and windows[last.windows[-1]]["article"] == window["article"]
            and len(last.ids) + size <= context
        )
        if not joins:
            last = Sequence([], [START], [0], [0], [], [], [], [])
            out.append(last)
        piece, word = len(last.ids) - 1, len(last.labels)
        last.windows.append(n)
        last.ids += window["ids"][1:]
        last.shapes += window["shapes"][1:]
        last.quoted += window["quoted"][1:]
        last.firsts += [piece + first for first in window["firsts"]]
        last.labels += window["labels"]
        last.sources += [(c + word, -1 if s is None else s + word) for c, s in window["sources"]]
        last.contents += [(c + word, q + word) for c, q in window["contents"]]
    return out


def batches(sequences, pieces, shuffle=None):
    """Lists of indices of sequences of like length, at most `pieces` pieces with their padding."""
    order = list(range(len(sequences)))
    length = lambda i: len(sequences[i].ids)
    if shuffle is not None:
        noise = random.Random(shuffle)
        noise.shuffle(order)
        # Like lengths together, but not always the same neighbours.
        pool = 64 * 32
        order = [
            i
            for at in range(0, len(order), pool)
            for i in sorted(order[at : at + pool], key=lambda i: length(i) + noise.random() * 6)
        ]
    else:
        order.sort(key=length)
    out, batch, longest = [], [], 0
    for i in order:
        longest_then = max(longest, length(i))
        if batch and longest_then * (len(batch) + 1) > pieces:
            out.append(batch)
            batch, longest_then = [], length(i)
        batch.append(i)
        longest = longest_then
    out.append(batch)
    if shuffle is not None:
        noise.shuffle(out)
    return out


def collate(chosen):
    """Padded tensors of some sequences; rows of words are laid end to end."""
    width = max(len(s.ids) for s in chosen)
    pad = lambda name: torch.tensor([getattr(s, name) + [0] * (width - len(s.ids)) for s in chosen])
    batch = {name: pad(name) for name in ("ids", "shapes", "quoted")}
    batch["mask"] = torch.tensor([[1] * len(s.ids) + [0] * (width - len(s.ids)) for s in chosen]).bool()
    batch["words"] = torch.tensor([b * width + first for b, s in enumerate(chosen) for first in s.firsts])
    batch["labels"] = torch.tensor([label for s in chosen for label in s.labels])
    batch["starts"] = torch.arange(len(chosen)) * width
    batch["counts"] = [len(s.labels) for s in chosen]
    return batch


def link_targets(chosen, kind):
    """Rows (sequence, word that asks, answer): answers of sources count from 1, 0 is none."""
    shift = 1 if kind == "sources" else 0
    return [(b, ask, answer + shift) for b, s in enumerate(chosen) for ask, answer in getattr(s, kind)]
