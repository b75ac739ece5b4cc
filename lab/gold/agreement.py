#!/usr/bin/env python3
"""How far two independent passes over the same articles agree: passes/first.jsonl and passes/second.jsonl."""
import json, pathlib, re

HERE = pathlib.Path(__file__).parent / "passes"


def load(name):
    lines = (HERE / name).read_text().splitlines()
    return {article["id"]: article for article in map(json.loads, lines)}


def names(article, actor):
    plain = lambda name: re.sub(r"^(the|a|an) ", "", name.lower().strip())
    return {plain(name) for name in article["actors"][actor]["names"]} if actor else set()


def same_speaker(a, s, b, t):
    one, other = names(a, s["speaker"]), names(b, t["speaker"])
    return one == other == set() or bool(one & other)


def f1(first, second, kind, same):
    both = given = taken = 0
    for id in first:
        left = list(second[id][kind])
        given += len(first[id][kind])
        taken += len(left)
        for one in first[id][kind]:
            for other in left:
                overlap = one["span"][0] < other["span"][1] and other["span"][0] < one["span"][1]
                if overlap and same(one, other):
                    left.remove(other)
                    both += 1
                    break
    return 200 * both / (given + taken)


first, second = load("first.jsonl"), load("second.jsonl")
where = lambda s: json.dumps([s["source"], s["cue"], s["content"]])
pairs = []
for id, a in first.items():
    others = {where(t): t for t in second[id]["statements"]}
    pairs += [(a, s, second[id], others[where(s)]) for s in a["statements"] if where(s) in others]
print(f"{len(first)} articles, {len(pairs)} statements")
share = lambda same: 100 * sum(same(*pair) for pair in pairs) / len(pairs)
print(f"speaker {share(same_speaker):.1f} %")
for field in ["source_kind", "act", "certainty", "said_on"]:
    print(f"{field} {share(lambda a, s, b, t: s[field] == t[field]):.1f} %")
print(f"dates F1 {f1(first, second, 'dates', lambda x, y: x['date'] == y['date']):.1f}")
fields = ["value", "unit", "comparator", "measure"]
print(f"figures F1 {f1(first, second, 'figures', lambda x, y: all(x[f] == y[f] for f in fields)):.1f}")
