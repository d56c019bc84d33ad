package assay.gpu.library;

import assay.core.program.Precision;
import java.util.List;

/** A convolution by cuDNN's legacy calls, for what its graph interface has no plan for. */
final class PreparedLegacyConvolution implements Prepared {
  private final Cudnn cudnn;
  private final LegacyConvolution convolution;
  private final LegacyAlgorithm algorithm;
  private final Workspace workspace;
  private final int[] alignments;
  private boolean closed;

  private PreparedLegacyConvolution(
      Cudnn cudnn,
      LegacyConvolution convolution,
      LegacyAlgorithm algorithm,
      Workspace workspace,
      int[] alignments) {
    this.cudnn = cudnn;
    this.convolution = convolution;
    this.algorithm = algorithm;
    this.workspace = workspace;
    this.alignments = alignments;
  }

  /** Tries the algorithms for a convolution that is not {@link Convolution#unsupported}. */
  static Preparation prepare(
      Cudnn cudnn,
      Tuning tuning,
      Convolution c,
      Precision precision,
      long stream,
      long[] addresses) {
    LegacyConvolution convolution = new LegacyConvolution(cudnn, c, precision);
    try {
      Autotuner<LegacyAlgorithm> choice = new Autotuner<>(tuning.clock(), stream);
      tryAll(convolution, tuning, choice, stream, addresses);
      LegacyAlgorithm best = choice.best();
      if (best == null) {
        convolution.close();
        return new Preparation.Declined(
            choice.why(c.name(), cudnn.library().toString() + ", legacy calls"));
      }
      Workspace workspace = Workspace.of(tuning.memory(), best.workspace());
      return new Preparation.Ready(
          new PreparedLegacyConvolution(
              cudnn, convolution, best, workspace, Alignment.of(addresses)));
    } catch (RuntimeException e) {
      convolution.close();
      throw e;
    }
  }

  private static void tryAll(
      LegacyConvolution convolution,
      Tuning tuning,
      Autotuner<LegacyAlgorithm> choice,
      long stream,
      long[] addresses) {
    List<LegacyAlgorithm> algorithms;
    try {
      algorithms = convolution.algorithms(tuning, choice);
    } catch (LibraryException e) {
      choice.refused(e);
      return;
    }
    long most = algorithms.stream().mapToLong(LegacyAlgorithm::workspace).max().orElse(0);
    try (Workspace workspace = Workspace.of(tuning.memory(), most)) {
      for (LegacyAlgorithm algorithm : algorithms) {
        choice.time(
            algorithm,
            () -> convolution.enqueue(algorithm, workspace.address(), stream, addresses));
      }
    }
  }

  @Override
  public void enqueue(long stream, long... addresses) {
    Alignment.check(alignments, addresses);
    convolution.enqueue(algorithm, workspace.address(), stream, addresses);
  }

  @Override
  public String engine() {
    return "cuDNN " + cudnn.library().version() + ", " + algorithm.description();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        convolution.close();
      } finally {
        workspace.close();
      }
    }
  }
}
