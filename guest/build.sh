#!/bin/sh
# Builds the graph runtime twice, from the same C: guest/build/runtime.elf (RV32IM, for proofs) and
# guest/build/runtime.wasm (SIMD128, for ordinary inference), and records what built them in BUILD.json.
#   guest/build.sh            rebuild
#   guest/build.sh --check    rebuild elsewhere and compare with the committed images, byte for byte
# Needs gcc-riscv64-unknown-elf, clang-14 and lld-14; users of the images do not.
set -eu
cd "$(dirname "$0")"

out=build
if [ "${1:-}" = --check ]; then
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out"

strict="-std=c17 -ffreestanding -fno-builtin -fwrapv -fno-strict-aliasing -ffp-contract=off -fno-math-errno -Wall -Wextra -Werror -Wno-psabi"
sources="src/main.c src/walk.c src/operators/*.c"

# shellcheck disable=SC2086
riscv64-unknown-elf-gcc -march=rv32im -mabi=ilp32 -mno-relax -O2 $strict \
    -fno-tree-loop-distribute-patterns -fno-common -msmall-data-limit=0 -ffunction-sections \
    -nostdlib -static -Wl,--gc-sections -Wl,--build-id=none -Wl,-T,link.ld -s \
    -o "$out/runtime.elf" src/rv32/start.S $sources src/rv32/*.c -lgcc

# The stack pointer is exported and the memory has a maximum, so that several instances can share one memory, each with
# a stack and an arena of its own.
# shellcheck disable=SC2086
clang-14 --target=wasm32 -msimd128 -mbulk-memory -O3 $strict -fno-vectorize -fno-slp-vectorize \
    -nostdlib -fuse-ld=lld -Wl,--no-entry -Wl,--export=node -Wl,--export=__heap_base -Wl,--export=__stack_pointer \
    -mmutable-globals -Wl,--import-memory -Wl,--max-memory=4294967296 \
    -Wl,--stack-first -Wl,-z,stack-size=131072 -Wl,--strip-all \
    -o "$out/runtime.wasm" $sources

digest() { sha256sum "$1" | cut -d' ' -f1; }
cat > "$out/BUILD.json" <<JSON
{
  "riscv": { "compiler": "$(riscv64-unknown-elf-gcc --version | head -1)", "linker": "$(riscv64-unknown-elf-ld --version | head -1)" },
  "wasm": { "compiler": "$(clang-14 --version | head -1)", "linker": "$(wasm-ld-14 --version | head -1)" },
  "sha256": { "runtime.elf": "$(digest "$out/runtime.elf")", "runtime.wasm": "$(digest "$out/runtime.wasm")" }
}
JSON

if [ "$out" != build ]; then
    for image in runtime.elf runtime.wasm BUILD.json; do
        cmp "$out/$image" "build/$image" || { echo "guest/build/$image is not what guest/src builds to" >&2; exit 1; }
    done
    echo "the committed images are reproduced"
fi
