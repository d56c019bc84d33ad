// Number formats shared by all kernels. Arithmetic is in float; bf16 and f16 are storage formats.
#pragma once

#ifdef __CUDACC__
#define DEVICE __device__ __forceinline__
#else
#include "host_block.h" // The same kernels compiled for a CPU, for tests.
#endif

#define KERNEL extern "C" __global__ void

typedef unsigned short u16;
typedef unsigned int u32;
typedef long long i64;

// Codes of storage types, as the host passes them.
enum Type { TYPE_F32 = 0, TYPE_BF16 = 1, TYPE_F16 = 2, TYPE_S32 = 3 };

DEVICE float bf16ToFloat(u16 bits) { return __uint_as_float((u32)bits << 16); }

// Rounds to nearest, ties to even.
DEVICE u16 floatToBf16(float value) {
  u32 bits = __float_as_uint(value);
  if (value != value) {
    return (u16)((bits >> 16) | 0x40);
  }
  return (u16)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

#ifdef __CUDACC__
DEVICE float f16ToFloat(u16 bits) {
  float value;
  asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
  return value;
}

DEVICE u16 floatToF16(float value) {
  u16 bits;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value));
  return bits;
}
#endif

DEVICE float load(const void* data, i64 index, int type) {
  switch (type) {
    case TYPE_BF16:
      return bf16ToFloat(((const u16*)data)[index]);
    case TYPE_F16:
      return f16ToFloat(((const u16*)data)[index]);
    default:
      return ((const float*)data)[index];
  }
}

DEVICE void store(void* data, i64 index, int type, float value) {
  switch (type) {
    case TYPE_BF16:
      ((u16*)data)[index] = floatToBf16(value);
      break;
    case TYPE_F16:
      ((u16*)data)[index] = floatToF16(value);
      break;
    default:
      ((float*)data)[index] = value;
  }
}

// First element of this thread, and its stride.
DEVICE i64 firstIndex() { return (i64)blockIdx.x * blockDim.x + threadIdx.x; }
DEVICE i64 indexStep() { return (i64)gridDim.x * blockDim.x; }
