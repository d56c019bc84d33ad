// Warp-specialized products on the matrix units of sm_90a: a block has three warpgroups of 128 threads.
// The first (producer) fills a ring of tiles in shared memory, the other two (consumers) multiply them,
// 64 rows of the output each; while they write a finished tile, the producer already fetches the next.
// Blocks are persistent, since a multiprocessor's shared memory holds only one.
#pragma once
#include "wgmma.cuh"

const int HOPPER_ROWS = 128; // of a tile of the output
const int HOPPER_WARPS = 8;  // that multiply
const int DRAIN_STRIDE = 40; // words from row to row where sums are transposed: no bank conflicts
const int DRAIN_COLUMNS = 32;
const int ROWS_OF_TILES = 16; // within which consecutive blocks share columns of tiles, for L2 reuse

// A tile's extents and the layout of shared memory.
template <class Format_, int N_, bool ACROSS_A_, bool ACROSS_B_>
struct HopperTile {
  typedef Format_ Format;
  typedef typename Format::Type Type;
  typedef typename Format::Sum Sum;
  static const int M = HOPPER_ROWS;
  static const int N = N_;
  static const bool ACROSS_A = ACROSS_A_;
  static const bool ACROSS_B = ACROSS_B_;
  static const int DEPTH = ROW_BYTES / sizeof(Type); // of k
  static const int STAGES = N == 256 ? 4 : 6;
  static const int BYTES_A = M * ROW_BYTES;
  static const int STAGE_BYTES = (M + N) * ROW_BYTES;
  static const int DRAIN = STAGES * STAGE_BYTES;
  static const int ROWS = DRAIN + HOPPER_WARPS * 16 * DRAIN_STRIDE * 4;
  static const int BARRIERS = ROWS + (M + N) * (int)sizeof(Row);
  static const int SHARED = BARRIERS + 2 * STAGES * 8 + ATOM_BYTES; // aligned manually
  static_assert(SHARED <= 225280, "the host asks for 220 KiB");
};

// Which tiles this block computes, and in which order.
struct Units {
  int m, n, k, splits, depth, rows, columns;
  i64 count;

  DEVICE Units(int m, int n, int k, int splits, int batches, int tileN, int depth)
      : m(m), n(n), k(k), splits(splits), depth(depth), rows((m + HOPPER_ROWS - 1) / HOPPER_ROWS),
        columns((n + tileN - 1) / tileN), count((i64)rows * columns * splits * batches) {}

  // Part z (product and split) and the tile of unit u.
  DEVICE int part(i64 u) const { return (int)(u / ((i64)rows * columns)); }
  DEVICE int inBand(i64 u) const {
    return (int)(u % ((i64)rows * columns) % ((i64)ROWS_OF_TILES * columns));
  }
  DEVICE int band(i64 u) const {
    return (int)(u % ((i64)rows * columns) / ((i64)ROWS_OF_TILES * columns)) * ROWS_OF_TILES;
  }
  DEVICE int height(int band) const {
    return rows - band < ROWS_OF_TILES ? rows - band : ROWS_OF_TILES;
  }
  DEVICE int row(i64 u) const { return band(u) + inBand(u) % height(band(u)); }
  DEVICE int column(i64 u) const { return inBand(u) / height(band(u)); }
  // k tiles: each split gets a contiguous run.
  DEVICE int firstTile(int split) const {
    return (int)((i64)((k + depth - 1) / depth) * split / splits);
  }
};

// Stage in the ring, and its phase parity.
template <int STAGES>
struct Place {
  int stage = 0;
  int parity = 0;

  DEVICE void advance() {
    if (++stage == STAGES) {
      stage = 0;
      parity ^= 1;
    }
  }
};

// ---------------------------------------------------------------- filling

// Matrices that the copy engine can fetch: one thread issues the copies.
template <class Tile>
struct BoxFiller {
  static const int ARRIVALS = 1;
  const TensorMap* a;
  const TensorMap* b;
  u32 tiles;
  u64* full;
  u64* empty;

  template <bool ACROSS, int ROWS>
  static DEVICE void fetch(const TensorMap* map, u64* barrier, u32 to, int row, int k, int batch) {
    if (ACROSS) {
      for (int i = 0; i < ROWS; i += 64) {
        fetchBox(map, barrier, to + i / 64 * ACROSS_BYTES, row + i, k, batch);
      }
    } else {
      fetchBox(map, barrier, to, k, row, batch);
    }
  }

