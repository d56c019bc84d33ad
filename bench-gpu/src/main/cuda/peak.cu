// The peak of Tensor Cores through mma.sync: chains of products whose operands never leave the
// registers. A warp has several independent chains to hide the latency of a product.
#include "tensor.cuh"

const int CHAINS = 4;
const int TILE_ROWS = 16;
const int TILE_COLUMNS = 8;
const int TILE_WORDS = 8; // of k, in 32-bit words

// The fragment of b[number]; b is (2, k, 8), so words are gathered from consecutive k.
template <class Format>
DEVICE void loadRight(u32* right, const void* b, int number) {
  typedef Element<typename Format::Type> E;
  int column = threadIdx.x % 32 / 4;
  for (int half = 0; half < 2; half++) {
    int word = threadIdx.x % 4 + half * 4;
    u32 bits = 0;
    for (int e = 0; e < E::PER_WORD; e++) {
      i64 k = (i64)(number * TILE_WORDS + word) * E::PER_WORD + e;
      bits |= E::raw(b, k * TILE_COLUMNS + column) << (e * (32 / E::PER_WORD));
    }
    right[half] = Format::operand(bits);
  }
}

// a is (tiles, 16, 8 words), out (tiles, 16, 8).
template <class Format>
DEVICE void chain(const void* a, const void* b, void* out, i64 tiles, i64 steps) {
  typedef typename Format::Sum Sum;
  int group = threadIdx.x % 32 / 4;
  int member = threadIdx.x % 4;
  i64 first = ((i64)blockIdx.x * (THREADS / 32) + threadIdx.x / 32) * CHAINS;
  u32 left[CHAINS][4];
  u32 right[2][2];
  Sum sums[CHAINS][4];
  loadRight<Format>(right[0], b, 0);
  loadRight<Format>(right[1], b, 1);
#pragma unroll
  for (int c = 0; c < CHAINS; c++) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      i64 row = (first + c) * TILE_ROWS + group + i % 2 * 8;
      u32 word = first + c < tiles ? ((const u32*)a)[row * TILE_WORDS + member + i / 2 * 4] : 0;
      left[c][i] = Format::operand(word);
      sums[c][i] = 0;
    }
  }
#pragma unroll 8
  for (i64 pair = 0; pair < steps / 2; pair++) {
#pragma unroll
    for (int side = 0; side < 2; side++) {
#pragma unroll
      for (int c = 0; c < CHAINS; c++) {
        Format::mma(sums[c], left[c], right[side]);
      }
    }
  }
  if (steps % 2) {
#pragma unroll
    for (int c = 0; c < CHAINS; c++) {
      Format::mma(sums[c], left[c], right[0]);
    }
  }
#pragma unroll
  for (int c = 0; c < CHAINS; c++) {
#pragma unroll
    for (int e = 0; e < 4; e++) {
      i64 row = (first + c) * TILE_ROWS + group + e / 2 * 8;
      if (first + c < tiles) {
        ((Sum*)out)[row * TILE_COLUMNS + member * 2 + e % 2] = sums[c][e];
      }
    }
  }
}

#define DEFINE_CHAIN(NAME, FORMAT)                                                                \
  KERNEL __launch_bounds__(256) NAME(const void* a, const void* b, void* out, i64 tiles,          \
                                     i64 steps) {                                                 \
    chain<FORMAT>(a, b, out, tiles, steps);                                                       \
  }

DEFINE_CHAIN(matrix_chain_tf32, Tf32)
DEFINE_CHAIN(matrix_chain_bf16, Bf16)
DEFINE_CHAIN(matrix_chain_f16, F16)
DEFINE_CHAIN(matrix_chain_s8, S8)
