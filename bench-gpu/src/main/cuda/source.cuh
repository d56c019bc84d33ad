// Where the elements of a product's operands come from: matrices with any strides, and the im2col
// matrix and filters of convolutions.
#pragma once
#include "numbers.cuh"

// How threads are mapped to a tile while staging.
enum Mapping {
  ALONG_K = 0,    // consecutive threads read consecutive k
  ALONG_ROWS = 1, // consecutive threads read consecutive rows
  VECTORS = 2     // each thread reads 16 bytes along k
};

// Extents of a convolution, as the host lays them out: thirteen ints.
struct Geometry {
  int n, h, w, c; // input
  int k, r, s;    // filters
  int p, q;       // rows and columns of output
  int strideH, strideW, padH, padW;
};

// A row of a Source that is out of range has base -1.
struct Row {
  i64 base;
  int y, x;
};

// A Source has two functions. row(i): what row i of A, or column i of B, has in common.
// at(row, k): the offset of the element, -1 if out of range.

// A matrix with any strides.
struct Strided {
  const void* data;
  int rows, depth;
  i64 rowStride, kStride;
  int mapping;

  template <int PER_WORD>
  DEVICE void prepare() {
    i64 step = PER_WORD * 4;
    bool aligned = (i64)data % 16 == 0 && rowStride % step == 0 && depth % step == 0;
    mapping = kStride != 1 ? ALONG_ROWS : aligned ? VECTORS : ALONG_K;
  }
  DEVICE Row row(int i) const { return Row{i < rows ? i * rowStride : -1, 0, 0}; }
  DEVICE i64 at(const Row& row, int k) const {
    return row.base < 0 || k >= depth ? -1 : row.base + k * kStride;
  }
};

// Forward, A: rows are output pixels, k runs over (r, s, c) of the image x.
struct Patches {
  const void* data;
  Geometry g;
  int mapping;

  template <int PER_WORD>
  DEVICE void prepare() {
    mapping = g.c % (PER_WORD * 4) == 0 ? VECTORS : ALONG_K;
  }
  DEVICE Row row(int i) const {
    int q = i % g.q;
    int rest = i / g.q;
    int p = rest % g.p;
    int image = rest / g.p;
    return Row{image < g.n ? (i64)image * g.h * g.w : -1, p * g.strideH - g.padH,
               q * g.strideW - g.padW};
  }
  DEVICE i64 at(const Row& row, int k) const {
    int c = k % g.c;
    int rest = k / g.c;
    int s = rest % g.s;
    int r = rest / g.s;
    int h = row.y + r;
    int w = row.x + s;
    bool inside = row.base >= 0 && r < g.r && h >= 0 && h < g.h && w >= 0 && w < g.w;
    return inside ? (row.base + (i64)h * g.w + w) * g.c + c : -1;
  }
};

// Backward to the input, A: rows are input pixels, k runs over (r, s, filter) of dy.
struct Spread {
  const void* data;
  Geometry g;
  int mapping;

  template <int PER_WORD>
  DEVICE void prepare() {
    mapping = g.k % (PER_WORD * 4) == 0 ? VECTORS : ALONG_K;
  }
  DEVICE Row row(int i) const {
    int w = i % g.w;
    int rest = i / g.w;
    int h = rest % g.h;
    int image = rest / g.h;
    return Row{image < g.n ? (i64)image * g.p * g.q : -1, h + g.padH, w + g.padW};
  }
  DEVICE i64 at(const Row& row, int k) const {
    int filter = k % g.k;
    int rest = k / g.k;
    int s = rest % g.s;
    int r = rest / g.s;
    int y = row.y - r;
    int x = row.x - s;
    if (row.base < 0 || r >= g.r || y < 0 || x < 0 || y % g.strideH != 0 || x % g.strideW != 0) {
      return -1;
    }
    int p = y / g.strideH;
    int q = x / g.strideW;
    return p < g.p && q < g.q ? (row.base + (i64)p * g.q + q) * g.k + filter : -1;
  }
};

// Backward to the input, B: columns are input channels, k runs over (r, s, filter) of w.
struct Filters {
  const void* data;
  Geometry g;
  int mapping;

  template <int PER_WORD>
  DEVICE void prepare() {
    mapping = ALONG_ROWS;
  }
  DEVICE Row row(int i) const { return Row{i < g.c ? i : -1, 0, 0}; }
  DEVICE i64 at(const Row& row, int k) const {
    int filter = k % g.k;
    int tap = k / g.k;
    int taps = g.r * g.s;
    return row.base < 0 || tap >= taps ? -1 : ((i64)filter * taps + tap) * g.c + row.base;
  }
};

// Backward to the filters, B: columns are (r, s, c), k runs over output pixels.
struct Taps {
  const void* data;
  Geometry g;
  int mapping;

  template <int PER_WORD>
  DEVICE void prepare() {
    mapping = ALONG_ROWS;
  }
  DEVICE Row row(int i) const {
    int c = i % g.c;
    int rest = i / g.c;
    int r = rest / g.s;
    return Row{r < g.r ? c : -1, r - g.padH, rest % g.s - g.padW};
  }
  DEVICE i64 at(const Row& row, int k) const {
    int q = k % g.q;
    int rest = k / g.q;
    int p = rest % g.p;
    int image = rest / g.p;
    int h = row.y + p * g.strideH;
    int w = row.x + q * g.strideW;
    bool inside = row.base >= 0 && image < g.n && h >= 0 && h < g.h && w >= 0 && w < g.w;
    return inside ? (((i64)image * g.h + h) * g.w + w) * g.c + row.base : -1;
  }
};
