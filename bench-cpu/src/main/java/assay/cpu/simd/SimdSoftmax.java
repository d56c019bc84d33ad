package assay.cpu.simd;

import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.cpu.Labels;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Softmax with mean cross-entropy, and its gradient. */
final class SimdSoftmax {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;
  private static final int GRAIN = 1 << 12;

  private SimdSoftmax() {}

  static Runnable forward(SoftmaxCrossEntropy op, Memory memory, Workers workers) {
    float[] logits = memory.floats(op.logits());
    float[] probabilities = memory.floats(op.probabilities());
    float[] loss = memory.floats(op.loss());
    int[] labels = memory.ints(op.labels());
    int rows = Memory.length(op.labels());
    int classes = Memory.length(op.logits()) / rows;
    double[] losses = new double[rows];
    Runnable each =
        Ranges.over(
            workers,
            rows,
            Math.max(1, GRAIN / classes),
            (from, to) -> {
              for (int row = from; row < to; row++) {
                int at = row * classes;
                int label = Labels.check(labels, row, classes);
                float max = largest(logits, at, classes);
                float sum = exponentials(logits, probabilities, at, classes, max);
                scale(probabilities, at, classes, 1 / sum);
                losses[row] = Math.log(sum) - ((double) logits[at + label] - max);
              }
            });
    return () -> {
      each.run();
      double sum = 0;
      for (double value : losses) {
        sum += value;
      }
      loss[0] = (float) (sum / rows);
    };
  }

  private static float largest(float[] x, int at, int count) {
    FloatVector max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    int j = 0;
    for (; j <= count - L; j += L) {
      max = max.lanewise(VectorOperators.MAX, FloatVector.fromArray(S, x, at + j));
    }
    float result = max.reduceLanes(VectorOperators.MAX);
    for (; j < count; j++) {
      result = Math.max(result, x[at + j]);
    }
    return result;
  }

  /** out = exp(x − max); returns the sum. */
  private static float exponentials(float[] x, float[] out, int at, int count, float max) {
    FloatVector sum = FloatVector.zero(S);
    for (int j = 0; j < count; j += L) {
      VectorMask<Float> live = S.indexInRange(j, count);
      FloatVector e = VectorExp.exp(FloatVector.fromArray(S, x, at + j, live).sub(max));
      e.intoArray(out, at + j, live);
      sum = sum.add(e, live);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private static void scale(float[] x, int at, int count, float factor) {
    int j = 0;
    for (; j <= count - L; j += L) {
      FloatVector.fromArray(S, x, at + j).mul(factor).intoArray(x, at + j);
    }
    for (; j < count; j++) {
      x[at + j] *= factor;
    }
  }

  static Runnable gradient(SoftmaxCrossEntropyGrad op, Memory memory, Workers workers) {
    float[] probabilities = memory.floats(op.probabilities());
    float[] dlogits = memory.floats(op.dlogits());
    int[] labels = memory.ints(op.labels());
    int rows = Memory.length(op.labels());
    int classes = Memory.length(op.dlogits()) / rows;
    return Ranges.over(
        workers,
        rows,
        Math.max(1, GRAIN / classes),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int at = row * classes;
            int hit = at + Labels.check(labels, row, classes);
            System.arraycopy(probabilities, at, dlogits, at, classes);
            dlogits[hit] -= 1;
            scale(dlogits, at, classes, 1f / rows);
          }
        });
  }
}
