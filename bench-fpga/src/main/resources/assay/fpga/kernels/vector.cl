/* The vector engine: elementwise operations by opcode; and conversions. */
#include "port.h"
#include "parameters.h"

#define VECTOR_COPY 0      /* a */
#define VECTOR_ADD 1       /* a + b */
#define VECTOR_TRIAD 2     /* a + scale·b */
#define VECTOR_RELU 3      /* max(a, 0), NaN stays */
#define VECTOR_RELU_GRAD 4 /* a where b > 0, else 0 */

/* out[i] for i below count; b is unused if the opcode takes one operand. */
KERNEL void vector_engine(
    GLOBAL const float *RESTRICT a, GLOBAL const float *RESTRICT b, GLOBAL float *RESTRICT out,
    index_t count, int opcode, float scale) {
  for (index_t at = 0; at < count; at += ASSAY_LANES) {
    PIPELINE
    float x[ASSAY_LANES];
    float y[ASSAY_LANES];
    float z[ASSAY_LANES];
    int lanes = count - at < ASSAY_LANES ? (int)(count - at) : ASSAY_LANES;
    for (int i = 0; i < lanes; i++) {
      x[i] = a[at + i];
    }
    for (int i = lanes; i < ASSAY_LANES; i++) {
      x[i] = 0.0f;
    }
    int second = opcode == VECTOR_ADD || opcode == VECTOR_TRIAD || opcode == VECTOR_RELU_GRAD;
    for (int i = 0; i < ASSAY_LANES; i++) {
      y[i] = second && i < lanes ? b[at + i] : 0.0f;
    }
    switch (opcode) {
      case VECTOR_ADD:
        UNROLL
        for (int i = 0; i < ASSAY_LANES; i++) {
          REPLICATE
          z[i] = x[i] + y[i];
        }
        break;
      case VECTOR_TRIAD:
        UNROLL
        for (int i = 0; i < ASSAY_LANES; i++) {
          REPLICATE
          z[i] = x[i] + scale * y[i];
        }
        break;
      case VECTOR_RELU:
        UNROLL
        for (int i = 0; i < ASSAY_LANES; i++) {
          REPLICATE
          z[i] = x[i] <= 0.0f ? 0.0f : x[i];
        }
        break;
      case VECTOR_RELU_GRAD:
        UNROLL
        for (int i = 0; i < ASSAY_LANES; i++) {
          REPLICATE
          z[i] = y[i] > 0.0f ? x[i] : 0.0f;
        }
        break;
      default:
        UNROLL
        for (int i = 0; i < ASSAY_LANES; i++) {
          REPLICATE
          z[i] = x[i];
        }
    }
    for (int i = 0; i < lanes; i++) {
      out[at + i] = z[i];
    }
  }
}

/* out[i] after `steps` times v + multiplier·v and v + multiplier·offset by turns, each rounded once, from
   x[i]. One multiply-adder a lane serves both. */
KERNEL void fma_chain(
    GLOBAL const float *RESTRICT x, GLOBAL float *RESTRICT out, index_t count, index_t steps,
    float multiplier, float offset) {
  for (index_t at = 0; at < count; at += ASSAY_LANES) {
    float v[ASSAY_LANES];
    int lanes = count - at < ASSAY_LANES ? (int)(count - at) : ASSAY_LANES;
    for (int i = 0; i < ASSAY_LANES; i++) {
      v[i] = i < lanes ? x[at + i] : 0.0f;
    }
    for (index_t step = 0; step < steps; step++) {
      PIPELINE
      UNROLL
      for (int i = 0; i < ASSAY_LANES; i++) {
        REPLICATE
        v[i] = FMA(multiplier, step & 1 ? offset : v[i], v[i]);
      }
    }
    for (int i = 0; i < lanes; i++) {
      out[at + i] = v[i];
    }
  }
}

/* Rounds to nearest, ties to even; NaN stays NaN. */
KERNEL void cast_f32_bf16(
    GLOBAL const float *RESTRICT x, GLOBAL bf16_t *RESTRICT out, index_t count) {
  for (index_t i = 0; i < count; i++) {
    PIPELINE
    unsigned int bits = FLOAT_BITS(x[i]);
    unsigned int rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    int nan = (bits & 0x7fffffffu) > 0x7f800000u;
    out[i] = (bf16_t)(nan ? (bits >> 16) | 0x40u : rounded);
  }
}

/* Exact. */
KERNEL void cast_bf16_f32(
    GLOBAL const bf16_t *RESTRICT x, GLOBAL float *RESTRICT out, index_t count) {
  for (index_t i = 0; i < count; i++) {
    PIPELINE
    out[i] = BITS_FLOAT((unsigned int)x[i] << 16);
  }
}
