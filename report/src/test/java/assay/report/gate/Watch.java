package assay.report.gate;

import assay.core.record.MetricKey.Better;
import assay.report.gate.Night.Observation;
import assay.report.gate.Reading.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** A gate that is shown one night after another, of series with normal noise from fixed seeds. */
final class Watch {
  /** Standard deviation of a night. */
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

  /** Noise of a series in the night that comes next. */
  double noise(Series series) {
    RandomGenerator random = new SplittableRandom(1000L * series.key().hashCode() + next());
    return Math.exp(SIGMA * random.nextGaussian());
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
