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
 * @param testAccuracy accuracy on the test images each time it was measured, 0 to 1
 * @param testEpochs after how many epochs of training each was measured, ascending; null if after
 *     each epoch, as in records of which this was not yet a field
 * @param targetAccuracy the accuracy to reach, 0 to 1, null if the workload has none
 * @param toTarget epochs and time to reach that accuracy, or why it was not reached
 * @param finalAccuracy accuracy at the end, 0 to 1
 * @param testImages number of test images, null in records of which this was not yet a field
 * @param fold the fold of a cross-validation that was tested, null if there is none
 * @param dataset the training data
 */
public record Training(
    LossCurve lossCurve,
    Series testAccuracy,
    @Nullable Series testEpochs,
    @Nullable Double targetAccuracy,
    Availability<ToTarget> toTarget,
    double finalAccuracy,
    @Nullable Integer testImages,
    @Nullable Fold fold,
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
   * @param epochs above 0; a fraction if accuracy is measured within an epoch
   * @param seconds training time in s, excluding evaluation
   */
  public record ToTarget(double epochs, double seconds) {
    public ToTarget {
      if (!(Checks.finite("toTarget.epochs", epochs) > 0)) {
        throw new IllegalArgumentException("epochs to the target must be above 0");
      }
      Checks.notNegative("toTarget.seconds", seconds);
    }
  }

  /**
   * A fold of a cross-validation.
   *
   * @param fold number of the fold that was tested, from 0
   * @param folds number of folds, at least 2
   * @param trainingImages number of images trained on, those of all other folds
   */
  public record Fold(int fold, int folds, int trainingImages) {
    public Fold {
      if (folds < 2 || fold < 0 || fold >= folds || trainingImages < 1) {
        throw new IllegalArgumentException(
            "fold " + fold + " of " + folds + ", trained on " + trainingImages + " images");
      }
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
    if (testEpochs != null) {
      checkEpochs(testEpochs, testAccuracy.size());
    }
    share("finalAccuracy", finalAccuracy);
    if (testImages != null && testImages < 1) {
      throw new IllegalArgumentException(testImages + " test images");
    }
    if (fold != null && testImages == null) {
      throw new IllegalArgumentException("a fold without its number of test images");
    }
    if (targetAccuracy != null) {
      share("targetAccuracy", targetAccuracy);
    } else if (toTarget instanceof Availability.Available) {
      throw new IllegalArgumentException("epochs to the target without a target accuracy");
    }
  }

  /** A run that was tested on the data set's test images after each epoch. */
  public Training(
      LossCurve lossCurve,
      Series testAccuracy,
      @Nullable Double targetAccuracy,
      Availability<ToTarget> toTarget,
      double finalAccuracy,
      Dataset dataset) {
    this(
        lossCurve,
        testAccuracy,
        null,
        targetAccuracy,
        toTarget,
        finalAccuracy,
        null,
        null,
        dataset);
  }

  private static void checkEpochs(Series epochs, int tests) {
    if (epochs.size() != tests) {
      throw new IllegalArgumentException(tests + " accuracies, " + epochs.size() + " epochs");
    }
    for (int i = 0; i < tests; i++) {
      if (!(epochs.get(i) > (i == 0 ? 0 : epochs.get(i - 1)))) {
        throw new IllegalArgumentException("testEpochs must be above 0 and ascend");
      }
    }
  }

  /** After how many epochs of training an accuracy was measured, by its position from 0. */
  public double epochsAt(int test) {
    return testEpochs == null ? test + 1.0 : testEpochs.get(test);
  }

  /** Number of epochs trained; 0 if no accuracy was measured. */
  public double epochs() {
    return testAccuracy.isEmpty() ? 0 : epochsAt(testAccuracy.size() - 1);
  }

  /** Training steps in an epoch; 0 if the record holds no losses. */
  public double stepsPerEpoch() {
    List<Integer> steps = lossCurve.steps();
    return steps.isEmpty() ? 0 : steps.getLast() / epochs();
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", not between 0 and 1");
    }
  }
}
