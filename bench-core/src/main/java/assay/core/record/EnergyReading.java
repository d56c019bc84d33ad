package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.Share;
import org.jspecify.annotations.Nullable;

/**
 * Energy of one domain over one fork's energy window, in which the workload was executed again and
 * again and nothing else was done.
 *
 * @param domain what is metered, such as {@code package-0} or {@code gpu-0}
 * @param source the source, such as {@code rapl} or {@code nvml}
 * @param root folder that stood for the machine; null for the machine's own sensors
 * @param share how it belongs to the target
 * @param joules total energy, J, the idle share included; at least 0
 * @param windowSeconds length of the window, s; above 0
 * @param executions executions in the window, at least 1
 * @param calibrationPercent largest error of the sensor's scale as its maker states it, ± %; null
 *     where none is stated
 * @param windowPercent standard uncertainty that the window adds (edges, counts, sampling), % of
 *     {@code joules}
 * @param note a remark, such as that the sensor's maker states no accuracy
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
      throw new IllegalArgumentException("an energy needs a window above 0 s and an execution");
    }
  }
}
