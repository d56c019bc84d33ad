package assay.core.harness;

import assay.core.record.Difference;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A run cannot be resumed, because its record would then attribute figures to a machine, a program
 * or a device that they do not come from.
 */
public final class ResumeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ResumeException(RunId run, String problem, String remedy) {
    super(
        String.format(
            Locale.ROOT,
            "run %s cannot be resumed: %s; %s, or start a new run",
            run,
            problem,
            remedy));
  }

  /**
   * A target's name now refers to another device.
   *
   * @param before {@link assay.core.device.Device#DEVICE_UUID_HASH} of the device that the run
   *     measured
   * @param now the hash of the device found now
   */
  static ResumeException otherDevice(RunId run, String target, String before, String now) {
    return new ResumeException(
        run,
        String.format(Locale.ROOT, "%s was device %s and is %s now", target, before, now),
        "make the same devices visible as before");
  }

  /** Another version or commit of this program. */
  static ResumeException otherBuild(RunId run, RunRecord.Build before, RunRecord.Build now) {
    return new ResumeException(
        run,
        String.format(
            Locale.ROOT, "it was begun with Assay %s, and this is %s", before.text(), now.text()),
        "use that version");
  }

  /** Another machine, other kernels or another harness. */
  static ResumeException otherMachine(RunId run, List<Difference> differences) {
    return new ResumeException(
        run,
        "it was begun on another machine or with another build: "
            + differences.stream().map(Difference::text).collect(Collectors.joining(", ")),
        "use the machine and the build that it was begun with");
  }
}
