#!/bin/sh
# Writes constraints.txt: one exact version for every package, without those that only a GPU build of torch needs.
set -eu
.venv/bin/uv pip compile pyproject.toml --all-extras --quiet --no-header --no-annotate --no-emit-package torch |
    grep -vE '^(nvidia-|triton|cuda-)' >constraints.txt
