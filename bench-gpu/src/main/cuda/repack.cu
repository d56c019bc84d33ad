// Repacks a product's operand so that k is contiguous and rows begin at multiples of 16 bytes, as the
// copy engine and the matrix units of sm_90a require.
#include "numbers.cuh"

const int SIDE = 32; // of a tile that is transposed in shared memory

// out(batch, row, k) = in(batch, row, k), with `pitch` elements from row to row of the result; 32 by 8
// threads per tile.
template <class T>
DEVICE void repack(const T* in, T* out, i64 batchStride, i64 rowStride, i64 kStride, i64 rows,
                   i64 depth, i64 pitch) {
  __shared__ T tile[SIDE][SIDE + 1];
  i64 tiles = (depth + SIDE - 1) / SIDE;
  i64 row0 = blockIdx.x / tiles * SIDE;
  i64 k0 = blockIdx.x % tiles * SIDE;
  int lane = threadIdx.x % SIDE;
  bool along = kStride == 1;
  in += blockIdx.z * batchStride;
  out += blockIdx.z * rows * pitch;
  for (int i = threadIdx.x / SIDE; i < SIDE; i += blockDim.x / SIDE) {
    int row = along ? i : lane;
    int k = along ? lane : i;
    if (row0 + row < rows && k0 + k < depth) {
      tile[row][k] = in[(row0 + row) * rowStride + (k0 + k) * kStride];
    }
  }
  __syncthreads();
  for (int i = threadIdx.x / SIDE; i < SIDE; i += blockDim.x / SIDE) {
    if (row0 + i < rows && k0 + lane < depth) {
      out[(row0 + i) * pitch + k0 + lane] = tile[i][lane];
    }
  }
}

#define DEFINE_REPACK(NAME, TYPE)                                                                 \
  KERNEL NAME(const TYPE* in, TYPE* out, i64 batchStride, i64 rowStride, i64 kStride, i64 rows,   \
              i64 depth, i64 pitch) {                                                             \
    repack(in, out, batchStride, rowStride, kStride, rows, depth, pitch);                         \
  }

DEFINE_REPACK(repack_1, unsigned char)
DEFINE_REPACK(repack_2, u16)
DEFINE_REPACK(repack_4, u32)
