/* Max pooling over NHWC and its gradient. */
#include "port.h"
#include "parameters.h"

/* Padding never wins, NaN always does. */
KERNEL void max_pool(
    GLOBAL const float *RESTRICT x, GLOBAL float *RESTRICT y, int images, int height, int width,
    int channels, int out_height, int out_width, int window_height, int window_width, int stride_h,
    int stride_w, int pad_h, int pad_w) {
  ON_CHIP float best[ASSAY_CHANNELS];
  index_t positions = (index_t)images * out_height * out_width;
  for (index_t at = 0; at < positions; at++) {
    int image = (int)(at / ((index_t)out_height * out_width));
    int top = (int)(at / out_width % out_height) * stride_h - pad_h;
    int left = (int)(at % out_width) * stride_w - pad_w;
    for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
      int count = channels - first < ASSAY_CHANNELS ? channels - first : ASSAY_CHANNELS;
      for (int c = 0; c < count; c++) {
        best[c] = -INFINITY;
      }
      for (int r = 0; r < window_height; r++) {
        for (int s = 0; s < window_width; s++) {
          int h = top + r;
          int w = left + s;
          if (h >= 0 && h < height && w >= 0 && w < width) {
            index_t from = (((index_t)image * height + h) * width + w) * channels + first;
            for (int c = 0; c < count; c++) {
              PIPELINE
              float value = x[from + c];
              best[c] = value > best[c] || value != value ? value : best[c];
            }
          }
        }
      }
      for (int c = 0; c < count; c++) {
        y[at * channels + first + c] = best[c];
      }
    }
  }
}

/* dy goes to the first largest element of its window, in row-major order. */
KERNEL void max_pool_grad(
    GLOBAL const float *RESTRICT dy, GLOBAL const float *RESTRICT x, GLOBAL float *dx, int images,
    int height, int width, int channels, int out_height, int out_width, int window_height,
    int window_width, int stride_h, int stride_w, int pad_h, int pad_w) {
  ON_CHIP float best[ASSAY_CHANNELS];
  ON_CHIP index_t where[ASSAY_CHANNELS];
  index_t elements = (index_t)images * height * width * channels;
  for (index_t i = 0; i < elements; i++) {
    PIPELINE
    dx[i] = 0.0f;
  }
  index_t positions = (index_t)images * out_height * out_width;
  for (index_t at = 0; at < positions; at++) {
    int image = (int)(at / ((index_t)out_height * out_width));
    int top = (int)(at / out_width % out_height) * stride_h - pad_h;
    int left = (int)(at % out_width) * stride_w - pad_w;
    for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
      int count = channels - first < ASSAY_CHANNELS ? channels - first : ASSAY_CHANNELS;
      int seen = 0;
      for (int r = 0; r < window_height; r++) {
        for (int s = 0; s < window_width; s++) {
          int h = top + r;
          int w = left + s;
          if (h >= 0 && h < height && w >= 0 && w < width) {
            index_t from = (((index_t)image * height + h) * width + w) * channels + first;
            for (int c = 0; c < count; c++) {
              PIPELINE
              float value = x[from + c];
              int wins = !seen || value > best[c] || (value != value && best[c] == best[c]);
              best[c] = wins ? value : best[c];
              where[c] = wins ? from + c : where[c];
            }
            seen = 1;
          }
        }
      }
      for (int c = 0; c < count; c++) {
        dx[where[c]] += dy[at * channels + first + c];
      }
    }
  }
}
