package assay.core.profile;

import assay.core.record.CellId;
import assay.core.record.Outcome;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.Status;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Where the time of one cell goes: {@code profile.json}. Everything that is shown of it follows
 * from what is in it.
 *
 * @param profileVersion {@link #CURRENT}
 * @param profileId its name
 * @param startedUtc when it began
 * @param finishedUtc when it ended
 * @param assay the program that measured
 * @param environment the machine
 * @param cell workload, target and precision
 * @param threads host threads that the target may use
 * @param seed of the inputs
 * @param parts in the order of execution, empty if no fork got that far
 * @param forks their outcomes, at least one
 */
public record Profile(
    int profileVersion,
    RunId profileId,
    Instant startedUtc,
    Instant finishedUtc,
    RunRecord.Build assay,
    RunRecord.Environment environment,
    CellId cell,
    int threads,
    long seed,
    List<ProfiledPart> parts,
    List<Outcome<ForkProfile>> forks) {
  /** Version of this form. */
  public static final int CURRENT = 1;

  public Profile {
    if (profileVersion != CURRENT) {
      throw new IllegalArgumentException(
          "profile version " + profileVersion + "; this program reads version " + CURRENT);
    }
    parts = List.copyOf(parts);
    forks = List.copyOf(forks);
    if (forks.isEmpty() || threads < 1) {
      throw new IllegalArgumentException("a profile needs a fork and a thread");
    }
    for (ForkProfile fork : results(forks)) {
      if (!fork.parts().equals(parts)) {
        throw new IllegalArgumentException("a fork divided the program otherwise than the others");
      }
    }
  }

  private static List<ForkProfile> results(List<Outcome<ForkProfile>> forks) {
    return forks.stream().map(Outcome::result).filter(Objects::nonNull).toList();
  }

  /** What was measured, one for each fork whose results were right. */
  public List<ForkProfile> measured() {
    return results(forks);
  }

  /** The outcome to show: the first that is not good, else the first. */
  public Outcome<ForkProfile> outcome() {
    return forks.stream()
        .filter(f -> f.status() != Status.OK)
        .findFirst()
        .orElseGet(forks::getFirst);
  }
}
