// Matrix products and, as implicit GEMM, convolutions in their three directions:
//
//   out(m, n) = alpha * sum over k of A(m, k) * B(k, n) + beta * c(m, n)
//
// A block of 256 threads computes a square tile of the output. It stages A and B through shared
// memory in 32-bit words that hold 1, 2 or 4 consecutive k, so that every type has the same layout
// there; while a tile is multiplied, the next one is loaded into registers. A Source says where an
// element of A or B comes from, a Multiplier how a staged tile is multiplied.
#pragma once
#include "source.cuh"

const int THREADS = 256;
const int WORDS = 16;  // of k in a tile
const int STRIDE = 20; // words from row to row in shared memory: no bank conflicts for 4 or 16 bytes

// The epilogue of the sums.
struct Output {
  void* out;
  const void* c;    // null without beta
  const void* bias; // (n), or null
  void* partial;    // (batch * splits, m, n) sums for split-K, or null: the block runs the epilogue itself
  double alpha, beta;
  int type; // of out, c and bias
  int relu;
};

// ---------------------------------------------------------------- elements

template <class T>
struct Element;

template <>
struct Element<float> {
  static const int PER_WORD = 1;
  static DEVICE u32 raw(const void* data, i64 i) { return ((const u32*)data)[i]; }
};

template <>
struct Element<u16> {
  static const int PER_WORD = 2;
  static DEVICE u32 raw(const void* data, i64 i) { return ((const u16*)data)[i]; }
};

template <>
struct Element<signed char> {
  static const int PER_WORD = 4;
  static DEVICE u32 raw(const void* data, i64 i) { return ((const unsigned char*)data)[i]; }
};

// ---------------------------------------------------------------- staging

// One operand's tile: SIZE rows of WORDS words.
template <class T, class Source, int SIZE>
struct Stage {
  static const int COUNT = SIZE * WORDS / THREADS;
  static const int PER_WORD = Element<T>::PER_WORD;

  u32 words[COUNT];

  // Row and word index of this thread's i-th word.
  static DEVICE int rowOf(int mapping, int i) {
    int t = threadIdx.x;
    switch (mapping) {
      case ALONG_K:
        return t / WORDS + i * (THREADS / WORDS);
      case ALONG_ROWS:
        return t % SIZE;
      default:
        return t / 4 + i / 4 * (THREADS / 4);
    }
  }
  static DEVICE int wordOf(int mapping, int i) {
    int t = threadIdx.x;
    switch (mapping) {
      case ALONG_K:
        return t % WORDS;
      case ALONG_ROWS:
        return t / SIZE + i * (THREADS / SIZE);
      default:
        return t % 4 * 4 + i % 4;
    }
  }

  // Global memory to registers: k from `from` to `to`, zeros outside.
  DEVICE void fetch(const Source& source, const Row* rows, int from, int to) {
    if (source.mapping == VECTORS) {
#pragma unroll
      for (int i = 0; i < COUNT; i += 4) {
        int k = from + wordOf(VECTORS, i) * PER_WORD;
        i64 at = k < to ? source.at(rows[rowOf(VECTORS, i)], k) : -1;
        uint4 vector = make_uint4(0, 0, 0, 0);
        if (at >= 0) {
          vector = ((const uint4*)source.data)[at / (4 * PER_WORD)];
        }
        words[i] = vector.x;
        words[i + 1] = vector.y;
        words[i + 2] = vector.z;
        words[i + 3] = vector.w;
      }
    } else {
#pragma unroll
      for (int i = 0; i < COUNT; i++) {
        int k = from + wordOf(source.mapping, i) * PER_WORD;
        const Row& row = rows[rowOf(source.mapping, i)];
        u32 word = 0;
#pragma unroll
        for (int e = 0; e < PER_WORD; e++) {
          i64 at = k + e < to ? source.at(row, k + e) : -1;
          if (at >= 0) {
            word |= Element<T>::raw(source.data, at) << (e * (32 / PER_WORD));
          }
        }
        words[i] = word;
      }
    }
  }

  // Registers to shared memory.
  DEVICE void put(u32* tile, int mapping) const {
#pragma unroll
    for (int i = 0; i < COUNT; i++) {
      tile[rowOf(mapping, i) * STRIDE + wordOf(mapping, i)] = words[i];
    }
  }
};

// ---------------------------------------------------------------- multipliers

// Float arithmetic on CUDA cores: 16 by 16 threads, each with SIZE/16 rows and as many columns.
template <int SIZE_>
struct FloatMultiplier {
  typedef float Type;
  typedef float Sum;
  static const int SIZE = SIZE_;
  static const int EACH = SIZE / 16;

