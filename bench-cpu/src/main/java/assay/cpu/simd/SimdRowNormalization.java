package assay.cpu.simd;

import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.RmsNorm;
import assay.core.program.op.RmsNormGrad;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Layer and root-mean-square normalization. Each row is read twice for its statistics: the second
 * pass, around the first one's mean, gives the variance and corrects both for the error of that
 * mean (Chan, Golub, LeVeque 1983, equation 1.7), so that sums in single precision suffice.
 */
final class SimdRowNormalization {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private SimdRowNormalization() {}

  static Runnable layerNorm(LayerNorm op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] y = memory.floats(op.y());
    float[] gamma = memory.floats(op.gamma());
    float[] beta = memory.floats(op.beta());
    float[] mean = memory.floats(op.mean());
    float[] inverse = memory.floats(op.inverseDeviation());
    int length = Memory.length(op.gamma());
    return overRows(
        workers,
        Memory.length(op.mean()),
        length,
        (from, to) -> {
          float[] around = new float[2];
          for (int row = from; row < to; row++) {
            int at = row * length;
            float center = sum(x, at, length) / length;
            around(x, at, length, center, around);
            double off = (double) around[0] / length;
            double variance = Math.max(0, (double) around[1] / length - off * off);
            mean[row] = (float) (center + off);
            inverse[row] = (float) (1 / Math.sqrt(variance + op.epsilon()));
            normalize(x, y, at, mean[row], inverse[row], gamma, beta, length);
          }
        });
  }

  static Runnable rmsNorm(RmsNorm op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] y = memory.floats(op.y());
    float[] gamma = memory.floats(op.gamma());
    float[] inverse = memory.floats(op.inverseRms());
    int length = Memory.length(op.gamma());
    float[] noShift = new float[length];
    return overRows(
        workers,
        Memory.length(op.inverseRms()),
        length,
        (from, to) -> {
          float[] around = new float[2];
          for (int row = from; row < to; row++) {
            int at = row * length;
            around(x, at, length, 0, around);
            double meanSquare = (double) around[1] / length;
            inverse[row] = (float) (1 / Math.sqrt(meanSquare + op.epsilon()));
            normalize(x, y, at, 0, inverse[row], gamma, noShift, length);
          }
        });
  }

  private static Runnable overRows(Workers workers, int rows, int length, Ranges.Body body) {
    return Ranges.over(workers, rows, Math.max(1, SimdPointwise.GRAIN / length), body);
  }

  private static float sum(float[] x, int at, int length) {
    FloatVector even = FloatVector.zero(S);
    FloatVector odd = FloatVector.zero(S);
    int c = 0;
    for (; c <= length - 2 * L; c += 2 * L) {
      even = even.add(FloatVector.fromArray(S, x, at + c));
      odd = odd.add(FloatVector.fromArray(S, x, at + c + L));
    }
    float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
    for (; c < length; c++) {
      sum += x[at + c];
    }
    return sum;
  }

  /** Writes Σ(x − center) and Σ(x − center)² to {@code out}. */
  private static void around(float[] x, int at, int length, float center, float[] out) {
    FloatVector sums = FloatVector.zero(S);
    FloatVector squares = FloatVector.zero(S);
    int c = 0;
    for (; c <= length - L; c += L) {
      FloatVector difference = FloatVector.fromArray(S, x, at + c).sub(center);
      sums = sums.add(difference);
      squares = squares.add(difference.mul(difference));
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    float square = squares.reduceLanes(VectorOperators.ADD);
    for (; c < length; c++) {
      float difference = x[at + c] - center;
      sum += difference;
      square += difference * difference;
    }
    out[0] = sum;
    out[1] = square;
  }

  private static void normalize(
      float[] x,
      float[] y,
      int at,
      float mean,
      float inverse,
      float[] gamma,
      float[] beta,
      int length) {
    int c = 0;
    for (; c <= length - L; c += L) {
      FloatVector.fromArray(S, x, at + c)
          .sub(mean)
          .mul(inverse)
          .mul(FloatVector.fromArray(S, gamma, c))
          .add(FloatVector.fromArray(S, beta, c))
          .intoArray(y, at + c);
    }
    for (; c < length; c++) {
      y[at + c] = (x[at + c] - mean) * inverse * gamma[c] + beta[c];
    }
  }

  static Runnable layerNormGradient(LayerNormGrad op, Memory memory, Workers workers) {
    Rows rows =
        new Rows(
            memory.floats(op.dy()),
            memory.floats(op.x()),
            memory.floats(op.gamma()),
            memory.floats(op.mean()),
            memory.floats(op.inverseDeviation()),
            memory.floats(op.dx()),
            Memory.length(op.gamma()));
    int length = rows.length;
    ColumnSums sums =
        new ColumnSums(
            workers,
            Memory.length(op.mean()),
            length,
            2,
            (from, to, out) -> {
              rows.gradient(true, from, to, out);
              ColumnSums.addRows(rows.dy, length, from, to, out, length);
            });
    float[] dgamma = memory.floats(op.dgamma());
    float[] dbeta = memory.floats(op.dbeta());
    return () -> {
      sums.run();
      sums.write(dgamma, length);
      for (int c = 0; c < length; c++) {
        dbeta[c] = (float) sums.total(length + c);
      }
    };
  }

  static Runnable rmsNormGradient(RmsNormGrad op, Memory memory, Workers workers) {
    int count = Memory.length(op.inverseRms());
    Rows rows =
        new Rows(
            memory.floats(op.dy()),
            memory.floats(op.x()),
            memory.floats(op.gamma()),
            new float[count],
            memory.floats(op.inverseRms()),
            memory.floats(op.dx()),
            Memory.length(op.gamma()));
    ColumnSums sums =
        new ColumnSums(
            workers, count, rows.length, 1, (from, to, out) -> rows.gradient(false, from, to, out));
    float[] dgamma = memory.floats(op.dgamma());
    return () -> {
      sums.run();
      sums.write(dgamma, rows.length);
    };
  }

  /** The tensors of a gradient. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Rows(
      float[] dy, float[] x, float[] gamma, float[] mean, float[] inverse, float[] dx, int length) {

    /**
     * dx = inverse·(g − Σg/C − x̂·Σ(g·x̂)/C) with g = γ·dy; adds dy·x̂ to the sums.
     *
     * @param centered whether the middle term applies
     */
    void gradient(boolean centered, int from, int to, float[] sums) {
      for (int row = from; row < to; row++) {
        int at = row * length;
        float dot = addProducts(at, mean[row], inverse[row], sums);
        float offset = centered ? sum(at) / length : 0;
        combine(at, mean[row], inverse[row], offset, dot / length);
      }
    }

    /** sums[c] += dy·x̂; returns Σ g·x̂. */
    private float addProducts(int at, float m, float scale, float[] sums) {
      FloatVector dot = FloatVector.zero(S);
      int c = 0;
      for (; c <= length - L; c += L) {
        FloatVector product =
            FloatVector.fromArray(S, x, at + c)
                .sub(m)
                .mul(scale)
                .mul(FloatVector.fromArray(S, dy, at + c));
        FloatVector.fromArray(S, sums, c).add(product).intoArray(sums, c);
        dot = dot.add(product.mul(FloatVector.fromArray(S, gamma, c)));
      }
      float sum = dot.reduceLanes(VectorOperators.ADD);
      for (; c < length; c++) {
        float product = (x[at + c] - m) * scale * dy[at + c];
        sums[c] += product;
        sum += product * gamma[c];
      }
      return sum;
    }

    /** Σ g. */
    private float sum(int at) {
      FloatVector sums = FloatVector.zero(S);
      int c = 0;
      for (; c <= length - L; c += L) {
        FloatVector g = FloatVector.fromArray(S, dy, at + c);
        sums = sums.add(g.mul(FloatVector.fromArray(S, gamma, c)));
      }
      float sum = sums.reduceLanes(VectorOperators.ADD);
      for (; c < length; c++) {
        sum += dy[at + c] * gamma[c];
      }
      return sum;
    }

    /** dx = scale·(γ·dy − offset − x̂·slope). */
    private void combine(int at, float m, float scale, float offset, float slope) {
      int c = 0;
      for (; c <= length - L; c += L) {
        FloatVector bend = FloatVector.fromArray(S, x, at + c).sub(m).mul(scale).mul(slope);
        FloatVector.fromArray(S, dy, at + c)
            .mul(FloatVector.fromArray(S, gamma, c))
            .sub(offset)
            .sub(bend)
            .mul(scale)
            .intoArray(dx, at + c);
      }
      for (; c < length; c++) {
        float bend = (x[at + c] - m) * scale * slope;
        dx[at + c] = (dy[at + c] * gamma[c] - offset - bend) * scale;
      }
    }
  }
}
