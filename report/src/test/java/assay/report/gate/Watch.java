package assay.report.gate;

import assay.core.record.MetricKey.Better;
import assay.report.gate.Night.Observation;
import assay.report.gate.Reading.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** A gate that is shown one night after another, of series whose noise is a fixed pattern. */
final class Watch {
  // Sorted: −1, −0.8, −0.5, 0, 0.4, 0.7, 1.1; running medians of three vary too.
  private static final double[] PATTERN = {0, 1.1, -0.8, 0.4, -0.5, 0.7, -1};

  /** What the pattern is multiplied by: 0.4 %. */
  static final double SIGMA = 0.004;

  private GateState state = GateState.empty();
  private GateResult last = new GateResult(List.of(), List.of(), threshold(1), state);

  static Threshold threshold(double score) {
    return new Threshold.Simulated(score, "a test", 0);
  }

  /** A series in which less is better. */
  static Series time(String key) {
    return new Series(key, "host", Better.LOWER, false);
  }

  static Series canary(int number) {
    return new Series(String.format(Locale.ROOT, "canary%d", number), "host", Better.LOWER, true);
  }

  /** Noise of a series in the night that comes next; each series has the pattern at another place. */
  double noise(Series series) {
    int at = next() * 3 + Math.floorMod(series.key().hashCode(), PATTERN.length);
    return Math.exp(SIGMA * PATTERN[at % PATTERN.length]);
  }

  int next() {
    return state.night() + 1;
  }

  Watch nights(int count, List<Series> series, ToDoubleFunction<Series> factor) {
    for (int i = 0; i < count; i++) {
      night(series, factor);
    }
    return this;
  }

  /** A night of values around 1 ms times a factor. */
  GateResult night(List<Series> series, ToDoubleFunction<Series> factor) {
    List<Observation> observations = new ArrayList<>();
    for (Series one : series) {
      observations.add(measured(one, 1e-3 * noise(one) * factor.applyAsDouble(one)));
    }
    return judge(observations);
  }

  GateResult judge(List<Observation> observations) {
    last = Gate.of(state).judge(new Night(next(), observations));
    state = last.next();
    return last;
  }

  static Observation measured(Series series, double value, Double... reruns) {
    return new Observation(series, new Measured(value, 0, List.of(reruns)));
  }

  GateState state() {
    return state;
  }

  void state(GateState other) {
    state = other;
  }

  Judgement of(Series series) {
    return of(series, last);
  }

  static Judgement of(Series series, GateResult result) {
    return result.series().stream()
        .filter(j -> j.series().key().equals(series.key()))
        .findFirst()
        .orElseThrow();
  }

  Event event(Series series) {
    return Objects.requireNonNull(of(series).event());
  }

  Evidence evidence(Series series) {
    return Objects.requireNonNull(of(series).evidence());
  }

  Judgement host() {
    return Objects.requireNonNull(last.hosts().getFirst().judgement());
  }

  long onsets() {
    return last.series().stream().filter(Judgement::onset).count();
  }
}
