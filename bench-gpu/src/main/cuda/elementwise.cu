// Elementwise kernels with a grid-stride loop over the tensor.
#include "numbers.cuh"

KERNEL add(const void* a, const void* b, void* out, i64 n, int type) {
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    store(out, i, type, load(a, i, type) + load(b, i, type));
  }
}

// x is (n / channels, channels), bias (channels).
KERNEL bias_add(const void* x, const void* bias, void* out, i64 n, i64 channels, int type) {
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    store(out, i, type, load(x, i, type) + load(bias, i % channels, type));
  }
}

// Not fmaxf, which drops NaN.
KERNEL relu(const void* x, void* out, i64 n, int type) {
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    float value = load(x, i, type);
    store(out, i, type, value < 0 ? 0.0f : value);
  }
}

KERNEL relu_grad(const void* dy, const void* y, void* dx, i64 n, int type) {
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    store(dx, i, type, load(y, i, type) > 0 ? load(dy, i, type) : 0.0f);
  }
}

KERNEL cast(const void* x, void* out, i64 n, int from, int to) {
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    store(out, i, to, load(x, i, from));
  }
}

// Sixteen bytes at a time, then the rest byte by byte.
KERNEL copy_bytes(const void* x, void* out, i64 bytes) {
  i64 vectors = bytes / 16;
  const uint4* from = (const uint4*)x;
  uint4* to = (uint4*)out;
  for (i64 i = firstIndex(); i < vectors; i += indexStep()) {
    to[i] = from[i];
  }
  for (i64 i = vectors * 16 + firstIndex(); i < bytes; i += indexStep()) {
    ((char*)out)[i] = ((const char*)x)[i];
  }
}

// Reads all of x and ORs nonzero words into found. If x is all zeros, every byte is read and no cache line
// becomes dirty.
KERNEL read_through(const void* x, u32* found, i64 bytes) {
  i64 vectors = bytes / 16;
  const uint4* from = (const uint4*)x;
  u32 bits = 0;
  for (i64 i = firstIndex(); i < vectors; i += indexStep()) {
    uint4 value = from[i];
    bits |= value.x | value.y | value.z | value.w;
  }
  for (i64 i = vectors * 16 + firstIndex(); i < bytes; i += indexStep()) {
    bits |= ((const unsigned char*)x)[i];
  }
  if (bits != 0) {
    *found = bits;
  }
}

KERNEL triad_f32(const float* b, const float* c, float* out, i64 n, float scale) {
  i64 vectors = n / 4;
  for (i64 i = firstIndex(); i < vectors; i += indexStep()) {
    float4 x = ((const float4*)b)[i];
    float4 y = ((const float4*)c)[i];
    x.x += scale * y.x;
    x.y += scale * y.y;
    x.z += scale * y.z;
    x.w += scale * y.w;
    ((float4*)out)[i] = x;
  }
  for (i64 i = vectors * 4 + firstIndex(); i < n; i += indexStep()) {
    out[i] = b[i] + scale * c[i];
  }
}

DEVICE u32 triadPair(u32 b, u32 c, float scale, int type) {
  u32 result = 0;
  for (int half = 0; half < 32; half += 16) {
    u16 x = (u16)(b >> half);
    u16 y = (u16)(c >> half);
    float value = type == TYPE_BF16 ? bf16ToFloat(x) + scale * bf16ToFloat(y)
                                    : f16ToFloat(x) + scale * f16ToFloat(y);
    result |= (u32)(type == TYPE_BF16 ? floatToBf16(value) : floatToF16(value)) << half;
  }
  return result;
}

KERNEL triad_16bit(const void* b, const void* c, void* out, i64 n, float scale, int type) {
  i64 vectors = n / 8;
  for (i64 i = firstIndex(); i < vectors; i += indexStep()) {
    uint4 x = ((const uint4*)b)[i];
    uint4 y = ((const uint4*)c)[i];
    x.x = triadPair(x.x, y.x, scale, type);
    x.y = triadPair(x.y, y.y, scale, type);
    x.z = triadPair(x.z, y.z, scale, type);
    x.w = triadPair(x.w, y.w, scale, type);
    ((uint4*)out)[i] = x;
  }
  for (i64 i = vectors * 8 + firstIndex(); i < n; i += indexStep()) {
    store(out, i, type, load(b, i, type) + scale * load(c, i, type));
  }
}

// v + multiplier * v and v + multiplier * offset by turns. One chain per thread: the other threads hide its
// latency.
KERNEL fma_chain(const float* x, float* out, i64 n, float multiplier, float offset, i64 steps) {
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    float value = x[i];
#pragma unroll 16
    for (i64 pair = 0; pair < steps / 2; pair++) {
      value = fmaf(multiplier, value, value);
      value = fmaf(multiplier, offset, value);
    }
    if (steps % 2 != 0) {
      value = fmaf(multiplier, value, value);
    }
    out[i] = value;
  }
}
