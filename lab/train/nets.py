"""The networks: encoders that begin from published weights, a small recurrent one, and the heads."""

import math
import random

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

LINK = 96


POOL = 1 << 24
pools = {}


def dropout(x, share, training):
    """Dropout whose masks are slices of one long random mask: drawing them anew takes a fifth of the time."""
    if not training or share == 0:
        return x
    key = (share, x.dtype)
    if key not in pools:
        pools[key] = (torch.rand(POOL) >= share).to(x.dtype) / (1 - share)
    at = random.randrange(POOL - x.numel())
    return x * pools[key][at : at + x.numel()].view(x.shape)


class Layer(nn.Module):
    """A post-norm transformer layer (Vaswani et al. 2017; Devlin et al. 2019)."""

    def __init__(self, width, inner, heads, eps, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.ln1, self.ln2 = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)
        self.f1, self.f2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x, mask):
        batch, length, width = x.shape
        split = lambda t: t.view(batch, length, self.heads, width // self.heads).transpose(1, 2)
        # By hand: on processors the fused attention is the slower one backwards.
        scale = (width // self.heads) ** -0.5
        a = (split(self.q(x) * scale) @ split(self.k(x)).transpose(2, 3) + mask).softmax(-1)
        a = a.to(x.dtype if not torch.is_autocast_enabled("cpu") else torch.bfloat16) @ split(self.v(x))
        a = self.o(a.transpose(1, 2).reshape(batch, length, width))
        x = self.ln1(x + dropout(a, self.dropout, self.training))
        h = self.f2(F.gelu(self.f1(x)))
        return self.ln2(x + dropout(h, self.dropout, self.training))


class Encoder(nn.Module):
    """A BERT or MPNet encoder that also reads the shape of words and whether they are quoted."""

    def __init__(self, width, inner, heads, layers, eps, vocabulary, positions, dropout, relative=False):
        super().__init__()
        self.width, self.dropout, self.relative = width, dropout, relative
        self.emb = nn.Embedding(vocabulary, width)
        self.pos = nn.Embedding(positions, width)
        self.sh, self.qs = nn.Embedding(6, width), nn.Embedding(2, width)
        for added in (self.sh, self.qs):
            nn.init.normal_(added.weight, std=0.02)
        self.ln = nn.LayerNorm(width, eps)
        self.layers = nn.ModuleList(Layer(width, inner, heads, eps, dropout) for _ in range(layers))
        if relative:
            self.bias = nn.Embedding(32, heads)
        self.emb.weight.requires_grad_(False)

    def forward(self, batch):
        ids, mask = batch["ids"], batch["mask"]
        length = ids.shape[1]
        x = self.emb(ids) + self.pos.weight[:length] + self.sh(batch["shapes"]) + self.qs(batch["quoted"])
        x = dropout(self.ln(x), self.dropout, self.training)
        bias = torch.zeros(mask.shape[0], 1, 1, length).masked_fill(~mask[:, None, None, :], -1e4)
        if self.relative:
            bias = bias + self.bias(buckets(length)).permute(2, 0, 1)[None]
        if torch.is_autocast_enabled("cpu"):
            bias = bias.to(torch.get_autocast_dtype("cpu"))
        for layer in self.layers:
            x = layer(x, bias)
        return x


def buckets(length, count=16, furthest=128):
    """Relative position buckets (Raffel et al. 2020), both directions."""
    at = torch.arange(length)
    n = at[:, None] - at[None, :]
    side = (n < 0).long() * count
    n = n.abs()
    exact = count // 2
    far = exact + (torch.log(n.clamp(min=1) / exact) / math.log(furthest / exact) * (count - exact)).long()
    return side + torch.where(n < exact, n, far.clamp(max=count - 1))


class Recurrent(nn.Module):
    """Frozen wordpiece embeddings, projected, then a bidirectional LSTM."""

    def __init__(self, embedding, size, dropout):
        super().__init__()
        self.width = 2 * size
        self.emb = nn.Embedding(*embedding.shape)
        self.emb.weight.data.copy_(embedding)
        self.emb.weight.requires_grad_(False)
        self.sh, self.qs = nn.Embedding(6, 16), nn.Embedding(2, 8)
        self.dropout = nn.Dropout(dropout)
        self.rnn = nn.LSTM(
            embedding.shape[1] + 24, size, 2, batch_first=True, bidirectional=True, dropout=dropout
        )

    def forward(self, batch):
        x = torch.cat([self.emb(batch["ids"]), self.sh(batch["shapes"]), self.qs(batch["quoted"])], -1)
        lengths = batch["mask"].sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(self.dropout(x), lengths, True, enforce_sorted=False)
        out, _ = nn.utils.rnn.pad_packed_sequence(self.rnn(packed)[0], True, total_length=x.shape[1])
        return self.dropout(out)


class Tagger(nn.Module):
    """An encoder, a label head and four link heads."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.cls = nn.Linear(encoder.width, 7)
        self.sq, self.sk, self.cq, self.ck = (nn.Linear(encoder.width, LINK) for _ in range(4))

    def forward(self, batch):
        """Rows for the words of the batch, and for the start of each sequence."""
        x = self.encoder(batch)
        x = x.reshape(-1, x.shape[-1]).float()
        words, starts = x[batch["words"]], x[batch["starts"]]
        with torch.autocast("cpu", enabled=False):
            return {
                "labels": self.cls(words),
                "sq": self.sq(words),
                "sk": self.sk(words),
                "cq": self.cq(words),
                "ck": self.ck(words),
                "none": self.sk(starts),
            }


def pad_rows(rows, counts):
    return nn.utils.rnn.pad_sequence(rows.split(counts), batch_first=True)


def link_scores(out, counts):
    """Scores of every word as source of every word (column 0: none), and as cue of every word."""
    queries, keys = pad_rows(out["sq"], counts), pad_rows(out["sk"], counts)
    keys = torch.cat([out["none"][:, None], keys], 1)
    absent = torch.arange(keys.shape[1])[None] > torch.tensor(counts)[:, None]
    source = (queries @ keys.transpose(1, 2)) / math.sqrt(LINK)
    cue = (pad_rows(out["cq"], counts) @ pad_rows(out["ck"], counts).transpose(1, 2)) / math.sqrt(LINK)
    return source.masked_fill(absent[:, None], -1e4), cue.masked_fill(absent[:, None, 1:], -1e4)


BERT = {"query": "q", "key": "k", "value": "v"}
NAMES = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "o", "attention.output.LayerNorm": "ln1",
    "attention.attn.q": "q", "attention.attn.k": "k", "attention.attn.v": "v", "attention.attn.o": "o",
    "attention.LayerNorm": "ln1", "intermediate.dense": "f1", "output.dense": "f2", "output.LayerNorm": "ln2",
}


def minilm(path, dropout, vocabulary=None):
    """Six layers of 384 from a `model.safetensors` of all-MiniLM-L6-v2."""
    old = load_file(path)
    net = Encoder(384, 1536, 12, 6, 1e-12, 30522, 512, dropout)
    copy_layers(net, old)
    net.emb.weight.data.copy_(old["embeddings.word_embeddings.weight"])
    net.pos.weight.data.copy_(old["embeddings.position_embeddings.weight"] + old["embeddings.token_type_embeddings.weight"][0])
    return net


def mpnet(path, dropout, vocabulary):
    """Twelve layers of 768 from a `model.safetensors` of all-mpnet-base-v2; rows of its table in BERT's order."""
    old = load_file(path)
    theirs = {word: n for n, word in enumerate(open(vocabulary["theirs"], encoding="utf-8").read().split("\n"))}
    special = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
    ours = open(vocabulary["ours"], encoding="utf-8").read().rstrip("\n").split("\n")
    rows = torch.tensor([theirs.get(special.get(word, word), theirs["[UNK]"]) for word in ours])
    net = Encoder(768, 3072, 12, 12, 1e-5, len(ours), 512, dropout, relative=True)
    copy_layers(net, old)
    net.emb.weight.data.copy_(old["embeddings.word_embeddings.weight"][rows])
    net.pos.weight.data.copy_(old["embeddings.position_embeddings.weight"][2:])
    net.bias.weight.data.copy_(old["encoder.relative_attention_bias.weight"])
    return net


def copy_layers(net, old):
    state = {}
    for name, value in old.items():
        if name.startswith("encoder.layer."):
            number, rest = name[len("encoder.layer."):].split(".", 1)
            part, kind = rest.rsplit(".", 1)
            state[f"layers.{number}.{NAMES[part]}.{kind}"] = value
    for kind in ("weight", "bias"):
        state[f"ln.{kind}"] = old[f"embeddings.LayerNorm.{kind}"]
    missing, unexpected = net.load_state_dict(state, strict=False)
    assert not unexpected and not any(m.startswith("layers") for m in missing), (missing, unexpected)
