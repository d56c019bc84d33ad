package assay.core.contract;

import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.target.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

  /** What came of a check. */
  public sealed interface Outcome {
    /** It holds. */
    record Held() implements Outcome {}

    /** The target supports no program of this check. */
    record NothingToCheck() implements Outcome {}

    /** It does not hold. */
    record Broken(String message) implements Outcome {}
  }

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
    public Outcome run() {
      int before = checks.executed();
      try {
        action.accept(checks);
      } catch (AssertionError e) {
        return new Outcome.Broken(String.valueOf(e.getMessage()));
      } catch (RuntimeException | LinkageError e) {
        return new Outcome.Broken(e.toString());
      }
      return checks.executed() > before ? new Outcome.Held() : new Outcome.NothingToCheck();
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
