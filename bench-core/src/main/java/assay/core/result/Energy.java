package assay.core.result;

import org.jspecify.annotations.Nullable;

/**
 * Energy of one domain over the measured window.
 *
 * @param domain what is metered, such as {@code package-0} or {@code gpu-0}
 * @param source the counter, such as {@code rapl} or {@code nvml}
 * @param joules total energy in the window, J, the idle share included; at least 0
 * @param windowSeconds length of the window, s; above 0
 * @param idleWatts power of the idle machine, W, null where it was not measured
 * @param uncertaintyPercent expanded uncertainty (k = 2) of {@code joules}, %, null if unknown
 * @param note required where one of the two is null, and then says why
 */
public record Energy(
    String domain,
    String source,
    double joules,
    double windowSeconds,
    @Nullable Double idleWatts,
    @Nullable Double uncertaintyPercent,
    @Nullable String note) {
  public Energy {
    Checks.text("domain", domain);
    Checks.text("source", source);
    Checks.notNegative("joules", joules);
    Checks.notNegative("windowSeconds", windowSeconds);
    Checks.notNegative("idleWatts", idleWatts);
    Checks.notNegative("uncertaintyPercent", uncertaintyPercent);
    Checks.textOrNull("note", note);
    if (windowSeconds == 0) {
      throw new IllegalArgumentException("an energy needs a window longer than 0 s");
    }
    if ((idleWatts == null || uncertaintyPercent == null) && note == null) {
      throw new IllegalArgumentException("idle power or uncertainty is missing without a note");
    }
  }
}
