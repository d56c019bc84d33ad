package assay.report.nightly;

import assay.core.record.MetricKey.Better;
import assay.report.gate.Evidence;
import assay.report.gate.GateVerdict;
import assay.report.history.SeriesKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one series, with all that a reader needs to act on it.
 *
 * @param series which
 * @param unit of its values
 * @param better which way is better
 * @param canary whether it is there to show the machine's state
 * @param verdict the verdict
 * @param reason one line for a person
 * @param limit the floor or ceiling that tonight's value broke, in words; null if it broke none
 * @param tonight tonight's value, null if there is none
 * @param reruns values of the same night that were measured again
 * @param evidence what the verdict rests on, null where nothing could be judged
 * @param change the change that is open or was closed tonight, null if there is none
 * @param onset whether the alarm is tonight's
 * @param acknowledged what somebody said about the change, null if nobody did
 * @param nights its values, oldest first, tonight's last
 * @param marks what happened on its host, oldest first
 */
public record SeriesReport(
    SeriesKey series,
    String unit,
    Better better,
    boolean canary,
    GateVerdict verdict,
    String reason,
    @Nullable String limit,
    @Nullable Double tonight,
    List<Double> reruns,
    @Nullable Evidence evidence,
    @Nullable OpenChange change,
    boolean onset,
    @Nullable String acknowledged,
    List<NightValue> nights,
    List<Mark> marks) {
  /** Copies the lists. */
  public SeriesReport {
    reruns = List.copyOf(reruns);
    nights = List.copyOf(nights);
    marks = List.copyOf(marks);
  }

  /** A value of a night. */
  public record NightValue(NightRef night, double value) {}

  /** Whether it became worse tonight, or broke a limit. */
  public boolean alarm() {
    return limit != null || (onset && verdict == GateVerdict.REGRESSED && acknowledged == null);
  }

  /** Whether it is worse since an earlier night, and nobody has accepted it. */
  public boolean open() {
    return verdict == GateVerdict.REGRESSED
        && !onset
        && acknowledged == null
        && change != null
        && !change.closed();
  }

  /** The same, with a limit that tonight's value broke. */
  SeriesReport breaking(String broken) {
    return new SeriesReport(
        series,
        unit,
        better,
        canary,
        verdict == GateVerdict.INVALID ? verdict : GateVerdict.REGRESSED,
        reason + "; " + broken,
        limit == null ? broken : limit + "; " + broken,
        tonight,
        reruns,
        evidence,
        change,
        onset,
        acknowledged,
        nights,
        marks);
  }
}
