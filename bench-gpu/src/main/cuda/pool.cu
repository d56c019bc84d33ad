// Max pooling over NHWC.
#include "numbers.cuh"

// As the host lays it out: twelve ints.
struct Pool {
  int n, h, w, c; // input
  int p, q;       // rows and columns of output
  int height, width, strideH, strideW, padH, padW;
};

// Index in x of the largest element under a window: the first among equals; NaN counts as largest.
DEVICE i64 largest(const void* x, const Pool& g, int image, int p, int q, int channel, int type) {
  i64 best = -1;
  float top = 0;
  for (int r = 0; r < g.height; r++) {
    int h = p * g.strideH + r - g.padH;
    for (int s = 0; s < g.width; s++) {
      int w = q * g.strideW + s - g.padW;
      if (h < 0 || h >= g.h || w < 0 || w >= g.w) {
        continue;
      }
      i64 at = (((i64)image * g.h + h) * g.w + w) * g.c + channel;
      float value = load(x, at, type);
      if (best < 0 || value > top || (value != value && top == top)) {
        best = at;
        top = value;
      }
    }
  }
  return best;
}

KERNEL max_pool(const void* x, void* y, Pool g, int type) {
  i64 count = (i64)g.n * g.p * g.q * g.c;
  for (i64 i = firstIndex(); i < count; i += indexStep()) {
    int channel = (int)(i % g.c);
    i64 rest = i / g.c;
    int q = (int)(rest % g.q);
    rest /= g.q;
    int p = (int)(rest % g.p);
    i64 at = largest(x, g, (int)(rest / g.p), p, q, channel, type);
    store(y, i, type, load(x, at, type));
  }
}

// Each element of dx gathers from the windows that contain it: no atomics, so the sum is deterministic.
KERNEL max_pool_grad(const void* dy, const void* x, void* dx, Pool g, int type) {
  i64 count = (i64)g.n * g.h * g.w * g.c;
  for (i64 i = firstIndex(); i < count; i += indexStep()) {
    int channel = (int)(i % g.c);
    i64 rest = i / g.c;
    int w = (int)(rest % g.w);
    rest /= g.w;
    int h = (int)(rest % g.h);
    int image = (int)(rest / g.h);
    int fromP = (h + g.padH - g.height + g.strideH) / g.strideH;
    int fromQ = (w + g.padW - g.width + g.strideW) / g.strideW;
    int toP = (h + g.padH) / g.strideH;
    int toQ = (w + g.padW) / g.strideW;
    float sum = 0;
    for (int p = fromP < 0 ? 0 : fromP; p <= toP && p < g.p; p++) {
      for (int q = fromQ < 0 ? 0 : fromQ; q <= toQ && q < g.q; q++) {
        if (largest(x, g, image, p, q, channel, type) == i) {
          sum += load(dy, (((i64)image * g.p + p) * g.q + q) * g.c + channel, type);
        }
      }
    }
    store(dx, i, type, sum);
  }
}
