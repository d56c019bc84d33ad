// Sums over all dimensions but the channel, in two deterministic stages, and batch normalization.
#include "numbers.cuh"

// Threads of a block: 32 channels by 8 rows.
const int LANES = 32;
const int SLICES = 8;

enum Sum { SUM_PLAIN = 0, SUM_SQUARED_DEVIATIONS = 1, SUM_GRADIENTS = 2 };

// Stage one: partial[chunk][channel], and second[chunk][channel] for SUM_GRADIENTS.
// x is (rows, channels); mean and inverseDeviation are (channels).
//   SUM_PLAIN               sum of x
//   SUM_SQUARED_DEVIATIONS  sum of (x - mean)^2
//   SUM_GRADIENTS           sum of dy, and sum of dy * (x - mean) * inverseDeviation
KERNEL column_sums(const void* x, const void* dy, const void* mean, const void* inverseDeviation,
                   float* partial, float* second, i64 rows, i64 channels, int type, int what) {
  __shared__ float first[SLICES][LANES];
  __shared__ float other[SLICES][LANES];
  i64 channel = (i64)blockIdx.x * LANES + threadIdx.x;
  float sum = 0;
  float product = 0;
  if (channel < channels) {
    float center = what == SUM_PLAIN ? 0.0f : load(mean, channel, type);
    float scale = what == SUM_GRADIENTS ? load(inverseDeviation, channel, type) : 0.0f;
    i64 step = (i64)gridDim.y * SLICES;
    for (i64 row = (i64)blockIdx.y * SLICES + threadIdx.y; row < rows; row += step) {
      float value = load(x, row * channels + channel, type);
      if (what == SUM_PLAIN) {
        sum += value;
      } else if (what == SUM_SQUARED_DEVIATIONS) {
        sum += (value - center) * (value - center);
      } else {
        float gradient = load(dy, row * channels + channel, type);
        sum += gradient;
        product += gradient * ((value - center) * scale);
      }
    }
  }
  first[threadIdx.y][threadIdx.x] = sum;
  other[threadIdx.y][threadIdx.x] = product;
  __syncthreads();
  if (threadIdx.y == 0 && channel < channels) {
    float total = 0;
    float totalProduct = 0;
    for (int i = 0; i < SLICES; i++) {
      total += first[i][threadIdx.x];
      totalProduct += other[i][threadIdx.x];
    }
    partial[blockIdx.y * channels + channel] = total;
    if (what == SUM_GRADIENTS) {
      second[blockIdx.y * channels + channel] = totalProduct;
    }
  }
}

DEVICE float chunkSum(const float* partial, int chunks, i64 channel, i64 channels) {
  float sum = 0;
  for (int i = 0; i < chunks; i++) {
    sum += partial[i * channels + channel];
  }
  return sum;
}

// Stage two: out[channel] = sum / divisor.
KERNEL column_finish(const float* partial, int chunks, i64 channels, float divisor, void* out,
                     int type) {
  for (i64 c = firstIndex(); c < channels; c += indexStep()) {
    store(out, c, type, chunkSum(partial, chunks, c, channels) / divisor);
  }
}

// Stage two of a batch's variance: 1/sqrt(variance + epsilon), and the running statistics.
KERNEL norm_statistics(const float* partial, int chunks, i64 channels, i64 rows, const void* mean,
                       void* inverseDeviation, void* runningMean, void* runningVariance,
                       float epsilon, float momentum, int type) {
  for (i64 c = firstIndex(); c < channels; c += indexStep()) {
    float squares = chunkSum(partial, chunks, c, channels);
    store(inverseDeviation, c, type, 1.0f / sqrtf(squares / (float)rows + epsilon));
    float keep = 1.0f - momentum;
    float unbiased = squares / (float)(rows - 1);
    store(runningMean, c, type, keep * load(runningMean, c, type) + momentum * load(mean, c, type));
    store(runningVariance, c, type, keep * load(runningVariance, c, type) + momentum * unbiased);
  }
}

// y = gamma * (x - mean) * inverse + beta; inverse is 1/sqrt(scale + epsilon) if scale is a variance.
KERNEL norm_apply(const void* x, const void* gamma, const void* beta, const void* mean,
                  const void* scale, void* y, i64 n, i64 channels, float epsilon, int isVariance,
                  int type) {
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    i64 c = i % channels;
    float inverse = load(scale, c, type);
    if (isVariance) {
      inverse = 1.0f / sqrtf(inverse + epsilon);
    }
    float normalised = (load(x, i, type) - load(mean, c, type)) * inverse;
    store(y, i, type, load(gamma, c, type) * normalised + load(beta, c, type));
  }
}

// dx = gamma * inverse / rows * (rows * dy - dbeta - normalised * dgamma).
KERNEL norm_grad_apply(const void* dy, const void* x, const void* gamma, const void* mean,
                       const void* inverseDeviation, const void* dgamma, const void* dbeta,
                       void* dx, i64 n, i64 channels, int type) {
  float rows = (float)(n / channels);
  for (i64 i = firstIndex(); i < n; i += indexStep()) {
    i64 c = i % channels;
    float inverse = load(inverseDeviation, c, type);
    float normalised = (load(x, i, type) - load(mean, c, type)) * inverse;
    float inner = rows * load(dy, i, type) - load(dbeta, c, type) - normalised * load(dgamma, c, type);
    store(dx, i, type, load(gamma, c, type) * inverse / rows * inner);
  }
}