  DEVICE void run(const Units& units) {
    if (threadIdx.x != 0) {
      return;
    }
    announce(a);
    announce(b);
    Place<Tile::STAGES> place;
    for (i64 u = blockIdx.x; u < units.count; u += gridDim.x) {
      int part = units.part(u);
      int batch = part / units.splits;
      int row = units.row(u) * Tile::M;
      int column = units.column(u) * Tile::N;
      int last = units.firstTile(part % units.splits + 1);
      for (int tile = units.firstTile(part % units.splits); tile < last; tile++) {
        await(empty + place.stage, place.parity ^ 1);
        u64* barrier = full + place.stage;
        u32 to = tiles + place.stage * Tile::STAGE_BYTES;
        arriveExpecting(barrier, Tile::STAGE_BYTES);
        fetch<Tile::ACROSS_A, Tile::M>(a, barrier, to, row, tile * Tile::DEPTH, batch);
        fetch<Tile::ACROSS_B, Tile::N>(b, barrier, to + Tile::BYTES_A, column, tile * Tile::DEPTH,
                                       batch);
        place.advance();
      }
    }
  }
};

// An operand that is a matrix, fetched in boxes.
template <class Tile, bool ACROSS, int ROWS_>
struct Boxed {
  static const int ROWS = ROWS_;
  static const int BOX_BYTES = ROWS * ROW_BYTES;
  const TensorMap* map;

  DEVICE void prepare(Row*, int) const {}
  DEVICE void expect(u64* barrier, u32 to, int row, int from) const {
    BoxFiller<Tile>::template fetch<ACROSS, ROWS>(map, barrier, to, row, from, 0);
  }
  DEVICE void gather(u32, const Row*, int, int) const {}
};

// An operand gathered through a Source, 16 bytes at a time by all 128 threads.
template <class Tile, bool ACROSS, int ROWS_, class Source>
struct Gathered {
  static const int ROWS = ROWS_;
  static const int BOX_BYTES = 0;
  static const int EACH = 16 / sizeof(typename Tile::Type);
  Source source;

  DEVICE void prepare(Row* rows, int first) const {
    for (int i = threadIdx.x; i < ROWS; i += 128) {
      rows[i] = source.row(first + i);
    }
  }
  DEVICE void expect(u64*, u32, int, int) const {}
  DEVICE void gather(u32 to, const Row* rows, int from, int end) const {
    if (ACROSS) {
      across(to, rows, from, end);
    } else {
      along(to, rows, from, end);
    }
  }

  DEVICE void copy(u32 to, i64 at) const {
    copy16(to, (const typename Tile::Type*)source.data + (at < 0 ? 0 : at), at >= 0);
  }
  // Thread t takes piece t % 8 of every sixteenth row.
  DEVICE void along(u32 to, const Row* rows, int from, int end) const {
    int piece = threadIdx.x % 8;
    int k = from + piece * EACH;
#pragma unroll
    for (int i = 0; i < ROWS; i += 16) {
      int row = i + threadIdx.x / 8;
      copy(to + row * ROW_BYTES + ((piece ^ row % 8) << 4), k < end ? source.at(rows[row], k) : -1);
    }
  }
  // Thread t takes piece t % 8 of every sixteenth k.
  DEVICE void across(u32 to, const Row* rows, int from, int end) const {
    int piece = threadIdx.x % 8;
#pragma unroll
    for (int i = 0; i < Tile::DEPTH; i += 16) {
      int k = i + threadIdx.x / 8;
#pragma unroll
      for (int block = 0; block < ROWS; block += 64) {
        copy(to + block / 64 * ACROSS_BYTES + k * ROW_BYTES + ((piece ^ k % 8) << 4),
             from + k < end ? source.at(rows[block + piece * EACH], from + k) : -1);
      }
    }
  }
};

// Operands of convolutions: matrices by the copy engine, im2col tiles by all 128 threads.
template <class Tile, class A, class B>
struct ConvolutionFiller {
  static const int BOX_BYTES = A::BOX_BYTES + B::BOX_BYTES;
  static const int ARRIVALS = 128 + (BOX_BYTES > 0 ? 1 : 0);
  static const int AHEAD = 2; // stages whose copies are in flight
  A a;
  B b;
  Row* rows; // of A, then of B
  u32 tiles;
  u64* full;
  u64* empty;

