#!/bin/sh
# Writes constraints.txt and tools/setup.txt: one exact version for every package, with the hashes of its files, for
# every platform and Python that pyproject.toml allows. Versions stay as they are where they fit; --upgrade takes the newest.
set -eu
lock() {
    .venv/bin/uv pip compile "$@" --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --quiet >/dev/null
}
lock pyproject.toml --all-extras --overrides tools/without-torch.txt --output-file constraints.txt "$@"
printf 'setuptools>=77\nuv\n' | lock - --output-file tools/setup.txt "$@"
