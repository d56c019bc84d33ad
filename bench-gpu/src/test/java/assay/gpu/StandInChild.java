package assay.gpu;

import assay.core.availability.Availability;
import assay.core.conformance.ConformanceChecks;
import assay.core.conformance.RandomPrograms;
import assay.core.device.Device;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.spi.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What runs in a JVM with the stand-in driver: the conformance checks that are named, each reported
 * on a line of its own.
 */
public final class StandInChild {
  static final String PASSED = "PASSED ";
  static final String FAILED = "FAILED ";

  /** Followed by how many programs the kernels for sm_90a had a part in. */
  static final String HOPPER = "HOPPER ";

  private StandInChild() {}

  /**
   * Runs them one after the other.
   *
   * @param args a precision, then names of checks
   */
  public static void main(String[] args) {
    Target target = new CudaTarget();
    if (!(target.probe() instanceof Availability.Available<Device> found)
        || !(found.value() instanceof Device.Emulated)) {
      System.out.println(FAILED + "probe: " + target.probe());
      return;
    }
    Precision precision = Precision.byId(args[0]).orElseThrow();
    CudaChecks own = new CudaChecks(target, precision);
    Map<String, Runnable> checks = checks(target, precision, own);
    for (int i = 1; i < args.length; i++) {
      Runnable check = checks.get(args[i]);
      try {
        if (check == null) {
          throw new IllegalArgumentException("no check " + args[i]);
        }
        check.run();
        System.out.println(PASSED + args[i]);
      } catch (RuntimeException | AssertionError e) {
        System.out.println(FAILED + args[i] + ": " + e);
        e.printStackTrace(System.out);
      }
    }
    System.out.println(HOPPER + own.hopper());
  }

  /** The conformance checks, as {@code TargetConformance} has it, and what only this target has. */
  static Map<String, Runnable> checks(Target target, Precision precision, CudaChecks own) {
    ConformanceChecks checks = new ConformanceChecks(target, precision);
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("randomPrograms", () -> checks.randomPrograms(0, RandomPrograms.COUNT));
    all.put("stateStays", checks::stateStays);
    all.put("unknownTensorsAreRefused", checks::unknownTensorsAreRefused);
    all.put("strayLabels", checks::strayLabels);
    all.put("inputsAreLeftAlone", checks::inputsAreLeftAlone);
    all.put("inputsWrittenMeanwhile", checks::inputsWrittenMeanwhile);
    all.put("inputSetsStayApart", checks::inputSetsStayApart);
    all.put("anyNumberOfThreads", checks::anyNumberOfThreads);
    all.put("closesTwice", checks::closesTwice);
    all.put("largerRaggedSizes", checks::largerRaggedSizes);
    all.put("unsupportedIsData", checks::unsupportedIsData);
    for (Optimizer optimizer : RandomPrograms.OPTIMIZERS) {
      all.put("lossCurve." + optimizer.id(), () -> checks.lossCurve(optimizer));
    }
    own.into(all);
    return all;
  }
}
