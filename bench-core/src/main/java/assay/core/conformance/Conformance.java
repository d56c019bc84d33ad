package assay.core.conformance;

import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.spi.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything a target must pass, as a list of checks: the tests run them, and so does the
 * acceptance of a new host.
 *
 * @param checks in the order in which they run
 */
public record Conformance(List<Check> checks) {
  private static final int WHOLE_NETWORK_BYTES = 4;

  public Conformance {
    checks = List.copyOf(checks);
  }

  /** How a check came out. */
  public enum Status {
    /** It passed. */
    PASSED,
    /** Nothing was checked: the target supports no program of this check. */
    SKIPPED,
    /** The target's answer was wrong, or it threw. */
    FAILED
  }

  /**
   * What came of a check.
   *
   * @param check what was to hold
   * @param message what is wrong, or why there was nothing to check; null where it holds
   */
  public record Finding(String check, Status status, @Nullable String message) {}

  /** One thing a target must do. */
  public static final class Check {
    private final String name;
    private final IntSupplier executed;
    private final Runnable action;

    /**
     * A check.
     *
     * @param executed programs that were asked of the target so far
     */
    Check(String name, IntSupplier executed, Runnable action) {
      this.name = name;
      this.executed = executed;
      this.action = action;
    }

    /** What is to hold. */
    public String name() {
      return name;
    }

    /** Runs it. Never throws for what the target does. */
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
          : new Finding(name, Status.SKIPPED, "the target supports none of its programs");
    }
  }

  /**
   * All checks of a target in a precision: programs of every operation and training where the
   * precision is one that a whole network is computed in, and in every precision products,
   * convolutions and what is done element by element.
   */
  public static Conformance of(Target target, Precision precision) {
    List<Check> all = new ArrayList<>();
    ConformanceChecks checks = new ConformanceChecks(target, precision);
    Map<String, Runnable> actions = new LinkedHashMap<>();
    if (precision.input() == precision.output()
        && precision.input().bytes() >= WHOLE_NETWORK_BYTES) {
      network(checks, actions);
    }
    actions.put("what is unsupported is said as data", checks::unsupportedIsData);
    actions.forEach((name, action) -> all.add(new Check(name, checks::executed, action)));
    actions.clear();
    PrecisionChecks others = new PrecisionChecks(target, precision);
    actions.put("products with transposes, scales and batches", others::products);
    actions.put("products with a long sum", others::splitProducts);
    actions.put("products in whole pieces of 16 bytes", others::alignedProducts);
    actions.put("products with many ragged rows and columns", others::largeProducts);
    actions.put("chains of products on matrix units", others::matrixChains);
    if (precision.input().isFloating()) {
      actions.put("convolutions in three directions", others::convolutions);
      actions.put("convolutions in whole pieces of 16 bytes", others::alignedConvolutions);
      actions.put("what is done element by element", others::pointwise);
      actions.put("memory and peak workloads", others::workloads);
    }
    actions.forEach((name, action) -> all.add(new Check(name, others::executed, action)));
    return new Conformance(all);
  }

  private static void network(ConformanceChecks checks, Map<String, Runnable> actions) {
    actions.put(
        RandomPrograms.COUNT + " random programs match the oracle",
        () -> checks.randomPrograms(0, RandomPrograms.COUNT));
    actions.put("state stays between executions", checks::stateStays);
    actions.put("unknown tensors are refused", checks::unknownTensorsAreRefused);
    actions.put("labels that are no classes have no loss", checks::strayLabels);
    actions.put("inputs are left alone", checks::inputsAreLeftAlone);
    actions.put("inputs written meanwhile are the next ones", checks::inputsWrittenMeanwhile);
    actions.put("any number of threads gives the same", checks::anyNumberOfThreads);
    actions.put("closing twice is harmless", checks::closesTwice);
    actions.put("larger ragged sizes match the oracle", checks::largerRaggedSizes);
    for (Optimizer optimizer : RandomPrograms.OPTIMIZERS) {
      actions.put(
          "50 losses follow the oracle's with " + optimizer.id(),
          () -> checks.lossCurve(optimizer));
    }
  }
}
