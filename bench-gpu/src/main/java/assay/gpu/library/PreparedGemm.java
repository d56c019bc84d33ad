package assay.gpu.library;

import assay.core.program.Precision;
import assay.core.program.op.MatMul;
import java.util.List;

/** A matrix product with the algorithm that was fastest. */
final class PreparedGemm implements Prepared {
  private final GemmPlan plan;
  private final GemmAlgorithm algorithm;
  private final Workspace workspace;
  private final int[] alignments;
  private final String engine;
  private boolean closed;

  private PreparedGemm(
      GemmPlan plan,
      GemmAlgorithm algorithm,
      Workspace workspace,
      int[] alignments,
      String engine) {
    this.plan = plan;
    this.algorithm = algorithm;
    this.workspace = workspace;
    this.alignments = alignments;
    this.engine = engine;
  }

  /** Tries the candidates for a product that {@link GemmTypes#unsupported} has nothing against. */
  static Preparation prepare(
      CublasLt lt, Tuning tuning, MatMul op, Precision precision, long stream, long[] addresses) {
    GemmPlan plan = GemmPlan.of(lt, Gemm.of(op, precision), tuning.memory());
    try {
      Autotuner<GemmAlgorithm> choice = new Autotuner<>(tuning.clock(), stream);
      time(plan, tuning, choice, stream, addresses);
      GemmAlgorithm best = choice.best();
      if (best == null) {
        plan.close();
        return new Preparation.Declined(choice.why("MatMul", lt.library().toString()));
      }
      return new Preparation.Ready(of(lt, plan, best, tuning, addresses));
    } catch (RuntimeException e) {
      plan.close();
      throw e;
    }
  }

  private static void time(
      GemmPlan plan,
      Tuning tuning,
      Autotuner<GemmAlgorithm> choice,
      long stream,
      long[] addresses) {
    List<GemmAlgorithm> candidates = candidates(plan, tuning, choice, addresses);
    long most = candidates.stream().mapToLong(GemmAlgorithm::workspace).max().orElse(0);
    try (Workspace workspace = Workspace.of(tuning.memory(), most)) {
      for (GemmAlgorithm candidate : candidates) {
        choice.time(
            candidate, () -> plan.enqueue(candidate, workspace.address(), stream, addresses));
      }
    }
  }

  private static List<GemmAlgorithm> candidates(
      GemmPlan plan, Tuning tuning, Autotuner<GemmAlgorithm> choice, long[] addresses) {
    try {
      return plan.candidates(tuning.candidates(), tuning.workspaceBytes(), addresses);
    } catch (LibraryException e) {
      choice.refused(e);
      return List.of();
    }
  }

  private static PreparedGemm of(
      CublasLt lt, GemmPlan plan, GemmAlgorithm best, Tuning tuning, long[] addresses) {
    String engine =
        "cuBLASLt " + lt.library().version() + ", " + best.describe(lt) + plan.besides();
    Workspace workspace = Workspace.of(tuning.memory(), best.workspace());
    return new PreparedGemm(plan, best, workspace, Alignment.of(addresses), engine);
  }

  @Override
  public void enqueue(long stream, long... addresses) {
    Alignment.check(alignments, addresses);
    plan.enqueue(algorithm, workspace.address(), stream, addresses);
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        plan.close();
      } finally {
        workspace.close();
      }
    }
  }
}
