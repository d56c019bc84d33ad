// Tensor Cores through mma.sync (sm_80). In 32-bit words all shapes are the same: m16n8 by 8 words of k.
#pragma once
#include "product.cuh"

#ifdef __CUDACC__
// Rounds to nearest, to tf32's ten bits of fraction; the unit itself would truncate.
DEVICE u32 toTf32(u32 bits) {
  u32 result;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(result) : "f"(__uint_as_float(bits)));
  return result;
}

DEVICE void mmaTf32(float* d, const u32* a, const u32* b) {
  asm volatile(
      "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

DEVICE void mmaBf16(float* d, const u32* a, const u32* b) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

DEVICE void mmaF16(float* d, const u32* a, const u32* b) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

DEVICE void mmaS8(int* d, const u32* a, const u32* b) {
  asm volatile(
      "mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+r"(d[0]), "+r"(d[1]), "+r"(d[2]), "+r"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
#endif

struct Tf32 {
  typedef float Type;
  typedef float Sum;
  static DEVICE u32 operand(u32 word) { return toTf32(word); }
  static DEVICE void mma(float* d, const u32* a, const u32* b) { mmaTf32(d, a, b); }
};

struct Bf16 {
  typedef u16 Type;
  typedef float Sum;
  static DEVICE u32 operand(u32 word) { return word; }
  static DEVICE void mma(float* d, const u32* a, const u32* b) { mmaBf16(d, a, b); }
};

struct F16 {
  typedef u16 Type;
  typedef float Sum;
  static DEVICE u32 operand(u32 word) { return word; }
  static DEVICE void mma(float* d, const u32* a, const u32* b) { mmaF16(d, a, b); }
};

struct S8 {
  typedef signed char Type;
  typedef int Sum;
  static DEVICE u32 operand(u32 word) { return word; }
  static DEVICE void mma(int* d, const u32* a, const u32* b) { mmaS8(d, a, b); }
};

// Eight warps, two along the rows and four along the columns of the tile. Fragment layout as in the
// PTX manual: lane 4g + t holds words t and t + 4 of A's rows g and g + 8, and of B's column g; its
// sums are columns 2t and 2t + 1 of rows g and g + 8.
template <class Format, int SIZE_>
struct TensorMultiplier {
  typedef typename Format::Type Type;
  typedef typename Format::Sum Sum;
  static const int SIZE = SIZE_;
  static const int ROWS = SIZE / 2 / 16;   // fragments along the rows of a warp's tile
  static const int COLUMNS = SIZE / 4 / 8; // and along its columns

  Sum sums[ROWS][COLUMNS][4];

  static DEVICE int group() { return threadIdx.x % 32 / 4; }
  static DEVICE int member() { return threadIdx.x % 4; }
  static DEVICE int rowOf(int i) { return (threadIdx.x / 32 / 4) * (SIZE / 2) + i * 16; }
  static DEVICE int columnOf(int j) { return (threadIdx.x / 32 % 4) * (SIZE / 4) + j * 8; }

  DEVICE void clear() {
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
      for (int j = 0; j < COLUMNS; j++) {
#pragma unroll
        for (int e = 0; e < 4; e++) {
          sums[i][j][e] = 0;
        }
      }
    }
  }
  DEVICE void multiply(const u32* a, const u32* b) {
#pragma unroll
    for (int k = 0; k < WORDS; k += 8) {
      u32 left[ROWS][4];
      u32 right[COLUMNS][2];
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        const u32* from = a + (rowOf(i) + group()) * STRIDE + k + member();
        left[i][0] = Format::operand(from[0]);
        left[i][1] = Format::operand(from[8 * STRIDE]);
        left[i][2] = Format::operand(from[4]);
        left[i][3] = Format::operand(from[8 * STRIDE + 4]);
      }
#pragma unroll
      for (int j = 0; j < COLUMNS; j++) {
        const u32* from = b + (columnOf(j) + group()) * STRIDE + k + member();
        right[j][0] = Format::operand(from[0]);
        right[j][1] = Format::operand(from[4]);
      }
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
#pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
          Format::mma(sums[i][j], left[i], right[j]);
        }
      }
    }
  }
  template <class Sink>
  DEVICE void drain(const Sink& sink) const {
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
      for (int j = 0; j < COLUMNS; j++) {
#pragma unroll
        for (int e = 0; e < 4; e++) {
          sink.put(rowOf(i) + group() + e / 2 * 8, columnOf(j) + member() * 2 + e % 2,
                   sums[i][j][e]);
        }
      }
    }
  }
};

typedef TensorMultiplier<Tf32, 128> Tf32Large;
typedef TensorMultiplier<Tf32, 64> Tf32Small;
typedef TensorMultiplier<Bf16, 128> Bf16Large;
typedef TensorMultiplier<Bf16, 64> Bf16Small;
typedef TensorMultiplier<F16, 128> F16Large;
typedef TensorMultiplier<F16, 64> F16Small;
typedef TensorMultiplier<S8, 128> S8Large;
typedef TensorMultiplier<S8, 64> S8Small;
