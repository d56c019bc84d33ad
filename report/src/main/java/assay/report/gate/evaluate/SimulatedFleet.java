package assay.report.gate.evaluate;

import assay.core.record.MetricKey.Better;
import assay.report.gate.Gate;
import assay.report.gate.Night;
import assay.report.gate.Reading.Measured;
import assay.report.gate.Reruns;
import assay.report.gate.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A fleet whose nights are drawn one after another: times of around 1 ms. */
final class SimulatedFleet {
  private static final double TIME = 1e-3;

  private final Fleet fleet;
  private final List<Series> series = new ArrayList<>();
  private final List<Noise.OfSeries> noise = new ArrayList<>();
  private final double[] own;
  private final RandomGenerator random;
  private Injection injection = Injection.NONE;
  private int from = Integer.MAX_VALUE;

  SimulatedFleet(Fleet fleet, Noise noise, long seed) {
    this.fleet = fleet;
    random = new SplittableRandom(seed);
    own = new double[fleet.size()];
    for (int i = 0; i < fleet.size(); i++) {
      this.noise.add(noise.series(fleet.nightShare(), random));
      String host = String.format(Locale.ROOT, "host%03d", i / fleet.seriesPerHost());
      String key = String.format(Locale.ROOT, "%s/%03d", host, i % fleet.seriesPerHost());
      series.add(new Series(key, host, Better.LOWER, fleet.canary(i)));
    }
    for (int before = 0; before < 50; before++) {
      advance();
    }
  }

  private SimulatedFleet(SimulatedFleet past, Injection injection, int from, long seed) {
    fleet = past.fleet;
    series.addAll(past.series);
    noise.addAll(past.noise);
    own = past.own.clone();
    random = new SplittableRandom(seed);
    this.injection = injection;
    this.from = from;
  }

  /** Another future of the same fleet, in which something is put in from a night on. */
  SimulatedFleet branch(Injection change, int from, long seed) {
    return new SimulatedFleet(this, change, from, seed);
  }

  List<Series> series() {
    return series;
  }

  double sigma(int index) {
    return noise.get(index).sigma();
  }

  private void advance() {
    for (int i = 0; i < own.length; i++) {
      own[i] = noise.get(i).night(own[i], random);
    }
  }

  private double draw(int i, int night) {
    double z =
        Math.sqrt(fleet.nightShare()) * own[i]
            + noise.get(i).measurement(Math.sqrt(1 - fleet.nightShare()), random);
    return TIME
        * Math.exp(
            changed(i, night)
                ? injection.noise() * sigma(i) * z + injection.course().at(night - from, sigma(i))
                : sigma(i) * z);
  }

  private boolean changed(int i, int night) {
    return night >= from && injection.series().test(i);
  }

  /** The first measurements of the next night. */
  Night night(int number) {
    advance();
    List<Night.Observation> observations = new ArrayList<>(series.size());
    for (int i = 0; i < series.size(); i++) {
      if (!(changed(i, number) && random.nextDouble() < injection.missing())) {
        observations.add(
            new Night.Observation(series.get(i), new Measured(draw(i, number), 0, List.of())));
      }
    }
    return new Night(number, observations);
  }

  /** Logarithms of a night's first values by index; NaN for what was not measured. */
  double[] levels(Night night) {
    double[] levels = new double[series.size()];
    Arrays.fill(levels, Double.NaN);
    int i = 0;
    for (Night.Observation observation : night.observations()) {
      while (!series.get(i).equals(observation.series())) {
        i++;
      }
      levels[i] = Math.log(((Measured) observation.reading()).value());
    }
    return levels;
  }

  /** The same night with what was to be measured again. */
  Night rerun(Night night, Reruns reruns) {
    if (reruns.none()) {
      return night;
    }
    Set<String> again = new HashSet<>(reruns.suspects());
    again.addAll(reruns.canaries());
    List<Night.Observation> observations = new ArrayList<>(night.observations());
    int i = 0;
    for (int at = 0; at < observations.size(); at++) {
      Night.Observation observation = observations.get(at);
      while (!series.get(i).equals(observation.series())) {
        i++;
      }
      if (again.contains(observation.series().key())) {
        List<Double> values = new ArrayList<>();
        for (int rerun = 0; rerun < Gate.RERUNS; rerun++) {
          values.add(draw(i, night.number()));
        }
        Measured first = (Measured) observation.reading();
        observations.set(
            at,
            new Night.Observation(observation.series(), new Measured(first.value(), 0, values)));
      }
    }
    return new Night(night.number(), observations);
  }
}
