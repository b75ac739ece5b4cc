"""Trains one network on the windows of `lab prepare`, on gold labels, a teacher's, or both."""

import argparse
import copy
import math
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import data
import nets


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--data", default="prepared")
    p.add_argument("--encoder", choices=["minilm", "mpnet", "bilstm"], required=True)
    p.add_argument("--base", help="safetensors to begin from")
    p.add_argument("--vocabulary", nargs=2, metavar=("OURS", "THEIRS"), help="vocab.txt of BERT and of the base")
    p.add_argument("--epochs", type=int, default=3)
    p.add_argument("--stop", type=int, help="end after so many epochs, on the schedule of all of them")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--decay", type=float, default=0.01)
    p.add_argument("--average", type=float, default=0.998, help="decay of the moving average of weights")
    p.add_argument("--pieces", type=int, default=2048, help="pieces in a batch, padding included")
    p.add_argument("--context", type=int, default=0)
    p.add_argument("--size", type=int, default=128, help="LSTM units a direction")
    p.add_argument("--width", type=int, default=128, help="width of the LSTM's projected embeddings")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--teacher", nargs="*", default=[], help="recorded teachers of train (safetensors), averaged")
    p.add_argument("--more", nargs="*", default=[], help="the same teachers' records of more.jsonl")
    p.add_argument("--soft", type=float, default=0.7, help="weight of the teacher beside gold")
    p.add_argument("--record", nargs="*", default=["dev"], help="splits to write down at the end")
    p.add_argument("--only-record", help="weights of a trained network: no training")
    p.add_argument("--steps", type=int, default=0, help="stop after so many steps (to measure)")
    return p.parse_args()


def network(args):
    if args.encoder == "bilstm":
        table = load_file(args.base)["embeddings.word_embeddings.weight"]
        table = table - table.mean(0)
        _, _, v = torch.linalg.svd(table, full_matrices=False)
        table = table @ v[: args.width].T
        return nets.Tagger(nets.Recurrent(table / table.std(), args.size, args.dropout))
    if args.encoder == "mpnet":
        ours, theirs = args.vocabulary
        return nets.Tagger(nets.mpnet(args.base, args.dropout, {"ours": ours, "theirs": theirs}))
    return nets.Tagger(nets.minilm(args.base, args.dropout))


class Teacher:
    """Averaged label distributions and link scores of recorded networks."""

    def __init__(self, paths, windows):
        files = [load_file(p) for p in paths]
        self.labels = sum(f["labels"].softmax(-1) for f in files) / len(files)
        self.files = files
        self.at = [0]
        for window in windows:
            self.at.append(self.at[-1] + len(window["labels"]))

    def rows(self, sequence):
        return torch.cat([torch.arange(self.at[w], self.at[w + 1]) for w in sequence.windows])

    def links(self, rows, counts, starts):
        """Mean distributions over sources and over cues."""
        sources, cues = 0, 0
        for f in self.files:
            out = {k: f[k][rows] for k in ("sq", "sk", "cq", "ck")}
            out["none"] = f["none"][starts]
            s, c = nets.link_scores(out, counts)
            sources, cues = sources + s.softmax(-1), cues + c.softmax(-1)
        return sources / len(self.files), cues / len(self.files)


def gold_loss(out, scores, batch, chosen):
    loss = F.cross_entropy(out["labels"], batch["labels"])
    for kind, table in zip(("sources", "contents"), scores):
        rows = data.link_targets(chosen, kind)
        if rows:
            b, ask, answer = torch.tensor(rows).T
            loss = loss + 0.3 * F.cross_entropy(table[b, ask], answer)
    return loss


def soft_loss(out, scores, teacher, chosen, counts):
    """Kullback-Leibler divergence from the teacher (Hinton, Vinyals and Dean 2015)."""
    rows = torch.cat([teacher.rows(s) for s in chosen])
    target = teacher.labels[rows]
    loss = -(target * out["labels"].log_softmax(-1)).sum(-1).mean()
    starts = torch.tensor([s.windows[0] for s in chosen])
    wanted = teacher.links(rows, counts, starts)
    for label, table, want in zip((3, 5), scores, wanted):
        # Links count as much as the teacher believes in a span's beginning there.
        weight = nets.pad_rows(target[:, label : label + 1], counts)[..., 0]
        each = -(want * table.log_softmax(-1)).sum(-1)
        loss = loss + 0.3 * (weight * each).sum() / weight.sum().clamp(min=1.0)
    return loss