  // This thread's copies of a stage are complete: the matrix units may read them once all threads arrive.
  DEVICE void handOver(Place<Tile::STAGES>& arrived) const {
    publish();
    arrive(full + arrived.stage);
    arrived.advance();
  }

  DEVICE void run(const Units& units) const {
    Place<Tile::STAGES> place;
    Place<Tile::STAGES> arrived;
    int underWay = 0;
    for (i64 u = blockIdx.x; u < units.count; u += gridDim.x) {
      int row = units.row(u) * Tile::M;
      int column = units.column(u) * Tile::N;
      syncGroup(); // No thread reads the rows of the previous tile any more.
      a.prepare(rows, row);
      b.prepare(rows + Tile::M, column);
      syncGroup();
      int split = units.part(u) % units.splits;
      int last = units.firstTile(split + 1);
#pragma unroll 1
      for (int tile = units.firstTile(split); tile < last; tile++) {
        await(empty + place.stage, place.parity ^ 1);
        u32 to = tiles + place.stage * Tile::STAGE_BYTES;
        int from = tile * Tile::DEPTH;
        if (BOX_BYTES > 0 && threadIdx.x == 0) {
          arriveExpecting(full + place.stage, BOX_BYTES);
          a.expect(full + place.stage, to, row, from);
          b.expect(full + place.stage, to + Tile::BYTES_A, column, from);
        }
        a.gather(to, rows, from, units.k);
        b.gather(to + Tile::BYTES_A, rows + Tile::M, from, units.k);
        endCopies();
        place.advance();
        if (++underWay > AHEAD) {
          awaitCopies<AHEAD>();
          handOver(arrived);
          underWay--;
        }
      }
    }
    awaitCopies<0>();
    for (; underWay > 0; underWay--) {
      handOver(arrived);
    }
  }
};

// ---------------------------------------------------------------- multiplying

DEVICE u32 pair(u16 low, u16 high) { return (u32)high << 16 | low; }

// Four consecutive elements of an output row, or fewer at its edge.
template <class S>
DEVICE void finishNeighbours(const Output& o, i64 index, int column, int count, const S* sums) {
  if (count == 4 && index % 4 == 0 && o.type != TYPE_S32) {
    float v[4];
#pragma unroll
    for (int e = 0; e < 4; e++) {
      v[e] = finished(o, index + e, column + e, (float)sums[e]);
    }
    if (o.type == TYPE_F32) {
      ((float4*)o.out)[index / 4] = make_float4(v[0], v[1], v[2], v[3]);
    } else {
      uint2 packed = o.type == TYPE_BF16
                         ? make_uint2(pair(floatToBf16(v[0]), floatToBf16(v[1])),
                                      pair(floatToBf16(v[2]), floatToBf16(v[3])))
                         : make_uint2(pair(floatToF16(v[0]), floatToF16(v[1])),
                                      pair(floatToF16(v[2]), floatToF16(v[3])));
      ((uint2*)o.out)[index / 4] = packed;
    }
  } else {
#pragma unroll 1
    for (int e = 0; e < count; e++) {
      finish(o, index + e, column + e, sums[e]);
    }
  }
}

// Writes a warp's sixteen rows through shared memory, so that eight threads write a row. In lane
// 4g + t, sums 4j to 4j + 3 are columns 8j + 2t and 8j + 2t + 1 of rows g and g + 8.
template <class Tile>
DEVICE void drainWarp(const typename Tile::Sum* sums, typename Tile::Sum* buffer,
                      const Output& output, const Units& units, int part, int row0, int column0) {
  typedef typename Tile::Sum S;
  int lane = threadIdx.x % 32;
  i64 area = (i64)units.m * units.n;
#pragma unroll 1
  for (int from = 0; from < Tile::N; from += DRAIN_COLUMNS) {
    // Registers cannot be indexed at run time, so the code is unrolled and one branch is taken.
#pragma unroll
    for (int known = 0; known < Tile::N; known += DRAIN_COLUMNS) {
      if (from == known) {
#pragma unroll
        for (int i = 0; i < DRAIN_COLUMNS / 2; i++) {
          int row = lane / 4 + i / 2 % 2 * 8;
          int column = i / 4 * 8 + lane % 4 * 2 + i % 2;
          buffer[row * DRAIN_STRIDE + column] = sums[known / 2 + i];
        }
      }
    }
    __syncwarp();
#pragma unroll 1
    for (int i = 0; i < 16; i += 4) {
      int row = row0 + i + lane / 8;
      int column = column0 + from + lane % 8 * 4;
      const S* four = buffer + (i + lane / 8) * DRAIN_STRIDE + lane % 8 * 4;
      int count = row < units.m ? units.n - column : 0;
      i64 at = (i64)row * units.n + column;
      if (output.partial) {
#pragma unroll 1
        for (int e = 0; e < 4 && e < count; e++) {
          ((S*)output.partial)[part * area + at + e] = four[e];
        }
      } else if (count > 0) {
        finishNeighbours(output, part / units.splits * area + at, column, count < 4 ? count : 4,
                         four);
      }
    }
    __syncwarp();
  }
}

