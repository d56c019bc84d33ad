package assay.core.record;

import assay.core.checks.Checks;

/**
 * The sets of inputs of a fork. Several stay on the device; an execution is told which one to use,
 * without anything being written.
 *
 * @param resident sets on the device, at least 1
 * @param rotated whether timed executions took turns among them; otherwise all but those of the
 *     last iteration used one set
 * @param reason why so many, and why they were rotated or not
 */
public record InputSets(int resident, boolean rotated, String reason) {
  public InputSets {
    Checks.text("inputSets.reason", reason);
    if (resident < 1 || (rotated && resident == 1)) {
      throw new IllegalArgumentException(
          resident + " sets of inputs, " + (rotated ? "" : "not ") + "rotated");
    }
  }
}
