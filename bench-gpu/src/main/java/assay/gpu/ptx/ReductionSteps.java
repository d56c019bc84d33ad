package assay.gpu.ptx;

import assay.core.program.Tensor;
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;
import assay.core.program.op.BiasGrad;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.Kernel;
import java.util.List;

/** Reductions: bias gradients, batch norms, softmax. */
final class ReductionSteps {
  private static final String REDUCE = "reduce";
  private static final String SOFTMAX = "softmax";

  /** A block of {@code column_sums}: channels by rows. */
  private static final Kernel.Extent COLUMN_BLOCK = new Kernel.Extent(32, 8, 1);

  /** Minimum of rows that one block sums, and maximum of chunks of rows. */
  private static final long CHUNK_ROWS = 64;

  private static final long MAX_CHUNKS = 256;

  private static final int ROWS_PER_BLOCK = 4;
  private static final int SOFTMAX_THREADS = 128;

  /** {@code enum Sum} of {@code reduce.cu}. */
  private static final int PLAIN = 0;

  private static final int SQUARED_DEVIATIONS = 1;
  private static final int GRADIENTS = 2;

  private final Workspace space;

  ReductionSteps(Workspace space) {
    this.space = space;
  }

  private Step over(long elements, String module, String kernel, Arguments arguments) {
    return Launch.over(
        elements, space.gpu().multiprocessors(), space.kernel(module, kernel), arguments);
  }

  /** Sums over rows of a tensor (rows, channels) by chunk, which are still to be added up. */
  private final class ColumnSums {
    private final Tensor x;
    private final long channels;
    private final long rows;
    private final int chunks;

    ColumnSums(Tensor x) {
      this.x = x;
      channels = x.shape().dim(-1);
      rows = x.elements() / channels;
      chunks = (int) Math.clamp(rows / CHUNK_ROWS, 1, MAX_CHUNKS);
    }

    long scratch() {
      return space.scratch(chunks * channels * Float.BYTES, "partial sums of " + x);
    }

    Step sum(int what, long dy, long mean, long inverse, long partial, long second) {
      Arguments arguments =
          new Arguments()
              .address(space.address(x))
              .address(dy)
              .address(mean)
              .address(inverse)
              .address(partial)
              .address(second)
              .i64(rows)
              .i64(channels)
              .i32(TypeCode.of(x))
              .i32(what);
      int blocks = (int) ((channels + COLUMN_BLOCK.x() - 1) / COLUMN_BLOCK.x());
      return new Launch(
          space.kernel(REDUCE, "column_sums"),
          new Kernel.Extent(blocks, chunks, 1),
          COLUMN_BLOCK,
          arguments);
    }

    Step finish(long partial, double divisor, Tensor out) {
      Arguments arguments =
          new Arguments()
              .address(partial)
              .i32(chunks)
              .i64(channels)
              .f32(divisor)
              .address(space.address(out))
              .i32(TypeCode.of(out));
      return over(channels, REDUCE, "column_finish", arguments);
    }
  }

  List<Step> biasGrad(BiasGrad op) {
    ColumnSums sums = new ColumnSums(op.dy());
    long partial = sums.scratch();
    return List.of(sums.sum(PLAIN, 0, 0, 0, partial, 0), sums.finish(partial, 1, op.db()));
  }

  List<Step> training(BatchNormTraining op) {
    ColumnSums sums = new ColumnSums(op.x());
    long partial = sums.scratch();
    long squares = sums.scratch();
    long mean = space.address(op.mean());
    Arguments statistics =
        new Arguments()
            .address(squares)
            .i32(sums.chunks)
            .i64(sums.channels)
            .i64(sums.rows)
            .address(mean)
            .address(space.address(op.inverseDeviation()))
            .address(space.address(op.runningMean()))
            .address(space.address(op.runningVariance()))
            .f32(op.epsilon())
            .f32(op.momentum())
            .i32(TypeCode.of(op.x()));
    return List.of(
        sums.sum(PLAIN, 0, 0, 0, partial, 0),
        sums.finish(partial, (double) sums.rows, op.mean()),
        sums.sum(SQUARED_DEVIATIONS, 0, mean, 0, squares, 0),
        over(sums.channels, REDUCE, "norm_statistics", statistics),
        apply(op.x(), op.gamma(), op.beta(), op.mean(), op.inverseDeviation(), op.y(), 0, false));
  }

