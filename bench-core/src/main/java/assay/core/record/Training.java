package assay.core.record;

import assay.core.availability.Availability;
import assay.core.checks.Checks;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A training run.
 *
 * @param lossCurve loss by step
 * @param testAccuracy accuracy on the test set after each epoch, 0 to 1
 * @param targetAccuracy the accuracy to reach, 0 to 1, null if the workload has none
 * @param toTarget epochs and time to reach that accuracy, or why it was not reached
 * @param finalAccuracy accuracy at the end, 0 to 1
 * @param dataset the training data
 */
public record Training(
    LossCurve lossCurve,
    Series testAccuracy,
    @Nullable Double targetAccuracy,
    Availability<ToTarget> toTarget,
    double finalAccuracy,
    Dataset dataset) {

  /**
   * Loss at all steps, or at evenly spaced ones.
   *
   * @param steps step numbers, ascending, from 1 for the loss of the first batch
   * @param losses mean loss of each step's batch, natural logarithm
   */
  public record LossCurve(List<Integer> steps, Series losses) {
    public LossCurve {
      steps = List.copyOf(steps);
      if (steps.size() != losses.size()) {
        throw new IllegalArgumentException(steps.size() + " steps, " + losses.size() + " losses");
      }
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i) <= (i == 0 ? 0 : steps.get(i - 1))) {
          throw new IllegalArgumentException("steps must start at 1 or later and ascend");
        }
      }
    }
  }

  /**
   * Epochs and time to reach the target accuracy.
   *
   * @param epochs at least 1
   * @param seconds training time in s, excluding evaluation
   */
  public record ToTarget(int epochs, double seconds) {
    public ToTarget {
      if (epochs < 1) {
        throw new IllegalArgumentException("epochs to the target must be at least 1");
      }
      Checks.notNegative("toTarget.seconds", seconds);
    }
  }

  /**
   * The training data.
   *
   * @param name such as {@code fashion-mnist} or {@code fashion-mnist-subset}
   * @param source where it was read from, such as {@code bundled} or a folder
   * @param sha256 64 lower-case hexadecimal digits over its files
   */
  public record Dataset(String name, String source, String sha256) {
    public Dataset {
      Checks.text("dataset name", name);
      Checks.text("dataset source", source);
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("not a SHA-256: " + sha256);
      }
    }
  }

  public Training {
    Objects.requireNonNull(lossCurve, "lossCurve");
    Objects.requireNonNull(dataset, "dataset");
    for (int i = 0; i < testAccuracy.size(); i++) {
      share("testAccuracy", testAccuracy.get(i));
    }
    share("finalAccuracy", finalAccuracy);
    if (targetAccuracy != null) {
      share("targetAccuracy", targetAccuracy);
    } else if (toTarget instanceof Availability.Available) {
      throw new IllegalArgumentException("epochs to the target without a target accuracy");
    }
  }

  /** Training steps in an epoch; 0 if the record holds no losses. */
  public double stepsPerEpoch() {
    List<Integer> steps = lossCurve.steps();
    return steps.isEmpty() ? 0 : (double) steps.getLast() / testAccuracy.size();
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", not between 0 and 1");
    }
  }
}
