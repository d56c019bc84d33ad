package assay.core.record;

import assay.core.checks.Checks;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run: {@code run.json}.
 *
 * @param schemaVersion {@link SchemaVersion#CURRENT}
 * @param runId the run's name
 * @param startedUtc when it began
 * @param finishedUtc when it ended, null while it runs or if it was interrupted
 * @param suite the suite's name, or {@code custom}
 * @param seed seed of inputs, weights and the order of forks
 * @param assay the program that ran
 * @param environment the machine it ran on
 * @param plan what was requested
 * @param telemetry what was observed during the run as a whole
 * @param cells the results, no two with the same workload, target and precision
 */
public record RunRecord(
    int schemaVersion,
    RunId runId,
    Instant startedUtc,
    @Nullable Instant finishedUtc,
    String suite,
    long seed,
    Build assay,
    Environment environment,
    Plan plan,
    RunTelemetry telemetry,
    List<Cell> cells) {

  /**
   * The program that ran.
   *
   * @param version such as {@code 0.1.0}
   * @param commit the source commit, null if not built from a repository
   */
  public record Build(String version, @Nullable String commit) {
    public Build {
      Checks.text("version", version);
      Checks.textOrNull("commit", commit);
    }

    /** Version, and the commit where it is known. */
    public String text() {
      return commit == null ? version : version + " (" + commit + ")";
    }
  }

  /**
   * The machine: what it is, how it is configured, and its state. Each name occurs only once.
   *
   * <p>Each hash is the SHA-256 of the UTF-8 text that has a line {@code name=value} and a line
   * feed for each value of its group, in the order of {@link String#compareTo} of the names. Names
   * contain no {@code =} and nothing contains a line feed, so the text is unambiguous.
   *
   * @param host the host's label, not compared; null if unavailable
   * @param identity a difference here starts a new series of nights
   * @param settings a difference here warns
   * @param state temperatures, clocks and load at the start, and notes on what happened to the run
   *     ({@code run.note-1} and so on)
   * @param unavailable what could not be determined, and why
   * @param identityHash hash of identity
   * @param settingsHash hash of settings
   * @param stateHash hash of state
   */
  public record Environment(
      @Nullable String host,
      Map<String, String> identity,
      Map<String, String> settings,
      Map<String, String> state,
      List<Unknown> unavailable,
      String identityHash,
      String settingsHash,
      String stateHash) {
    /**
     * Checks names, values and hashes.
     *
     * @throws IllegalArgumentException if a hash does not match its values, which have then been
     *     changed since they were written
     */
    public Environment {
      identity = Checks.copy("identity", identity);
      settings = Checks.copy("settings", settings);
      state = Checks.copy("state", state);
      unavailable = List.copyOf(unavailable);
      EnvironmentRules.check(host, List.of(identity, settings, state), unavailable);
      EnvironmentRules.checkHash("identityHash", identityHash, identity);
      EnvironmentRules.checkHash("settingsHash", settingsHash, settings);
      EnvironmentRules.checkHash("stateHash", stateHash, state);
    }

    /**
     * Whether that name stands for a hash of this program's code: {@code harness}, {@code kernels}
     * or {@code kernels.<target>}.
     */
    public static boolean isOwnCode(String name) {
      return name.equals("harness") || name.equals("kernels") || name.startsWith("kernels.");
    }

    /** The hashes of the program's code by name; records before 0.2.0 have them in the identity. */
    public SortedMap<String, String> ownCode() {
      SortedMap<String, String> hashes = new TreeMap<>(identity);
      hashes.putAll(settings);
      hashes.keySet().removeIf(name -> !isOwnCode(name));
      return hashes;
    }

    /** An environment with computed hashes. */
    public static Environment of(
        @Nullable String host,
        Map<String, String> identity,
        Map<String, String> settings,
        Map<String, String> state,
        List<Unknown> unavailable) {
      return new Environment(
          host,
          identity,
          settings,
          state,
          unavailable,
          EnvironmentRules.hash(identity),
          EnvironmentRules.hash(settings),
          EnvironmentRules.hash(state));
    }
  }

  /** Something about the machine that could not be determined, and why. */
  public record Unknown(String what, String reason) {
    public Unknown {
      Checks.text("what", what);
      Checks.text("reason", reason);
    }
  }

  /**
   * The content of a built-in suite when the run was planned, so that cells chosen from it can be
   * identified with the suite. Empty if an older record does not say.
   *
   * @param workloads ids
   * @param cold ids of those with a cold cache
   * @param precisions ids
   */
  public record SuitePlan(List<String> workloads, List<String> cold, List<String> precisions) {
    public SuitePlan {
      workloads = List.copyOf(workloads);
      cold = List.copyOf(cold);
      precisions = List.copyOf(precisions);
    }
  }

  /**
   * What the nightly verdict needs to know of a run.
   *
   * @param canaries cells that are there to show the machine's state
   * @param confirms the run whose suspects and canaries are measured again in this one, null for a
   *     run of its own
   */
  public record GatePlan(List<CellId> canaries, @Nullable RunId confirms) {
    public GatePlan {
      canaries = List.copyOf(canaries);
    }
  }

  /**
   * What was requested.
   *
   * @param suite the suite's content, null if it is not built in
   * @param workloads ids
   * @param targets ids
   * @param precisions ids
   * @param threads threads that a CPU target may use, at least 1
   * @param jvmArgs arguments of every fork's JVM
   * @param targetHalfWidthPercent target half-width of the 95 % interval in % of the median, above
   *     0
   * @param maxForks maximum number of forks per cell, at least 1
   * @param budgetSeconds time allowed for the whole run in s, null if unlimited
   * @param parameters other measurement parameters, such as iterations and their length, by name
   *     with unit
   * @param gate what the nightly verdict needs to know, null if there is nothing
   */
  public record Plan(
      @Nullable SuitePlan suite,
      List<String> workloads,
      List<String> targets,
      List<String> precisions,
      int threads,
      List<String> jvmArgs,
      double targetHalfWidthPercent,
      int maxForks,
      @Nullable Double budgetSeconds,
      Map<String, String> parameters,
      @Nullable GatePlan gate) {
    /** A plan that tells the nightly verdict nothing. */
    public Plan(
        @Nullable SuitePlan suite,
        List<String> workloads,
        List<String> targets,
        List<String> precisions,
        int threads,
        List<String> jvmArgs,
        double targetHalfWidthPercent,
        int maxForks,
        @Nullable Double budgetSeconds,
        Map<String, String> parameters) {
      this(
          suite,
          workloads,
          targets,
          precisions,
          threads,
          jvmArgs,
          targetHalfWidthPercent,
          maxForks,
          budgetSeconds,
          parameters,
          null);
    }

    /** The run whose cells are measured again in this one, null for a run of its own. */
    public @Nullable RunId confirms() {
      return gate == null ? null : gate.confirms();
    }

    public Plan {
      workloads = List.copyOf(workloads);
      targets = List.copyOf(targets);
      precisions = List.copyOf(precisions);
      jvmArgs = List.copyOf(jvmArgs);
      parameters = Checks.copy("parameters", parameters);
      Checks.notNegative("budgetSeconds", budgetSeconds);
      if (threads < 1 || maxForks < 1) {
        throw new IllegalArgumentException("threads and maxForks must be at least 1");
      }
      if (!(Checks.finite("targetHalfWidthPercent", targetHalfWidthPercent) > 0)) {
        throw new IllegalArgumentException("targetHalfWidthPercent must be above 0");
      }
    }
  }

  public RunRecord {
    SchemaVersion.check(schemaVersion);
    Checks.text("suite", suite);
    cells = List.copyOf(cells);
    Set<CellId> seen = new HashSet<>();
    for (Cell cell : cells) {
      if (!seen.add(cell.id())) {
        throw new IllegalArgumentException("duplicate cell " + cell.id());
      }
    }
    if (finishedUtc != null && finishedUtc.isBefore(startedUtc)) {
      throw new IllegalArgumentException("finished before it started");
    }
  }
}
