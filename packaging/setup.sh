#!/usr/bin/env bash
# Makes a checkout ready. The Makefile calls it; every step is skipped where its result is already there.
#
#   packaging/setup.sh python   the virtual environment .venv with the libraries of requirements.lock
#   packaging/setup.sh window   the system libraries that Qt needs
#   packaging/setup.sh server   the PostgreSQL server that the tests start for themselves
#   packaging/setup.sh compiler the C compiler that the tests build their recorder of power cuts with (Linux)
#
# Several may be named at once, and the script may run beside itself: the system's packages are asked for in turn.
#
# System packages are installed on Debian and its children as root only. Elsewhere the script says what is missing
# and goes on: the program or the test that needs it gives its own sentence.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/sbin"

say() { printf '==> %s\n' "$*"; }

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_packages() {
    (
        flock 9
        say "Installing: $*"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    ) 9>/tmp/watertight-setup.lock
}

# ---------------------------------------------------------------------------------------------- python

find_python() {
    local candidate
    for candidate in python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Watertight needs Python 3.11 or newer; none of python3.13, python3.12, python3.11, python3 is one." >&2
    return 1
}

# Some systems ship Python without `venv` or its pip. Ways out, best first: the system's package for it, then
# virtualenv, installed beside nothing and thrown away after use.
make_environment() {
    local python version scratch
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Virtual environment in .venv with Python $version"
    "$python" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    if can_install && [ "$(readlink -f "$python")" = "/usr/bin/python$version" ]; then
        install_packages "python$version-venv" && "$python" -m venv .venv && return
        rm -rf .venv
    fi
    say "This Python has no venv; using virtualenv instead"
    if ! "$python" -m pip --version >/dev/null 2>&1 && can_install; then
        install_packages python3-pip
    fi
    scratch=$(mktemp -d)
    "$python" -m pip install -qq --target "$scratch" virtualenv
    PYTHONPATH="$scratch" "$python" -m virtualenv -q .venv
    rm -rf "$scratch"
}

python_ready() {
    .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
        rm -rf .venv
        make_environment
    }
    # Without compiled files each start takes seconds more, whatever this shell's setting is.
    unset PYTHONDONTWRITEBYTECODE
    say "Libraries of requirements.lock"
    # The lock is whole, so pip chooses nothing: left to it, a newer release of a library that another one asks for
    # with extras would be tried first and refused for want of a hash.
    .venv/bin/python -m pip install -qq --disable-pip-version-check --compile --no-deps --require-hashes -r requirements.lock
    .venv/bin/python -m pip check --disable-pip-version-check >/dev/null
    .venv/bin/python -m compileall -q app migrations
}

# ---------------------------------------------------------------------------------------------- Qt

# What Qt opens, and the Debian package that has it. The second group is for a window on X11.
QT_LIBRARIES="
libEGL.so.1=libegl1 libGL.so.1=libgl1 libxkbcommon.so.0=libxkbcommon0 libdbus-1.so.3=libdbus-1-3
libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0
libX11-xcb.so.1=libx11-xcb1 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-cursor.so.0=libxcb-cursor0
libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-randr.so.0=libxcb-randr0 libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0
libxcb-shm.so.0=libxcb-shm0 libxcb-sync.so.1=libxcb-sync1 libxcb-xfixes.so.0=libxcb-xfixes0 libxcb-xkb.so.1=libxcb-xkb1
"

window_ready() {
    [ "$(uname -s)" = Linux ] && command -v ldconfig >/dev/null || return 0
    local known pair libraries="" packages=""
    known=$(ldconfig -p)
    for pair in $QT_LIBRARIES; do
        case "$known" in
            *"${pair%%=*} "*) ;;
            *) libraries="$libraries ${pair%%=*}" packages="$packages ${pair#*=}" ;;
        esac
    done
    [ -n "$packages" ] || return 0
    if can_install; then
        # shellcheck disable=SC2086
        install_packages $packages
    else
        say "Qt needs libraries that this computer does not have:$libraries"
        say "On Debian and Ubuntu: sudo apt-get install$packages"
    fi
}

# ---------------------------------------------------------------------------------------------- PostgreSQL

has_server() {
    local folder
    for folder in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
        /usr/local/opt/postgresql*/bin /opt/homebrew/opt/postgresql*/bin; do
        [ -x "$folder/initdb" ] && return
    done
    command -v initdb >/dev/null
}

server_ready() {
    has_server && return
    if can_install; then
        install_packages postgresql
    else
        say "The tests that need PostgreSQL will fail: no server on this computer."
        say "On Debian and Ubuntu: sudo apt-get install postgresql   macOS: brew install postgresql"
    fi
}

# ---------------------------------------------------------------------------------------------- C compiler

# A compiler alone is not enough: the headers of the C library are a package of their own.
can_compile() {
    local compiler
    for compiler in ${CC:-} cc gcc clang tcc; do
        echo '#include <dlfcn.h>' | "$compiler" -E - >/dev/null 2>&1 && return
    done
    return 1
}

compiler_ready() {
    if [ "$(uname -s)" != Linux ] || can_compile; then return 0; fi
    if can_install; then
        install_packages gcc libc6-dev
    else
        say "The tests that let the power fail will fail themselves: no C compiler on this computer."
        say "On Debian and Ubuntu: sudo apt-get install gcc libc6-dev"
    fi
}

for part in "${@:-help}"; do
    case "$part" in
        python) python_ready ;;
        window) window_ready ;;
        server) server_ready ;;
        compiler) compiler_ready ;;
        *)
            sed -n '2,12s/^# \{0,1\}//p' "$0"
            exit 2
            ;;
    esac
done