def train(net, args, windows, more):
    sequences = data.sequences(windows, args.context)
    teacher = Teacher(args.teacher, windows) if args.teacher else None
    parts = [(sequences, teacher, True)]
    if more:
        parts.append((data.sequences(more, args.context), Teacher(args.more, more), False))
    named = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
    known = lambda name: name.startswith(("encoder.layers", "encoder.ln", "encoder.pos", "encoder.bias"))
    heads = [p for n, p in named if not known(n)]
    body = [p for n, p in named if known(n)]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.head_rate}],
        weight_decay=args.decay, betas=(0.9, 0.98), fused=True,
    )
    average = copy.deepcopy(net)
    plans = []
    for epoch in range(args.epochs):
        plan = [(part, b) for part in parts for b in data.batches(part[0], args.pieces, args.seed * 1000 + epoch)]
        random.Random(args.seed * 1000 + epoch).shuffle(plan)
        plans.append(plan)
    total = sum(map(len, plans))
    warm = max(1, total // 20)
    rate = lambda n: min(1, (n + 1) / warm) * max(0.02, (total - n) / (total - warm) if n > warm else 1.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    step, began, mean = 0, time.time(), 0.0
    for epoch, plan in enumerate(plans):
        net.train()
        for (sequences, teacher, gold), indices in plan:
            chosen = [sequences[i] for i in indices]
            batch = data.collate(chosen)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.encoder != "bilstm"):
                out = net(batch)
            scores = nets.link_scores(out, batch["counts"])
            loss = 0.0
            soft = args.soft if gold else 1.0
            if teacher:
                loss = loss + soft * soft_loss(out, scores, teacher, chosen, batch["counts"])
            if gold:
                loss = loss + (1 - soft if teacher else 1.0) * gold_loss(out, scores, batch, chosen)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(args.average, step / (step + 10))
            with torch.no_grad():
                for a, p in zip(average.parameters(), net.parameters()):
                    if p.requires_grad:
                        a.lerp_(p, 1 - decay)
            mean += (loss.item() - mean) / min(step, 100)
            if step % 100 == 0:
                print(f"epoch {epoch} step {step}/{total} loss {mean:.4f} {time.time() - began:.0f} s", flush=True)
            if args.steps and step >= args.steps:
                return average
        save(average, args.out)
        if epoch + 1 == args.stop:
            break
    return average


def save(net, out):
    save_file({k: v.contiguous() for k, v in net.state_dict().items()}, f"{out}.safetensors")


def record(net, args, split):
    """Writes what the network says of every word of a split, in order, for `lab eval` and for students."""
    windows = data.load(f"{args.data}/{split}.jsonl")
    sequences = data.sequences(windows, args.context)
    net.eval()
    parts = [None] * len(windows)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.encoder != "bilstm"):
        for indices in data.batches(sequences, 4096):
            chosen = [sequences[i] for i in indices]
            batch = data.collate(chosen)
            out = net(batch)
            none = out.pop("none")
            sizes = [len(windows[w]["labels"]) for s in chosen for w in s.windows]
            split_rows = {k: v.split(sizes) for k, v in out.items()}
            at = 0
            for b, s in enumerate(chosen):
                for w in s.windows:
                    parts[w] = {k: v[at] for k, v in split_rows.items()} | {"none": none[b : b + 1]}
                    at += 1
    rows = {k: torch.cat([p[k] for p in parts]) for k in parts[0]}
    rows["labels"] = rows["labels"].log_softmax(-1)
    rows["sizes"] = torch.tensor([[float(len(w["labels"]))] for w in windows])
    save_file({k: v.float().contiguous() for k, v in rows.items()}, f"{args.out}.{split}.safetensors")


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(args.threads)
    net = network(args)
    if args.only_record:
        net.load_state_dict(load_file(args.only_record))
    else:
        more = data.load(f"{args.data}/more.jsonl") if args.more else []
        net = train(net, args, data.load(f"{args.data}/train.jsonl"), more)
        save(net, args.out)
    for split in args.record:
        record(net, args, split)


if __name__ == "__main__":
    main()
