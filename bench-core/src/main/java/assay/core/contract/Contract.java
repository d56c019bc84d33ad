package assay.core.contract;

import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.target.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The contract of a target as a list of checks, for the acceptance of a host: the same checks that
 * the tests run.
 *
 * @param checks in the order in which they run
 */
public record Contract(List<Check> checks) {
  private static final int PROGRAMS = 204;

  public Contract {
    checks = List.copyOf(checks);
  }

  /** How a check came out. */
  public enum Status {
    /** It holds. */
    HELD,
    /** The target supports no program of this check. */
    NOTHING_TO_CHECK,
    /** It does not hold. */
    BROKEN
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
    private final ContractChecks checks;
    private final Consumer<ContractChecks> action;

    Check(String name, ContractChecks checks, Consumer<ContractChecks> action) {
      this.name = name;
      this.checks = checks;
      this.action = action;
    }

    /** What is to hold. */
    public String name() {
      return name;
    }

    /** Runs it. Never throws for what the target does. */
    public Finding run() {
      int before = checks.executed();
      try {
        action.accept(checks);
      } catch (AssertionError e) {
        return new Finding(name, Status.BROKEN, String.valueOf(e.getMessage()));
      } catch (RuntimeException | LinkageError e) {
        return new Finding(name, Status.BROKEN, e.toString());
      }
      return checks.executed() > before
          ? new Finding(name, Status.HELD, null)
          : new Finding(name, Status.NOTHING_TO_CHECK, "the target supports none of its programs");
    }
  }

  /** All checks of a target in a precision. */
  public static Contract of(Target target, Precision precision) {
    List<Check> all = new ArrayList<>();
    Map<String, Consumer<ContractChecks>> actions = new LinkedHashMap<>();
    actions.put(PROGRAMS + " random programs match the oracle", c -> c.randomPrograms(0, PROGRAMS));
    actions.put("state stays between executions", ContractChecks::stateStays);
    actions.put("unknown tensors are refused", ContractChecks::unknownTensorsAreRefused);
    actions.put("inputs are left alone", ContractChecks::inputsAreLeftAlone);
    actions.put("any number of threads gives the same", ContractChecks::anyNumberOfThreads);
    actions.put("closing twice is harmless", ContractChecks::closesTwice);
    actions.put("larger ragged sizes match the oracle", ContractChecks::largerRaggedSizes);
    actions.put("what is unsupported is said as data", ContractChecks::unsupportedIsData);
    for (Optimizer optimizer : RandomPrograms.OPTIMIZERS) {
      actions.put(
          "50 losses follow the oracle's with " + optimizer.id(), c -> c.lossCurve(optimizer));
    }
    ContractChecks checks = new ContractChecks(target, precision);
    actions.forEach((name, action) -> all.add(new Check(name, checks, action)));
    return new Contract(all);
  }
}