  float sums[EACH][EACH];

  DEVICE void clear() {
#pragma unroll
    for (int i = 0; i < EACH; i++) {
#pragma unroll
      for (int j = 0; j < EACH; j++) {
        sums[i][j] = 0;
      }
    }
  }
  DEVICE void multiply(const u32* a, const u32* b) {
    int ty = threadIdx.x / 16;
    int tx = threadIdx.x % 16;
#pragma unroll
    for (int k = 0; k < WORDS; k += 4) {
      float4 left[EACH];
      float4 right[EACH];
#pragma unroll
      for (int i = 0; i < EACH; i++) {
        left[i] = *(const float4*)(a + (ty + 16 * i) * STRIDE + k);
        right[i] = *(const float4*)(b + (tx + 16 * i) * STRIDE + k);
      }
#pragma unroll
      for (int i = 0; i < EACH; i++) {
#pragma unroll
        for (int j = 0; j < EACH; j++) {
          sums[i][j] = fmaf(left[i].x, right[j].x, sums[i][j]);
          sums[i][j] = fmaf(left[i].y, right[j].y, sums[i][j]);
          sums[i][j] = fmaf(left[i].z, right[j].z, sums[i][j]);
          sums[i][j] = fmaf(left[i].w, right[j].w, sums[i][j]);
        }
      }
    }
  }
  template <class Sink>
  DEVICE void drain(const Sink& sink) const {
#pragma unroll
    for (int i = 0; i < EACH; i++) {
#pragma unroll
      for (int j = 0; j < EACH; j++) {
        sink.put(threadIdx.x / 16 + 16 * i, threadIdx.x % 16 + 16 * j, sums[i][j]);
      }
    }
  }
};

// ---------------------------------------------------------------- the product

// A sum with its epilogue, before it is rounded to the output's type.
DEVICE float finished(const Output& o, i64 index, int column, float sum) {
  float value = (float)o.alpha * sum;
  if (o.c) {
    value += (float)o.beta * load(o.c, index, o.type);
  }
  if (o.bias) {
    value += load(o.bias, column, o.type);
  }
  if (o.relu && value < 0) {
    value = 0;
  }
  return value;
}

template <class S>
DEVICE void finish(const Output& o, i64 index, int column, S sum) {
  if (o.type == TYPE_S32) {
    double value = o.alpha * (double)sum;
    if (o.c) {
      value += o.beta * (double)((const int*)o.c)[index];
    }
    value = rint(value);
    value = value > 2147483647.0 ? 2147483647.0 : value < -2147483648.0 ? -2147483648.0 : value;
    ((int*)o.out)[index] = (int)value;
    return;
  }
  store(o.out, index, o.type, finished(o, index, column, (float)sum));
}

// One half of a block's sums, transposed through shared memory so that consecutive threads write
// consecutive columns.
template <class S, int SIZE>
struct Half {
  S* buffer;
  int number; // 0 or 1

  DEVICE void put(int row, int column, S sum) const {
    if (row / (SIZE / 2) == number) {
      buffer[row % (SIZE / 2) * SIZE + column] = sum;
    }
  }
};

template <class Multiplier>
DEVICE void drain(const Multiplier& multiplier, typename Multiplier::Sum* buffer,
                  const Output& output, int row0, int column0, int m, int n, int splits) {
  typedef typename Multiplier::Sum S;
  const int SIZE = Multiplier::SIZE;
  i64 area = (i64)m * n;
#pragma unroll 1
  for (int number = 0; number < 2; number++) {
    multiplier.drain(Half<S, SIZE>{buffer, number});
    __syncthreads();
#pragma unroll 1
    for (int i = threadIdx.x; i < SIZE / 2 * SIZE; i += THREADS) {
      int row = row0 + number * (SIZE / 2) + i / SIZE;
      int column = column0 + i % SIZE;
      if (row < m && column < n) {
        i64 at = (i64)row * n + column;
        if (output.partial) {
          ((S*)output.partial)[blockIdx.z * area + at] = buffer[i];
        } else {
          finish(output, blockIdx.z / splits * area + at, column, buffer[i]);
        }
      }
    }
    __syncthreads();
  }
}

