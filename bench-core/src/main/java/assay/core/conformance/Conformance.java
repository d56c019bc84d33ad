package assay.core.conformance;

import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything a target must pass, as a list of checks, run by the tests and when a new host is
 * accepted.
 *
 * @param checks in execution order
 */
public record Conformance(List<Check> checks) {
  private static final int WHOLE_NETWORK_BYTES = 4;
  private static final String NO_PROGRAM = "the target supports none of its programs";

  public Conformance {
    checks = List.copyOf(checks);
  }

  /** A check's result. */
  public enum Status {
    /** It passed. */
    PASSED,
    /** Nothing was checked: the target supports no program of this check. */
    SKIPPED,
    /** The target computed a wrong result or threw. */
    FAILED
  }

  /**
   * The outcome of a check.
   *
   * @param check the check's name: what must hold
   * @param message what is wrong, or why nothing was checked; null if it passed
   */
  public record Finding(String check, Status status, @Nullable String message) {}

  /** One thing a target must do. */
  public static final class Check {
    private final String name;
    private final IntSupplier executed;
    private final Runnable action;
    private final String skipped;

    /**
     * A check.
     *
     * @param executed number of programs that the target has run so far
     * @param skipped why, if it runs none
     */
    Check(String name, IntSupplier executed, Runnable action, String skipped) {
      this.name = name;
      this.executed = executed;
      this.action = action;
      this.skipped = skipped;
    }

    /** What must hold. */
    public String name() {
      return name;
    }

    /** Runs the check. Never throws because of the target. */
    public Finding run() {
      int before = executed.getAsInt();
      try {
        action.run();
      } catch (AssertionError e) {
        return new Finding(name, Status.FAILED, String.valueOf(e.getMessage()));
      } catch (RuntimeException | LinkageError e) {
        return new Finding(name, Status.FAILED, e.toString());
      }
      return executed.getAsInt() > before
          ? new Finding(name, Status.PASSED, null)
          : new Finding(name, Status.SKIPPED, skipped);
    }
  }

  /**
   * All checks of a target in a precision: in every precision, products, convolutions and
   * elementwise operations; in a precision that whole networks are computed in, also programs of
   * every operation and training.
   */
  public static Conformance of(Target target, Precision precision) {
    List<Check> all = new ArrayList<>();
    ConformanceChecks checks = new ConformanceChecks(target, precision);
    Map<String, Runnable> actions = new LinkedHashMap<>();
    if (precision.input() == precision.output()
        && precision.input().bytes() >= WHOLE_NETWORK_BYTES) {
      network(checks, actions);
      all.add(
          new Check(
              "several sets of inputs stay on the device",
              checks::executed,
              checks::inputSetsStayApart,
              target.unsupportedInputSets().map(Unsupported::reason).orElse(NO_PROGRAM)));
    }
    actions.put("unsupported programs are reported as data", checks::unsupportedIsData);
    actions.forEach(
        (name, action) -> all.add(new Check(name, checks::executed, action, NO_PROGRAM)));
    actions.clear();
    PrecisionChecks others = new PrecisionChecks(target, precision);
    actions.put("matrix products with transposes, scaling and batches", others::products);
    actions.put("matrix products with a long k", others::splitProducts);
    actions.put("matrix products with 16-byte aligned rows", others::alignedProducts);
    actions.put("large matrix products with ragged extents", others::largeProducts);
    actions.put("chains of matrix products on matrix units", others::matrixChains);
    if (precision.input().isFloating()) {
      actions.put(
          "convolutions: forward, backward-input and backward-filter", others::convolutions);
      actions.put("convolutions with 16-byte aligned channels", others::alignedConvolutions);
      actions.put("elementwise operations", others::pointwise);
      actions.put("memory and peak workloads", others::workloads);
    }
    actions.forEach(
        (name, action) -> all.add(new Check(name, others::executed, action, NO_PROGRAM)));
    return new Conformance(all);
  }

  private static void network(ConformanceChecks checks, Map<String, Runnable> actions) {
    actions.put(
        RandomPrograms.COUNT + " random programs match the oracle",
        () -> checks.randomPrograms(0, RandomPrograms.COUNT));
    actions.put("state persists between executions", checks::stateStays);
    actions.put("unknown tensors are refused", checks::unknownTensorsAreRefused);
    actions.put("labels out of range have no loss", checks::strayLabels);
    actions.put("inputs are not modified", checks::inputsAreLeftAlone);
    actions.put(
        "inputs written during an execution apply to the next one", checks::inputsWrittenMeanwhile);
    actions.put("results are right with any number of threads", checks::anyNumberOfThreads);
    actions.put("parts of programs are marked where they end", checks::partsAreMarked);
    actions.put("closing twice is harmless", checks::closesTwice);
    actions.put("larger ragged sizes match the oracle", checks::largerRaggedSizes);
    for (Optimizer optimizer : RandomPrograms.OPTIMIZERS) {
      actions.put(
          "50 losses follow the oracle's with " + optimizer.id(),
          () -> checks.lossCurve(optimizer));
    }
  }
}
