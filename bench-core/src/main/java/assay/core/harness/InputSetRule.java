package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.host.HostMemory;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.InputSets;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many sets of inputs a fork keeps on the device, and whether its timed executions rotate
 * through them. They do where that changes no level of memory that the inputs come from: if all
 * sets fit half of the cache in which one would lie (the other half is for outputs and state), or
 * if one alone exceeds all caches. Otherwise a second set serves checks only.
 */
final class InputSetRule {
  /** More would make nothing harder to foresee: the start of each rotation is secret. */
  static final int MAX_SETS = 4;

  private static final int FEW = 2;
  private static final int SHARE = 2;

  private InputSetRule() {}

  /**
   * The rule for a workload on a target.
   *
   * @param threads that compute
   * @param timed whether its times mean anything
   */
  static InputSets of(
      Workload.Kernel workload, Precision precision, Target target, int threads, boolean timed) {
    if (Workloads.isCeiling(workload)) {
      return one(
          workload.family() + " measures a limit of the machine, on data that stays in place");
    }
    Optional<Unsupported> unsupported = target.unsupportedInputSets();
    if (unsupported.isPresent()) {
      return one(unsupported.get().reason());
    }
    Program program = workload.program(precision);
    long bytes = program.inputs().stream().mapToLong(Tensor::bytes).sum();
    double need = MemoryNeed.bytes(workload, precision) + MemoryNeed.bytesOfAnotherSet(program);
    if (need > HostMemory.bytes()) {
      return one(text("there is no memory for a second set of %d bytes", bytes));
    }
    if (!timed) {
      return new InputSets(FEW, false, "nothing is timed");
    }
    return workload.cold()
        ? new InputSets(FEW, true, "caches are flushed before each execution")
        : byCaches(bytes, threads, target.caches());
  }

  private static InputSets one(String reason) {
    return new InputSets(1, false, reason);
  }

  /**
   * The rule by caches alone.
   *
   * @param bytes of one set, at least 1
   * @param threads that may share a set among as many caches of a level
   */
  static InputSets byCaches(long bytes, int threads, Availability<List<CacheLevel>> caches) {
    return switch (caches) {
      case Availability.Unavailable<List<CacheLevel>> unknown ->
          new InputSets(FEW, false, "caches are unknown: " + unknown.reason());
      case Availability.Available<List<CacheLevel>>(List<CacheLevel> levels) ->
          levels.stream()
              .filter(level -> bytes <= Math.min(threads * level.bytes(), level.totalBytes()))
              .findFirst()
              .map(level -> within(bytes, level))
              .orElseGet(() ->
                  new InputSets(FEW, true, text("one set of %d bytes exceeds every cache", bytes)));
    };
  }

  /** Each thread may read all of a set. */
  private static InputSets within(long bytes, CacheLevel level) {
    int sets = (int) Math.min(MAX_SETS, level.bytes() / SHARE / bytes);
    return sets < FEW
        ? new InputSets(
            FEW,
            false,
            text(
                "two sets of %d bytes exceed half of a level %d cache of %d bytes, in which one"
                    + " may lie",
                bytes, level.level(), level.bytes()))
        : new InputSets(
            sets,
            true,
            text(
                "%d sets of %d bytes fit half of a level %d cache of %d bytes",
                sets, bytes, level.level(), level.bytes()));
  }

  @FormatMethod
  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