  Step inference(BatchNormInference op) {
    return apply(
        op.x(), op.gamma(), op.beta(), op.mean(), op.variance(), op.y(), op.epsilon(), true);
  }

  private Step apply(
      Tensor x,
      Tensor gamma,
      Tensor beta,
      Tensor mean,
      Tensor scale,
      Tensor y,
      double epsilon,
      boolean isVariance) {
    Arguments arguments =
        new Arguments()
            .address(space.address(x))
            .address(space.address(gamma))
            .address(space.address(beta))
            .address(space.address(mean))
            .address(space.address(scale))
            .address(space.address(y))
            .i64(x.elements())
            .i64(gamma.elements())
            .f32(epsilon)
            .i32(isVariance ? 1 : 0)
            .i32(TypeCode.of(x));
    return over(x.elements(), REDUCE, "norm_apply", arguments);
  }

  List<Step> gradient(BatchNormGrad op) {
    ColumnSums sums = new ColumnSums(op.x());
    long partial = sums.scratch();
    long second = sums.scratch();
    long dy = space.address(op.dy());
    long mean = space.address(op.mean());
    long inverse = space.address(op.inverseDeviation());
    Arguments arguments =
        new Arguments()
            .address(dy)
            .address(space.address(op.x()))
            .address(space.address(op.gamma()))
            .address(mean)
            .address(inverse)
            .address(space.address(op.dgamma()))
            .address(space.address(op.dbeta()))
            .address(space.address(op.dx()))
            .i64(op.x().elements())
            .i64(sums.channels)
            .i32(TypeCode.of(op.x()));
    return List.of(
        sums.sum(GRADIENTS, dy, mean, inverse, partial, second),
        sums.finish(partial, 1, op.dbeta()),
        sums.finish(second, 1, op.dgamma()),
        over(op.x().elements(), REDUCE, "norm_grad_apply", arguments));
  }

  List<Step> softmax(SoftmaxCrossEntropy op) {
    long rows = op.labels().elements();
    int classes = (int) op.logits().shape().dim(1);
    long losses = space.scratch(rows * Float.BYTES, "losses of " + op.logits());
    Arguments arguments =
        new Arguments()
            .address(space.address(op.logits()))
            .address(space.address(op.labels()))
            .address(space.address(op.probabilities()))
            .address(losses)
            .i64(rows)
            .i32(classes)
            .i32(TypeCode.of(op.logits()));
    Arguments total =
        new Arguments()
            .address(losses)
            .i64(rows)
            .address(space.address(op.loss()))
            .i32(TypeCode.of(op.loss()));
    Kernel.Extent grid =
        Kernel.Extent.of(Math.toIntExact((rows + ROWS_PER_BLOCK - 1) / ROWS_PER_BLOCK));
    return List.of(
        new Launch(
            space.kernel(SOFTMAX, "softmax_rows"),
            grid,
            Kernel.Extent.of(SOFTMAX_THREADS),
            arguments),
        new Launch(
            space.kernel(SOFTMAX, "softmax_loss"),
            Kernel.Extent.of(1),
            Kernel.Extent.of(Launch.THREADS),
            total));
  }

  Step softmaxGrad(SoftmaxCrossEntropyGrad op) {
    Arguments arguments =
        new Arguments()
            .address(space.address(op.probabilities()))
            .address(space.address(op.labels()))
            .address(space.address(op.dlogits()))
            .i64(op.labels().elements())
            .i32((int) op.dlogits().shape().dim(1))
            .i32(TypeCode.of(op.dlogits()));
    return over(op.dlogits().elements(), SOFTMAX, "softmax_grad", arguments);
  }
}