template <class Tile>
DEVICE void multiplyTiles(const Units& units, const Output& output, u32 tiles,
                          typename Tile::Sum* buffers, u64* full, u64* empty) {
  typedef typename Tile::Format Format;
  // Step from 32 bytes of k to the next, in units of 16 bytes.
  const int STEP_A = Tile::ACROSS_A ? 16 * ROW_BYTES / 16 : 2;
  const int STEP_B = Tile::ACROSS_B ? 16 * ROW_BYTES / 16 : 2;
  int group = threadIdx.x / 128 - 1;
  int warp = threadIdx.x / 32 - 4;
  bool speaker = threadIdx.x % 32 == 0;
  Place<Tile::STAGES> place;
  typename Tile::Sum sums[Tile::N / 2];
#pragma unroll 1
  for (i64 u = blockIdx.x; u < units.count; u += gridDim.x) {
    int part = units.part(u);
    int first = units.firstTile(part % units.splits);
    int last = units.firstTile(part % units.splits + 1);
    int before = place.stage;
#pragma unroll 1
    for (int tile = first; tile < last; tile++) {
      await(full + place.stage, place.parity);
      u32 at = tiles + place.stage * Tile::STAGE_BYTES;
      u64 a = describe(at + group * 64 * ROW_BYTES);
      u64 b = describe(at + Tile::BYTES_A);
      beginProducts();
#pragma unroll
      for (int i = 0; i < 4; i++) {
        Format::template multiply<Tile::N, Tile::ACROSS_A, Tile::ACROSS_B>(
            sums, a + i * STEP_A, b + i * STEP_B, tile > first || i > 0);
      }
      endProducts();
      // The previous tile has been read once only the newest products are in flight.
      awaitProducts<1>();
      if (tile > first && speaker) {
        arrive(empty + before);
      }
      before = place.stage;
      place.advance();
    }
    awaitProducts<0>();
    if (speaker) {
      arrive(empty + before);
    }
    drainWarp<Tile>(sums, buffers + warp * 16 * DRAIN_STRIDE, output, units, part,
                    units.row(u) * Tile::M + warp * 16, units.column(u) * Tile::N);
  }
}

// ---------------------------------------------------------------- the product

// The contents of shared memory, with initialised barriers.
template <class Tile>
struct HopperShared {
  unsigned char* base;
  u64* full;
  u64* empty;

  DEVICE explicit HopperShared(int arrivals) {
    unsigned char* bytes = dynamicShared();
    u32 over = sharedAddress(bytes) % ATOM_BYTES;
    base = bytes + (over == 0 ? 0 : ATOM_BYTES - over);
    full = (u64*)(base + Tile::BARRIERS);
    empty = full + Tile::STAGES;
    if (threadIdx.x == 0) {
      for (int i = 0; i < Tile::STAGES; i++) {
        barrierInit(full + i, arrivals);
        barrierInit(empty + i, HOPPER_WARPS);
      }
      barrierFence();
    }
    __syncthreads();
  }
  DEVICE u32 tiles() const { return sharedAddress(base); }
  DEVICE Row* rows() const { return (Row*)(base + Tile::ROWS); }
  DEVICE typename Tile::Sum* buffers() const { return (typename Tile::Sum*)(base + Tile::DRAIN); }
};

// Registers per thread: at launch, as the launch bounds leave them; of a producer; and of a consumer,
// which holds up to 128 sums.
const int REGISTERS = 168;
const int FILLING = 72;
const int MULTIPLYING = 216;
static_assert(128 * FILLING + 256 * MULTIPLYING <= 384 * REGISTERS, "more than a block has");

