package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.Share;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Energy of one domain over the energy windows of all included forks.
 *
 * @param domain what is measured, such as {@code package-0} or {@code gpu-0}
 * @param source the source, such as {@code rapl} or {@code nvml}
 * @param root folder read in place of the machine; null for the machine's own sensors
 * @param share how the domain relates to the target
 * @param joules total energy in the windows in J, including the idle share; at least 0
 * @param windowSeconds total length of the windows in s, above 0
 * @param executions executions in the windows, at least 1
 * @param idleWatts idle power of the machine in W, null if not measured
 * @param idlePlusMinusWatts its expanded uncertainty (k = 2) in W, null together with it
 * @param uncertaintyPercent expanded uncertainty (k = 2) of joules per execution in %
 * @param note a remark; required if there is no idle power, to say why
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
      throw new IllegalArgumentException(
          "an energy needs a window above 0 s and at least one execution");
    }
    if ((idleWatts == null) != (idlePlusMinusWatts == null)) {
      throw new IllegalArgumentException("idle power and its uncertainty must be given together");
    }
    if (idleWatts == null && note == null) {
      throw new IllegalArgumentException("without idle power a note is required");
    }
  }

  /**
   * Expanded uncertainty (k = 2) of a target's own energy, in % of the sum of its domains. Errors
   * of the domains are added linearly, since one vendor's sensors share a scale error.
   *
   * @return null if the target has no energy
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

  /** Energy above idle in J, possibly negative; null if the idle power is unknown. */
  public @Nullable Double joulesAboveIdle() {
    return idleWatts == null ? null : joules - idleWatts * windowSeconds;
  }
}
