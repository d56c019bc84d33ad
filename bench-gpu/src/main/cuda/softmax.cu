// Softmax with mean cross-entropy: one warp per row of logits.
#include "numbers.cuh"

const u32 ALL = 0xFFFFFFFFu;

DEVICE float warpMax(float value) {
  for (int distance = 16; distance > 0; distance /= 2) {
    value = fmaxf(value, __shfl_xor_sync(ALL, value, distance));
  }
  return value;
}

DEVICE float warpSum(float value) {
  for (int distance = 16; distance > 0; distance /= 2) {
    value += __shfl_xor_sync(ALL, value, distance);
  }
  return value;
}

// probabilities is (rows, classes); losses is (rows). Four warps per block.
KERNEL softmax_rows(const void* logits, const int* labels, void* probabilities, float* losses,
                    i64 rows, int classes, int type) {
  int lane = threadIdx.x % 32;
  i64 row = (i64)blockIdx.x * 4 + threadIdx.x / 32;
  if (row >= rows) {
    return;
  }
  i64 from = row * classes;
  float top = -INFINITY;
  for (int j = lane; j < classes; j += 32) {
    top = fmaxf(top, load(logits, from + j, type));
  }
  top = warpMax(top);
  float sum = 0;
  for (int j = lane; j < classes; j += 32) {
    sum += expf(load(logits, from + j, type) - top);
  }
  sum = warpSum(sum);
  for (int j = lane; j < classes; j += 32) {
    store(probabilities, from + j, type, expf(load(logits, from + j, type) - top) / sum);
  }
  if (lane == 0) {
    // An invalid label has no loss; reading its logit would be out of bounds.
    int label = labels[row];
    bool known = label >= 0 && label < classes;
    losses[row] = known ? logf(sum) - (load(logits, from + label, type) - top) : NAN;
  }
}

// loss = sum(losses) / rows; one block of 256 threads.
KERNEL softmax_loss(const float* losses, i64 rows, void* loss, int type) {
  __shared__ float sums[256];
  float sum = 0;
  for (i64 i = threadIdx.x; i < rows; i += 256) {
    sum += losses[i];
  }
  sums[threadIdx.x] = sum;
  __syncthreads();
  for (int half = 128; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      sums[threadIdx.x] += sums[threadIdx.x + half];
    }
    __syncthreads();
  }
  if (threadIdx.x == 0) {
    store(loss, 0, type, sums[0] / (float)rows);
  }
}

KERNEL softmax_grad(const void* probabilities, const int* labels, void* dlogits, i64 rows,
                    int classes, int type) {
  i64 n = rows * classes;
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    float hot = i % classes == labels[i / classes] ? 1.0f : 0.0f;
    store(dlogits, i, type, (load(probabilities, i, type) - hot) / (float)rows);
  }
}
