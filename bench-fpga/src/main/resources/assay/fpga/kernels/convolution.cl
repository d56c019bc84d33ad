/*
 * im2col, which turns a convolution into a matrix product: patches[(n,p,q)][(r,s,c)] of an NHWC
 * image; and col2im.
 */
#include "port.h"
#include "parameters.h"

/* patches = the im2col matrix of x, with zeros for padding. x_offset is in elements. */
KERNEL void im2col(
    GLOBAL const float *RESTRICT x, GLOBAL float *RESTRICT patches, index_t x_offset, int images,
    int height, int width, int channels, int out_height, int out_width, int window_height,
    int window_width, int stride_h, int stride_w, int pad_h, int pad_w) {
  index_t to = 0;
  for (int image = 0; image < images; image++) {
    for (int p = 0; p < out_height; p++) {
      for (int q = 0; q < out_width; q++) {
        for (int r = 0; r < window_height; r++) {
          int h = p * stride_h + r - pad_h;
          for (int s = 0; s < window_width; s++) {
            int w = q * stride_w + s - pad_w;
            int inside = h >= 0 && h < height && w >= 0 && w < width;
            index_t from = x_offset + (((index_t)image * height + h) * width + w) * channels;
            for (int c = 0; c < channels; c++) {
              PIPELINE
              patches[to + c] = inside ? x[from + c] : 0.0f;
            }
            to += channels;
          }
        }
      }
    }
  }
}

/* Sums all entries of the im2col matrix that a position of dx contributes to (col2im). */
KERNEL void col2im(
    GLOBAL const float *RESTRICT patches, GLOBAL float *RESTRICT dx, index_t dx_offset, int images,
    int height, int width, int channels, int out_height, int out_width, int window_height,
    int window_width, int stride_h, int stride_w, int pad_h, int pad_w) {
  ON_CHIP float sums[ASSAY_CHANNELS];
  for (int image = 0; image < images; image++) {
    for (int h = 0; h < height; h++) {
      for (int w = 0; w < width; w++) {
        for (int first = 0; first < channels; first += ASSAY_CHANNELS) {
          int count = channels - first < ASSAY_CHANNELS ? channels - first : ASSAY_CHANNELS;
          for (int c = 0; c < count; c++) {
            PIPELINE
            sums[c] = 0.0f;
          }
          for (int r = 0; r < window_height; r++) {
            int top = h + pad_h - r;
            int p = top / stride_h;
            if (top >= 0 && p * stride_h == top && p < out_height) {
              for (int s = 0; s < window_width; s++) {
                int left = w + pad_w - s;
                int q = left / stride_w;
                if (left >= 0 && q * stride_w == left && q < out_width) {
                  index_t row = ((index_t)image * out_height + p) * out_width + q;
                  index_t from =
                      ((row * window_height + r) * window_width + s) * channels + first;
                  for (int c = 0; c < count; c++) {
                    PIPELINE
                    sums[c] += patches[from + c];
                  }
                }
              }
            }
          }
          index_t to =
              dx_offset + (((index_t)image * height + h) * width + w) * channels + first;
          for (int c = 0; c < count; c++) {
            PIPELINE
            dx[to + c] = sums[c];
          }
        }
      }
    }
  }
}
