#!/bin/sh
# Builds program.elf from main.c; needs gcc-riscv64-unknown-elf. The built file is committed, so nobody else does.
set -eu
cd "$(dirname "$0")"
riscv64-unknown-elf-gcc -march=rv32im -mabi=ilp32 -mno-relax -O2 -ffreestanding -nostdlib -static \
    -Wl,--build-id=none -Wl,-T,link.ld -s -o program.elf main.c -lgcc
