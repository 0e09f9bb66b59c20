#!/usr/bin/env bash
# Writes requirements.lock: every library of pyproject.toml for every system and Python from 3.11 on, with hashes.
# The file names no package index: each computer uses its own.
set -euo pipefail
cd "$(dirname "$0")/.."
{
    echo "# Every library that runs, tests or builds Watertight. Written by \`make lock\`; do not edit."
    uv pip compile -q --universal --generate-hashes --python-version 3.11 --extra dev \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-strip-extras "$@" pyproject.toml
} >requirements.lock.new
if grep -nE '://|^-|--(index|find)' requirements.lock.new; then
    echo "requirements.lock would name a place; nothing written." >&2
    rm requirements.lock.new
    exit 1
fi
mv requirements.lock.new requirements.lock
