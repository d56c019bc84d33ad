/* Operations with one value per channel; tensors are rows × channels. */
#include "port.h"
#include "parameters.h"

DEVICE int channels_left(int channels, int first) {
  return channels - first < ASSAY_CHANNELS ? channels - first : ASSAY_CHANNELS;
}

/* out[row][c] = x[row][c] + bias[c]. */
KERNEL void bias_add(
    GLOBAL const float *RESTRICT x, GLOBAL const float *RESTRICT bias, GLOBAL float *RESTRICT out,
    index_t rows, int channels) {
  ON_CHIP float kept[ASSAY_CHANNELS];
  for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
    int count = channels_left(channels, first);
    for (int c = 0; c < count; c++) {
      kept[c] = bias[first + c];
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        out[row * channels + first + c] = x[row * channels + first + c] + kept[c];
      }
    }
  }
}

/* db[c] = sum of dy[row][c] over the rows. */
KERNEL void bias_grad(
    GLOBAL const float *RESTRICT dy, GLOBAL float *RESTRICT db, index_t rows, int channels) {
  ON_CHIP float sums[ASSAY_CHANNELS];
  for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
    int count = channels_left(channels, first);
    for (int c = 0; c < count; c++) {
      sums[c] = 0.0f;
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        sums[c] += dy[row * channels + first + c];
      }
    }
    for (int c = 0; c < count; c++) {
      db[first + c] = sums[c];
    }
  }
}

/* y = gamma·(x − mean)/√(variance + epsilon) + beta. */
KERNEL void norm_inference(
    GLOBAL const float *RESTRICT x, GLOBAL const float *RESTRICT gamma,
    GLOBAL const float *RESTRICT beta, GLOBAL const float *RESTRICT mean,
    GLOBAL const float *RESTRICT variance, GLOBAL float *RESTRICT y, index_t rows, int channels,
    float epsilon) {
  ON_CHIP float scale[ASSAY_CHANNELS];
  ON_CHIP float center[ASSAY_CHANNELS];
  ON_CHIP float shift[ASSAY_CHANNELS];
  for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
    int count = channels_left(channels, first);
    for (int c = 0; c < count; c++) {
      scale[c] = gamma[first + c] * (1.0f / SQRT(variance[first + c] + epsilon));
      center[c] = mean[first + c];
      shift[c] = beta[first + c];
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        index_t at = row * channels + first + c;
        y[at] = (x[at] - center[c]) * scale[c] + shift[c];
      }
    }
  }
}

/*
 * Mean and variance over the rows in two passes; y as in norm_inference; running statistics are
 * updated with the unbiased variance.
 */
KERNEL void norm_training(
    GLOBAL const float *RESTRICT x, GLOBAL const float *RESTRICT gamma,
    GLOBAL const float *RESTRICT beta, GLOBAL float *RESTRICT running_mean,
    GLOBAL float *RESTRICT running_variance, GLOBAL float *RESTRICT y, GLOBAL float *RESTRICT mean,
    GLOBAL float *RESTRICT inverse_deviation, index_t rows, int channels, float epsilon, float keep,
    float take) {
  ON_CHIP float center[ASSAY_CHANNELS];
  ON_CHIP float sums[ASSAY_CHANNELS];
  ON_CHIP float shift[ASSAY_CHANNELS];
  for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
    int count = channels_left(channels, first);
    for (int c = 0; c < count; c++) {
      center[c] = 0.0f;
      sums[c] = 0.0f;
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        center[c] += x[row * channels + first + c];
      }
    }
    for (int c = 0; c < count; c++) {
      center[c] = center[c] / (float)rows;
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        float distance = x[row * channels + first + c] - center[c];
        sums[c] += distance * distance;
      }
    }
    for (int c = 0; c < count; c++) {
      float variance = sums[c] / (float)rows;
      float unbiased = sums[c] / (float)(rows - 1);
      float inverse = 1.0f / SQRT(variance + epsilon);
      mean[first + c] = center[c];
      inverse_deviation[first + c] = inverse;
      running_mean[first + c] = keep * running_mean[first + c] + take * center[c];
      running_variance[first + c] = keep * running_variance[first + c] + take * unbiased;
      sums[c] = gamma[first + c] * inverse;
      shift[c] = beta[first + c];
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        index_t at = row * channels + first + c;
        y[at] = (x[at] - center[c]) * sums[c] + shift[c];
      }
    }
  }
}

/* dbeta = Σ dy, dgamma = Σ dy·x̂, dx = gamma·inverse·(dy − dbeta/M − x̂·dgamma/M). */
KERNEL void norm_grad(
    GLOBAL const float *RESTRICT dy, GLOBAL const float *RESTRICT x,
    GLOBAL const float *RESTRICT gamma, GLOBAL const float *RESTRICT mean,
    GLOBAL const float *RESTRICT inverse_deviation, GLOBAL float *RESTRICT dx,
    GLOBAL float *RESTRICT dgamma, GLOBAL float *RESTRICT dbeta, index_t rows, int channels) {
  ON_CHIP float center[ASSAY_CHANNELS];
  ON_CHIP float inverse[ASSAY_CHANNELS];
  ON_CHIP float sums[ASSAY_CHANNELS];
  ON_CHIP float dots[ASSAY_CHANNELS];
  ON_CHIP float scale[ASSAY_CHANNELS];
  for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
    int count = channels_left(channels, first);
    for (int c = 0; c < count; c++) {
      center[c] = mean[first + c];
      inverse[c] = inverse_deviation[first + c];
      scale[c] = gamma[first + c] * inverse[c];
      sums[c] = 0.0f;
      dots[c] = 0.0f;
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        index_t at = row * channels + first + c;
        sums[c] += dy[at];
        dots[c] += dy[at] * ((x[at] - center[c]) * inverse[c]);
      }
    }
    for (int c = 0; c < count; c++) {
      dbeta[first + c] = sums[c];
      dgamma[first + c] = dots[c];
      sums[c] = sums[c] / (float)rows;
      dots[c] = dots[c] / (float)rows;
    }
    for (index_t row = 0; row < rows; row++) {
      for (int c = 0; c < count; c++) {
        PIPELINE
        index_t at = row * channels + first + c;
        float normalized = (x[at] - center[c]) * inverse[c];
        dx[at] = scale[c] * (dy[at] - sums[c] - normalized * dots[c]);
      }
    }
  }
}
