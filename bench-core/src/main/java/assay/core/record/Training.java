package assay.core.record;

import assay.core.checks.Checks;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A training run.
 *
 * @param lossCurve loss by step
 * @param testAccuracy share of the test set recognised after each epoch, 0 to 1
 * @param targetAccuracy the accuracy to reach, 0 to 1, null where the workload states none
 * @param epochsToTarget epochs until it was reached, null where it was not
 * @param secondsToTarget training time until it was reached, s, without the time spent testing;
 *     null together with {@code epochsToTarget}
 * @param targetReason why there are no epochs to the target, null where there are
 * @param finalAccuracy accuracy at the end, 0 to 1
 * @param dataset what was learned from
 */
public record Training(
    LossCurve lossCurve,
    Series testAccuracy,
    @Nullable Double targetAccuracy,
    @Nullable Integer epochsToTarget,
    @Nullable Double secondsToTarget,
    @Nullable String targetReason,
    double finalAccuracy,
    Dataset dataset) {

  /**
   * Loss at certain steps: all of them, or evenly sampled ones.
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
   * The data learned from.
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
    } else if (epochsToTarget != null) {
      throw new IllegalArgumentException("epochs to a target that is not stated");
    }
    Checks.notNegative("secondsToTarget", secondsToTarget);
    Checks.eitherOr("epochsToTarget", epochsToTarget, targetReason);
    if ((epochsToTarget == null) != (secondsToTarget == null)) {
      throw new IllegalArgumentException("epochs and seconds to the target go together");
    }
    if (epochsToTarget != null && epochsToTarget < 1) {
      throw new IllegalArgumentException("a target is reached after 1 epoch at the earliest");
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", not between 0 and 1");
    }
  }
}
