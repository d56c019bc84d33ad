package assay.report.nightly;

import assay.report.gate.GateVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What moved a whole host.
 *
 * @param host its label
 * @param family of metrics that move together: {@code speed} or {@code energy}
 * @param canaries how many of its canaries could be used
 * @param factor by what share the canaries were worse than usual; 0 if there are too few
 * @param sharing share of its other series that moved alike
 * @param verdict null if there are too few canaries
 * @param reason one line for a person
 * @param change the change that is open or was closed tonight, null if there is none
 * @param onset whether the alarm is tonight's
 * @param acknowledged what somebody said about the change, null if nobody did
 */
public record HostReport(
    String host,
    String family,
    int canaries,
    double factor,
    double sharing,
    @Nullable GateVerdict verdict,
    String reason,
    @Nullable OpenChange change,
    boolean onset,
    @Nullable String acknowledged) {
  /** Whether the host became worse tonight. */
  public boolean alarm() {
    return onset && verdict == GateVerdict.REGRESSED && acknowledged == null;
  }

  /** Whether it is worse since an earlier night, and nobody has accepted it. */
  public boolean open() {
    return verdict == GateVerdict.REGRESSED
        && !onset
        && acknowledged == null
        && change != null
        && !change.closed();
  }
}
