package assay.cli;

import assay.core.availability.Availability.Available;
import assay.core.harness.ObservationPlan;
import assay.core.harness.PlannedCell;
import assay.core.harness.ProfileRunner;
import assay.core.harness.ProfileRunner.Delay;
import assay.core.harness.ProfileRunner.Subject;
import assay.core.host.HostRoot;
import assay.core.profile.ForkProfile;
import assay.core.profile.Profile;
import assay.core.profile.ProfileComparison;
import assay.core.profile.ProfiledPart;
import assay.core.program.Precision;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.stats.Quantiles;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay evaluate profile}: whether comparing two profiles names the right operation. */
@Command(
    name = "profile",
    description = {
      "How often comparing two profiles names the operation that was made slower, and how often it",
      "names one where nothing was. Real forks are measured with and without a wait in one operation;",
      "each trial draws some of them, so trials share forks."
    },
    mixinStandardHelpOptions = true)
final class EvaluateProfileCommand implements Callable<Integer> {
  private static final int MIN_NAMED = 95;
  private static final int MAX_FALSE = 5;
  private static final int PERCENT = 100;
  private static final long SEED = 42;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "ID",
      description = "Workload (default: ${DEFAULT-VALUE}).")
  private String workload = "infer/cnn-fashion,batch=64";

  @Option(
      names = {"-t", "--target"},
      paramLabel = "TARGET",
      description = "Target (default: ${DEFAULT-VALUE}).")
  private String target = "cpu-simd";

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = "Forks measured of either kind (default: ${DEFAULT-VALUE}).")
  private int pool = 40;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Forks of a profile (default: ${DEFAULT-VALUE}).")
  private int forks = 8;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Comparisons of either kind (default: ${DEFAULT-VALUE}).")
  private int trials = 100;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time for timing in each fork (default: ${DEFAULT-VALUE}).")
  private double seconds = 1;

  @Option(
      names = "--delay",
      paramLabel = "PERCENT",
      description = "Wait, in %% of the whole (default: ${DEFAULT-VALUE}).")
  private double delay = 10;

  @Option(
      names = "--op",
      paramLabel = "ID",
      description = "Operation that waits (default: the last of the middle part).")
  private @Nullable String op;

  private final Random lots = new Random(SEED);

  EvaluateProfileCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (2 * forks > pool) {
      throw new UsageException("--pool must be at least twice --forks");
    }
    PlannedCell cell =
        new PlannedCell(Workloads.parse(workload), new TargetChoice().one(target), Precision.F32);
    Profile first = measure(List.of(new Subject(cell)), 1).getFirst();
    ForkProfile one = first.measured().stream().findFirst().orElse(null);
    if (one == null) {
      throw new UsageException("nothing to profile: " + first.outcome().reason());
    }
    ProfiledPart middle = one.parts().get(one.parts().size() / 2);
    String slow = op == null ? middle.ops().getLast() : op;
    Delay wait = new Delay(slow, delay / PERCENT * Quantiles.median(one.whole().toArray()));
    List<Profile> both = measure(List.of(new Subject(cell), new Subject(cell, wait)), pool);
    int found = 0;
    int invented = 0;
    for (int trial = 0; trial < trials; trial++) {
      Profile before = drawn(both.getFirst(), 0, forks);
      found += names(before, drawn(both.getLast(), 0, forks), slow) ? 1 : 0;
      Profile all = drawn(both.getFirst(), 0, 2 * forks);
      invented += names(part(all, 0), part(all, forks), null) ? 1 : 0;
    }
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "%s on %s: %d forks of either kind, %d of them a profile; %s waits %.3g s, %.3g %% of the"
            + " whole%n",
        workload,
        target,
        pool,
        forks,
        slow,
        wait.seconds(),
        delay);
    boolean reached =
        row(stdout, "named first", found, found * PERCENT >= MIN_NAMED * trials, "≥ " + MIN_NAMED);
    reached &=
        row(
            stdout,
            "any named where nothing differs",
            invented,
            invented * PERCENT <= MAX_FALSE * trials,
            "≤ " + MAX_FALSE);
    stdout.flush();
    return reached ? ExitCode.OK : ExitCode.INVALID;
  }

  private boolean row(PrintWriter out, String what, int count, boolean met, String goal) {
    out.printf(
        Locale.ROOT,
        "%-32s %d of %d (goal %s of 100: %s)%n",
        what,
        count,
        trials,
        goal,
        met ? "met" : "missed");
    return met;
  }

  private List<Profile> measure(List<Subject> subjects, int each)
      throws IOException, InterruptedException {
    PrintWriter stderr = Objects.requireNonNull(spec).commandLine().getErr();
    ProfileRunner.Plan plan =
        new ProfileRunner.Plan(
            subjects,
            each,
            seconds,
            SEED,
            Runtime.getRuntime().availableProcessors(),
            Optional.empty(),
            TIMEOUT,
            ObservationPlan.off("only times are evaluated", HostRoot.machine(), Optional.empty()));
    return new ProfileRunner(
            plan,
            BuildInfo.record(),
            (_, done, all) -> {
              stderr.printf(Locale.ROOT, "fork %d of %d%n", done + 1, all);
              stderr.flush();
            })
        .run();
  }

  /** Whether an operation is named first; any at all, if {@code wanted} is null. */
  private static boolean names(Profile before, Profile after, @Nullable String wanted) {
    if (!(ProfileComparison.of(before, after)
        instanceof Available<ProfileComparison>(ProfileComparison comparison))) {
      return false;
    }
    List<ProfileComparison.Row> named = comparison.named();
    return !named.isEmpty() && (wanted == null || named.getFirst().ops().contains(wanted));
  }

  /** A profile of some of the measured forks, in random order. */
  private Profile drawn(Profile from, int begin, int count) {
    List<Outcome<ForkProfile>> shuffled =
        new ArrayList<>(from.forks().stream().filter(f -> f.status() == Status.OK).toList());
    Collections.shuffle(shuffled, lots);
    return with(from, shuffled.subList(begin, begin + count));
  }

  private Profile part(Profile from, int begin) {
    return with(from, from.forks().subList(begin, begin + forks));
  }

  private static Profile with(Profile from, List<Outcome<ForkProfile>> chosen) {
    return new Profile(
        from.profileVersion(),
        from.profileId(),
        from.startedUtc(),
        from.finishedUtc(),
        from.assay(),
        from.environment(),
        from.cell(),
        from.threads(),
        from.seed(),
        from.parts(),
        chosen);
  }
}
