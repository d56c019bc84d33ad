package assay.report.gate;

import org.jspecify.annotations.Nullable;

/**
 * The verdict on a series in a night.
 *
 * @param series which
 * @param verdict the verdict
 * @param reason one line for a person
 * @param evidence what it rests on; null where nothing could be judged
 * @param event the change that is open, or that was closed tonight
 * @param onset whether the alarm is tonight's
 */
public record Judgement(
    Series series,
    GateVerdict verdict,
    String reason,
    @Nullable Evidence evidence,
    @Nullable Event event,
    boolean onset) {
  static Judgement without(Series series, GateVerdict verdict, String reason) {
    return new Judgement(series, verdict, reason, null, null, false);
  }
}
