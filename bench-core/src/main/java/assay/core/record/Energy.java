package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.Share;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Energy of one domain over the energy windows of all forks that count.
 *
 * @param domain what is metered, such as {@code package-0} or {@code gpu-0}
 * @param source the source, such as {@code rapl} or {@code nvml}
 * @param root folder that stood for the machine; null for the machine's own sensors
 * @param share how it belongs to the target
 * @param joules total energy in the windows, J, the idle share included; at least 0
 * @param windowSeconds length of the windows together, s; above 0
 * @param executions executions in the windows, at least 1
 * @param idleWatts power of the idle machine, W, null where it was not measured
 * @param idlePlusMinusWatts its expanded uncertainty (k = 2), W, null together with it
 * @param uncertaintyPercent expanded uncertainty (k = 2) of joules per execution, %
 * @param note required where there is no idle power, and then says why
 */
public record Energy(
    String domain,
    String source,
    @Nullable String root,
    Share share,
    double joules,
    double windowSeconds,
    long executions,
    @Nullable Double idleWatts,
    @Nullable Double idlePlusMinusWatts,
    double uncertaintyPercent,
    @Nullable String note) {
  public Energy {
    Checks.text("domain", domain);
    Checks.text("source", source);
    Checks.textOrNull("root", root);
    Checks.textOrNull("note", note);
    Checks.notNegative("joules", joules);
    Checks.notNegative("idleWatts", idleWatts);
    Checks.notNegative("idlePlusMinusWatts", idlePlusMinusWatts);
    Checks.notNegative("uncertaintyPercent", uncertaintyPercent);
    if (!(Checks.finite("windowSeconds", windowSeconds) > 0) || executions < 1) {
      throw new IllegalArgumentException("an energy needs a window above 0 s and an execution");
    }
    if ((idleWatts == null) != (idlePlusMinusWatts == null)) {
      throw new IllegalArgumentException("idle power goes with its uncertainty");
    }
    if (idleWatts == null && note == null) {
      throw new IllegalArgumentException("idle power is missing without a note");
    }
  }

  /**
   * Expanded uncertainty (k = 2) of a target's own energy, % of the sum of its domains; their
   * errors are added as if they all lay on one side, since one maker's sensors share their scale.
   *
   * @return null where the target has no energy
   */
  public static @Nullable Double ownUncertaintyPercent(List<Energy> all) {
    double joules = 0;
    double uncertain = 0;
    for (Energy e : all) {
      if (e.share() == Share.PRIMARY) {
        joules += e.joules();
        uncertain += e.joules() * e.uncertaintyPercent();
      }
    }
    return joules > 0 ? uncertain / joules : null;
  }

  /** Mean power in the windows, W. */
  public double watts() {
    return joules / windowSeconds;
  }

  /** Energy above that of the idle machine, J, which may be below 0; null where none is known. */
  public @Nullable Double joulesAboveIdle() {
    return idleWatts == null ? null : joules - idleWatts * windowSeconds;
  }
}
