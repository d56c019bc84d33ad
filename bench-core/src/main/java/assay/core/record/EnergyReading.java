package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import assay.core.telemetry.Share;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Energy of one domain over one fork's energy window, in which the workload was executed repeatedly
 * and nothing else ran.
 *
 * @param domain what is measured, such as {@code package-0} or {@code gpu-0}
 * @param source the source, such as {@code rapl} or {@code nvml}
 * @param root folder read in place of the machine; null for the machine's own sensors
 * @param share how the domain relates to the target
 * @param joules total energy in J, including the idle share; at least 0
 * @param windowSeconds length of the window in s, above 0
 * @param executions executions in the window, at least 1
 * @param calibrationPercent accuracy of the sensor in ± %, as its vendor or the user states it or
 *     from the literature, as the note then says; null if it is not known: its energy then compares
 *     only with itself
 * @param windowPercent standard uncertainty from the window (edges, counts, sampling), in % of
 *     {@code joules}
 * @param note a remark, such as that the sensor's vendor states no accuracy
 */
public record EnergyReading(
    String domain,
    String source,
    @Nullable String root,
    Share share,
    double joules,
    double windowSeconds,
    long executions,
    @Nullable Double calibrationPercent,
    double windowPercent,
    @Nullable String note) {
  public EnergyReading {
    Checks.text("domain", domain);
    Checks.text("source", source);
    Checks.textOrNull("root", root);
    Checks.textOrNull("note", note);
    Checks.notNegative("joules", joules);
    Checks.notNegative("calibrationPercent", calibrationPercent);
    Checks.notNegative("windowPercent", windowPercent);
    if (!(Checks.finite("windowSeconds", windowSeconds) > 0) || executions < 1) {
      throw new IllegalArgumentException(
          "an energy needs a window above 0 s and at least one execution");
    }
  }

  /**
   * The readings of the target's own domains, at least one; or why they are no total: a partial sum
   * would be taken for the whole.
   *
   * @param readings of one window
   * @param refused what the same window did not give
   */
  public static Availability<List<EnergyReading>> own(
      Availability<List<EnergyReading>> readings, List<RefusedEnergy> refused) {
    for (RefusedEnergy missing : refused) {
      if (missing.share() == Share.PRIMARY) {
        return new Unavailable<>(missing.domain() + ": " + missing.reason());
      }
    }
    return switch (readings) {
      case Unavailable<List<EnergyReading>> none -> none;
      case Available<List<EnergyReading>>(List<EnergyReading> all) -> {
        List<EnergyReading> own = all.stream().filter(r -> r.share() == Share.PRIMARY).toList();
        yield own.isEmpty()
            ? new Unavailable<>(
                "no meter covers the whole target, and a partial reading would be taken for the"
                    + " total")
            : new Available<>(own);
      }
    };
  }

  /** The energy of an execution by readings of several domains together, J. */
  public static double joulesPerExecution(List<EnergyReading> own) {
    return own.stream().mapToDouble(r -> r.joules() / r.executions()).sum();
  }
}