template <class Tile, class Filler>
DEVICE void hopperProduct(Filler filler, const HopperShared<Tile>& shared, const Output& output,
                          const Units& units) {
  if (threadIdx.x < 128) {
    giveRegisters<FILLING>();
    filler.run(units);
  } else {
    takeRegisters<MULTIPLYING>();
    multiplyTiles<Tile>(units, output, shared.tiles(), shared.buffers(), shared.full,
                        shared.empty);
  }
}

// ---------------------------------------------------------------- entry points

// A(m, k) is contiguous along k, or "across" (stored k by m); B(k, n) along k (stored n by k), or across.
#define DEFINE_HOPPER_MATMUL(NAME, FORMAT, COLUMNS, ACROSS_A, ACROSS_B)                                  \
  KERNEL __launch_bounds__(384, 1)                                                                 \
      NAME(GRID_CONSTANT TensorMap a, GRID_CONSTANT TensorMap b, Output output, int m, int n,      \
           int k, int splits, int batches) {                                                       \
    typedef HopperTile<FORMAT, COLUMNS, ACROSS_A, ACROSS_B> Tile;                                        \
    HopperShared<Tile> shared(BoxFiller<Tile>::ARRIVALS);                                          \
    BoxFiller<Tile> filler{&a, &b, shared.tiles(), shared.full, shared.empty};                     \
    hopperProduct<Tile>(filler, shared, output,                                                    \
                        Units(m, n, k, splits, batches, Tile::N, Tile::DEPTH));                    \
  }

// Convolutions as implicit GEMM, see product.cuh. Channels and filters are multiples of eight.
template <class Tile, class A, class B>
DEVICE void hopperConvolution(A a, B b, const Output& output, int m, int n, int k, int splits) {
  typedef ConvolutionFiller<Tile, A, B> Filler;
  HopperShared<Tile> shared(Filler::ARRIVALS);
  Filler filler{a, b, shared.rows(), shared.tiles(), shared.full, shared.empty};
  hopperProduct<Tile>(filler, shared, output, Units(m, n, k, splits, 1, Tile::N, Tile::DEPTH));
}

// `filters` is a matrix with a row per filter; `gradient` is dy, a matrix with a row per pixel.
#define DEFINE_HOPPER_CONVOLUTIONS(NAME, FORMAT, COLUMNS)                                          \
  KERNEL __launch_bounds__(384, 1)                                                                 \
      NAME##_forward_##COLUMNS(const void* x, GRID_CONSTANT TensorMap filters, Output output,      \
                               Geometry g, int splits) {                                           \
    typedef HopperTile<FORMAT, COLUMNS, false, false> Tile;                                        \
    typedef Gathered<Tile, false, Tile::M, Patches> A;                                             \
    typedef Boxed<Tile, false, Tile::N> B;                                                         \
    hopperConvolution<Tile>(A{Patches{x, g, 0}}, B{&filters}, output, g.n * g.p * g.q, g.k,        \
                            g.r * g.s * g.c, splits);                                              \
  }                                                                                                \
  KERNEL __launch_bounds__(384, 1) NAME##_backward_input_##COLUMNS(                                \
      const void* dy, const void* w, Output output, Geometry g, int splits) {                      \
    typedef HopperTile<FORMAT, COLUMNS, false, true> Tile;                                         \
    typedef Gathered<Tile, false, Tile::M, Spread> A;                                              \
    typedef Gathered<Tile, true, Tile::N, Filters> B;                                              \
    hopperConvolution<Tile>(A{Spread{dy, g, 0}}, B{Filters{w, g, 0}}, output, g.n * g.h * g.w,     \
                            g.c, g.r * g.s * g.k, splits);                                         \
  }                                                                                                \
  KERNEL __launch_bounds__(384, 1)                                                                 \
      NAME##_backward_filter_##COLUMNS(GRID_CONSTANT TensorMap gradient, const void* x,            \
                                       Output output, Geometry g, int splits) {                    \
    typedef HopperTile<FORMAT, COLUMNS, true, true> Tile;                                          \
    typedef Boxed<Tile, true, Tile::M> A;                                                          \
    typedef Gathered<Tile, true, Tile::N, Taps> B;                                                 \
    hopperConvolution<Tile>(A{&gradient}, B{Taps{x, g, 0}}, output, g.k, g.r * g.s * g.c,          \
                            g.n * g.p * g.q, splits);                                              \
  }
