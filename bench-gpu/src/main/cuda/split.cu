// Adds up the partial sums of products that were split along k.
#include "product.cuh"

template <class S>
DEVICE void addUp(const Output& output, i64 batch, i64 area, int columns, int splits) {
  for (i64 i = firstIndex(); i < batch * area; i += indexStep()) {
    i64 from = i / area * splits * area + i % area;
    S sum = 0;
    for (int split = 0; split < splits; split++) {
      sum += ((const S*)output.partial)[from + split * area];
    }
    finish(output, i, (int)(i % columns), sum);
  }
}

KERNEL split_sum_f32(Output output, i64 batch, i64 area, int columns, int splits) {
  addUp<float>(output, batch, area, columns, splits);
}

KERNEL split_sum_s32(Output output, i64 batch, i64 area, int columns, int splits) {
  addUp<int>(output, batch, area, columns, splits);
}
