/* What differs between OpenCL C (PoCL, Oclgrind, Intel aoc) and C++ (AMD v++, C simulation). */
#ifndef ASSAY_PORT_H
#define ASSAY_PORT_H

#if defined(__OPENCL_VERSION__) || defined(__OPENCL_C_VERSION__) || defined(INTELFPGA_CL)

#define GLOBAL __global
#define RESTRICT restrict
#define DEVICE static
#define FMA(a, b, c) fma((a), (b), (c))
#define SQRT(x) sqrt(x)
#define EXP(x) exp(x)
#define LOG(x) log(x)
#define FLOAT_BITS(x) as_uint(x)
#define BITS_FLOAT(x) as_float(x)
typedef long index_t;

#if defined(INTELFPGA_CL)
/* A single work-item without an index space; tiles in block RAM; spatially unrolled loops. */
#define KERNEL __attribute__((max_global_work_dim(0))) __kernel
#define ON_CHIP __local
#define UNROLL _Pragma("unroll")
#else
#define KERNEL __attribute__((reqd_work_group_size(1, 1, 1))) __kernel
#if defined(ASSAY_LOCAL_TILES)
#define ON_CHIP __local
#else
#define ON_CHIP
#endif
/* A CPU compiler vectorizes such loops by itself, and better than with a pragma. */
#define UNROLL
#endif
#define PIPELINE
#define REPLICATE
#define PARTITION(array, times, axis)

#else /* C++ */

#include <math.h>
#include <string.h>

#define GLOBAL
#define RESTRICT __restrict__
#define DEVICE static inline
#define KERNEL extern "C"
#define ON_CHIP
#define FMA(a, b, c) fmaf((a), (b), (c))
#define SQRT(x) sqrtf(x)
#define EXP(x) expf(x)
#define LOG(x) logf(x)
typedef long long index_t;

DEVICE unsigned int FLOAT_BITS(float value) {
  unsigned int bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

DEVICE float BITS_FLOAT(unsigned int bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

#define UNROLL
#if defined(__SYNTHESIS__) || defined(__VITIS_HLS__)
/* These go inside the loop they apply to. */
#define PIPELINE _Pragma("HLS PIPELINE II=1")
#define REPLICATE _Pragma("HLS UNROLL")
/* Partitions an array so that this many consecutive elements are readable in one cycle. */
#define PARTITION(array, times, axis) \
  ASSAY_PRAGMA(HLS ARRAY_PARTITION variable = array cyclic factor = times dim = axis)
#define ASSAY_PRAGMA(words) ASSAY_PRAGMA_TEXT(words)
#define ASSAY_PRAGMA_TEXT(words) _Pragma(#words)
#else
#define PIPELINE
#define REPLICATE
#define PARTITION(array, times, axis)
#endif

#endif

typedef signed char s8_t;
typedef unsigned short bf16_t;

#endif
