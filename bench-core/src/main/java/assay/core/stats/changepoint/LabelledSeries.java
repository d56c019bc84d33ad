package assay.core.stats.changepoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A simulated history of nightly values around 100, and where its level was changed.
 *
 * <p>A series has 60 to 400 values, a noise of 0.1, 0.2, 0.5 or 1 % and steps of 0.5, 1, 2, 5 or 10
 * %, each drawn apart from the others: one step in twenty is half as large as the noise, two in
 * twenty as large. Changes are at least {@value #APART} values apart and from the ends.
 *
 * @param changes ascending; the label
 */
public record LabelledSeries(Shape shape, Noise noise, double[] values, List<Integer> changes) {
  private static final double[] NOISES = {0.1, 0.2, 0.5, 1};
  private static final double[] STEPS = {0.5, 1, 2, 5, 10};
  private static final double LEVEL = 100;
  private static final int APART = 12;
  private static final int MIN_LENGTH = 60;
  private static final int MAX_LENGTH = 400;

  /** What becomes of the level. */
  public enum Shape {
    /** Nothing. No label. */
    NONE,
    /** One step. */
    STEP,
    /** Two to four steps. */
    STEPS,
    /** One step that takes 6 to 20 values; its middle is the label. */
    RAMP,
    /** A step that is taken back after 12 to 40 values: two labels. */
    RETURN,
    /** One to six outliers of one or two values, by the size of a step. No label. */
    SPIKES,
    /** The noise trebles or falls to a third. No label: the level stays. */
    VARIANCE,
    /** A slow slope, from the first value to the last, by the size of a step. No label. */
    DRIFT
  }

  /** How values scatter about the level; each with the same standard deviation on average. */
  public enum Noise {
    /** Normal and independent. */
    NORMAL,
    /** Normal, autocorrelated by 0.5 from each value to the next. */
    AUTOREGRESSIVE,
    /** Student's t of 4 degrees of freedom. */
    HEAVY_TAILED,
    /** Normal, three times as noisy in every other stretch of 20 to 60 values. */
    HETEROSCEDASTIC;

    private double[] draw(RandomGenerator random, int length) {
      double[] noise = new double[length];
      double last = random.nextGaussian();
      int left = 0;
      boolean loud = random.nextBoolean();
      for (int i = 0; i < length; i++) {
        double z = random.nextGaussian();
        if (left-- == 0) {
          left = 20 + random.nextInt(41);
          loud = !loud;
        }
        noise[i] =
            switch (this) {
              case NORMAL -> z;
              case AUTOREGRESSIVE -> {
                last = 0.5 * last + Math.sqrt(0.75) * z;
                yield last;
              }
              case HEAVY_TAILED -> z / Math.sqrt(chiSquared(random, 4) / 4) / Math.sqrt(2);
              case HETEROSCEDASTIC -> z * (loud ? 3 : 1) / Math.sqrt(5);
            };
      }
      return noise;
    }

    private static double chiSquared(RandomGenerator random, int degrees) {
      double sum = 0;
      for (int i = 0; i < degrees; i++) {
        double z = random.nextGaussian();
        sum += z * z;
      }
      return sum;
    }
  }

  /** One series of each shape with each noise, as often as wanted. */
  public static List<LabelledSeries> set(int each, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledSeries> set = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (Shape shape : Shape.values()) {
        for (Noise noise : Noise.values()) {
          set.add(draw(shape, noise, random.split()));
        }
      }
    }
    return set;
  }

  private static LabelledSeries draw(Shape shape, Noise noise, RandomGenerator random) {
    int length = MIN_LENGTH + random.nextInt(MAX_LENGTH - MIN_LENGTH + 1);
    double sigma = NOISES[random.nextInt(NOISES.length)] / 100;
    double[] deviations = noise.draw(random, length);
    double[] levels = new double[length];
    List<Integer> changes = new ArrayList<>();
    switch (shape) {
      case NONE -> {}
      case STEP -> changes.add(step(levels, place(random, APART, length - APART), 1, random));
      case STEPS -> {
        int count = 2 + random.nextInt(3);
        int room = length - (count + 1) * APART;
        for (int place : places(random, count, room)) {
          changes.add(step(levels, place, 1, random));
        }
      }
      case RAMP -> {
        int takes = 6 + random.nextInt(15);
        int from = place(random, APART, length - APART - takes);
        step(levels, from, takes, random);
        changes.add(from + takes / 2);
      }
      case RETURN -> {
        int lasts = APART + random.nextInt(29);
        int from = place(random, APART, length - APART - lasts);
        double size = size(random);
        for (int i = from; i < from + lasts; i++) {
          levels[i] += size;
        }
        changes.add(from);
        changes.add(from + lasts);
      }
      case SPIKES -> {
        int count = 1 + random.nextInt(6);
        for (int s = 0; s < count; s++) {
          int from = random.nextInt(length - 1);
          double size = size(random);
          int to = from + 1 + random.nextInt(2);
          for (int i = from; i < to; i++) {
            levels[i] += size;
          }
        }
      }
      case VARIANCE -> {
        int from = place(random, APART, length - APART);
        double factor = random.nextBoolean() ? 3 : 1.0 / 3;
        for (int i = from; i < length; i++) {
          deviations[i] *= factor;
        }
      }
      case DRIFT -> {
        double size = size(random);
        for (int i = 0; i < length; i++) {
          levels[i] += size * i / (length - 1);
        }
      }
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = LEVEL * (1 + levels[i]) * (1 + sigma * deviations[i]);
    }
    return new LabelledSeries(shape, noise, values, List.copyOf(changes));
  }

  private static int place(RandomGenerator random, int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  /** Ascending, each {@link #APART} more than a place among the room that this leaves. */
  private static int[] places(RandomGenerator random, int count, int room) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = random.nextInt(room + 1);
    }
    Arrays.sort(places);
    for (int i = 0; i < count; i++) {
      places[i] += (i + 1) * APART;
    }
    return places;
  }

  /** Changes the level from a place on, over as many values as it takes. */
  private static int step(double[] levels, int place, int takes, RandomGenerator random) {
    double size = size(random);
    for (int i = place; i < levels.length; i++) {
      levels[i] += size * Math.min(1, (i - place + 1) / (double) takes);
    }
    return place;
  }

  private static double size(RandomGenerator random) {
    double size = STEPS[random.nextInt(STEPS.length)] / 100;
    return random.nextBoolean() ? size : -size;
  }
}
