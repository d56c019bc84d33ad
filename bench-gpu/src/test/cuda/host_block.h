// What the kernels need of CUDA, for a CPU: one block at a time, each thread a fiber that runs until
// a barrier. Warp instructions exchange their fragments through memory as lanes do through registers.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>

using std::pow;
using std::rint;

#define DEVICE inline
#define __global__
#define __shared__ static
#define __align__(n) __attribute__((aligned(n)))
#define __launch_bounds__(...)

struct Index3 {
  unsigned x, y, z;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return uint4{x, y, z, w}; }
inline uint2 make_uint2(unsigned x, unsigned y) { return uint2{x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return float4{x, y, z, w}; }

extern Index3 threadIdx, blockIdx, blockDim, gridDim;

// Returns when all threads of the block that have not ended are here.
void __syncthreads();
// The same for its warp, and for its group of four warps.
void __syncwarp();
void syncGroup();

// What the lanes of a warp lay out for each other: valid after meet() until the next but one.
struct Exchange {
  uint32_t words[32][6];
};
// Waits for the warp; the exchange that all have written.
Exchange& exchange();
Exchange& meet();
int laneOf();

inline float __uint_as_float(unsigned bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
inline unsigned __float_as_uint(float value) {
  unsigned bits;
  memcpy(&bits, &value, 4);
  return bits;
}
inline float f16ToFloat(unsigned short bits) {
  _Float16 value;
  memcpy(&value, &bits, 2);
  return (float)value;
}
inline unsigned short floatToF16(float value) {
  _Float16 half = (_Float16)value;
  unsigned short bits;
  memcpy(&bits, &half, 2);
  return bits;
}

inline float __shfl_xor_sync(unsigned, float value, int distance) {
  exchange().words[laneOf()][0] = __float_as_uint(value);
  return __uint_as_float(meet().words[laneOf() ^ distance][0]);
}

// tf32: nearest with ties away from zero, as cvt.rna.
inline unsigned toTf32(unsigned bits) {
  return (bits & 0x7F800000u) == 0x7F800000u ? bits : (bits + 0x1000u) & ~0x1FFFu;
}

// m16n8 by 8 words of k, fragments as in the PTX manual; `dot` multiplies two words.
template <class Sum, class Dot>
inline void emulateMma(Sum* d, const unsigned* a, const unsigned* b, Dot dot) {
  uint32_t* mine = exchange().words[laneOf()];
  memcpy(mine, a, 16);
  memcpy(mine + 4, b, 8);
  Exchange& all = meet();
  int group = laneOf() / 4;
  int member = laneOf() % 4;
  for (int e = 0; e < 4; e++) {
    int row = group + e / 2 * 8;
    int column = member * 2 + e % 2;
    for (int word = 0; word < 8; word++) {
      unsigned left = all.words[row % 8 * 4 + word % 4][row / 8 + word / 4 * 2];
      unsigned right = all.words[column * 4 + word % 4][4 + word / 4];
      d[e] = dot(left, right, d[e]);
    }
  }
}

inline void mmaTf32(float* d, const unsigned* a, const unsigned* b) {
  emulateMma(d, a, b, [](unsigned x, unsigned y, float sum) {
    return sum + __uint_as_float(x & ~0x1FFFu) * __uint_as_float(y & ~0x1FFFu);
  });
}
inline void mmaBf16(float* d, const unsigned* a, const unsigned* b) {
  emulateMma(d, a, b, [](unsigned x, unsigned y, float sum) {
    sum += __uint_as_float(x << 16) * __uint_as_float(y << 16);
    return sum + __uint_as_float(x & 0xFFFF0000u) * __uint_as_float(y & 0xFFFF0000u);
  });
}
inline void mmaF16(float* d, const unsigned* a, const unsigned* b) {
  emulateMma(d, a, b, [](unsigned x, unsigned y, float sum) {
    sum += f16ToFloat((unsigned short)x) * f16ToFloat((unsigned short)y);
    return sum + f16ToFloat((unsigned short)(x >> 16)) * f16ToFloat((unsigned short)(y >> 16));
  });
}
inline void mmaS8(int* d, const unsigned* a, const unsigned* b) {
  emulateMma(d, a, b, [](unsigned x, unsigned y, int sum) {
    for (int byte = 0; byte < 32; byte += 8) {
      sum += (int)(signed char)(x >> byte) * (int)(signed char)(y >> byte);
    }
    return sum;
  });
}

#include "host_async.h"