template <class Multiplier, class SourceA, class SourceB>
DEVICE void product(SourceA a, SourceB b, Output output, int m, int n, int k, int splits) {
  typedef typename Multiplier::Type T;
  const int SIZE = Multiplier::SIZE;
  const int DEPTH = WORDS * Element<T>::PER_WORD;
  __shared__ __align__(16) u32 tiles[4][SIZE * STRIDE]; // A, B, and both again
  __shared__ Row rowsA[SIZE];
  __shared__ Row rowsB[SIZE];

  int columns = (n + SIZE - 1) / SIZE;
  int row0 = (int)(blockIdx.x / columns) * SIZE;
  int column0 = (int)(blockIdx.x % columns) * SIZE;
  a.template prepare<Element<T>::PER_WORD>();
  b.template prepare<Element<T>::PER_WORD>();
  for (int i = threadIdx.x; i < SIZE; i += THREADS) {
    rowsA[i] = a.row(row0 + i);
    rowsB[i] = b.row(column0 + i);
  }
  __syncthreads();

  // Each split gets a contiguous run of k tiles.
  int count = (k + DEPTH - 1) / DEPTH;
  int split = blockIdx.z % splits;
  int first = (int)((i64)count * split / splits);
  int last = (int)((i64)count * (split + 1) / splits);

  Multiplier multiplier;
  multiplier.clear();
  Stage<T, SourceA, SIZE> stageA;
  Stage<T, SourceB, SIZE> stageB;
  // Fetch a tile, multiply the previous one, store the fetched one.
#pragma unroll 1
  for (int tile = first; tile <= last; tile++) {
    if (tile < last) {
      stageA.fetch(a, rowsA, tile * DEPTH, k);
      stageB.fetch(b, rowsB, tile * DEPTH, k);
    }
    if (tile > first) {
      const u32(*current)[SIZE * STRIDE] = tiles + (tile - 1) % 2 * 2;
      multiplier.multiply(current[0], current[1]);
    }
    if (tile < last) {
      u32(*next)[SIZE * STRIDE] = tiles + tile % 2 * 2;
      stageA.put(next[0], a.mapping);
      stageB.put(next[1], b.mapping);
    }
    __syncthreads();
  }
  drain(multiplier, (typename Multiplier::Sum*)tiles[0], output, row0, column0, m, n, splits);
}

// ---------------------------------------------------------------- entry points

// A(m, k) = a[batch][m * aRow + k * aDepth], B(k, n) = b[batch][n * bColumn + k * bDepth].
#define DEFINE_MATMUL(NAME, MULTIPLIER)                                                           \
  KERNEL __launch_bounds__(256) NAME(                                                             \
      const void* a, i64 aBatch, i64 aRow, i64 aDepth, const void* b, i64 bBatch, i64 bColumn,    \
      i64 bDepth, Output output, int m, int n, int k, int splits) {                               \
    typedef MULTIPLIER::Type T;                                                                   \
    i64 batch = blockIdx.z / splits;                                                              \
    product<MULTIPLIER>(Strided{(const T*)a + batch * aBatch, m, k, aRow, aDepth, 0},             \
                        Strided{(const T*)b + batch * bBatch, n, k, bColumn, bDepth, 0}, output,  \
                        m, n, k, splits);                                                         \
  }

#define DEFINE_CONVOLUTIONS(NAME, SUFFIX, MULTIPLIER)                                             \
  KERNEL __launch_bounds__(256) NAME##_forward_##SUFFIX(const void* x, const void* w,             \
                                                       Output output, Geometry g, int splits) {   \
    int m = g.n * g.p * g.q;                                                                      \
    int k = g.r * g.s * g.c;                                                                      \
    product<MULTIPLIER>(Patches{x, g, 0}, Strided{w, g.k, k, k, 1, 0}, output, m, g.k, k,         \
                        splits);                                                                  \
  }                                                                                               \
  KERNEL __launch_bounds__(256) NAME##_backward_input_##SUFFIX(                                   \
      const void* dy, const void* w, Output output, Geometry g, int splits) {                     \
    int m = g.n * g.h * g.w;                                                                      \
    int k = g.r * g.s * g.k;                                                                      \
    product<MULTIPLIER>(Spread{dy, g, 0}, Filters{w, g, 0}, output, m, g.c, k, splits);           \
  }                                                                                               \
  KERNEL __launch_bounds__(256) NAME##_backward_filter_##SUFFIX(                                  \
      const void* dy, const void* x, Output output, Geometry g, int splits) {                     \
    int n = g.r * g.s * g.c;                                                                      \
    int k = g.n * g.p * g.q;                                                                      \
    product<MULTIPLIER>(Strided{dy, g.k, k, 1, g.k, 0}, Taps{x, g, 0}, output, g.k, n, k,         \
                        splits);                                                                  \
  }
