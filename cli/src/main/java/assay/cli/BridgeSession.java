package assay.cli;

import assay.core.files.AtomicFile;
import assay.core.record.Bridge;
import assay.core.record.Comparability;
import assay.core.record.Difference;
import assay.core.record.RunRecord;
import assay.core.record.SchemaVersion;
import assay.core.record.Status;
import assay.core.record.json.RecordJson;
import assay.report.compare.BridgeRatios;
import assay.report.compare.RunData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has two programs measure turn about. In a round each of them runs one fork of every cell, a
 * workload at a time: the workloads in random order, and the program that comes first by lot. So
 * the two forks of a pair are as close in time as can be, and a drift of the machine favours
 * neither. Both have the same seed in a round.
 */
final class BridgeSession {
  /** The bridge cannot go on; what was measured stays. */
  static final class BrokenOffException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenOffException(String message) {
      super(message);
    }
  }

  /**
   * What is measured.
   *
   * @param suite the suite as given
   * @param suiteName its name
   * @param workloads ids, in the order of the record
   * @param options further ones for either program's {@code run}
   * @param rounds at least 1
   * @param seed of the first round
   */
  record Request(
      String suite,
      String suiteName,
      List<String> workloads,
      List<String> options,
      int rounds,
      long seed) {
    Request {
      workloads = List.copyOf(workloads);
      options = List.copyOf(options);
    }
  }

  /** One of the two programs. */
  private static final class Side {
    private final InstalledProgram program;

    /** By its first run, which all others must agree with. */
    private Bridge.@Nullable Program measured;

    Side(InstalledProgram program) {
      this.program = program;
    }
  }

  private final Request request;
  private final Side before;
  private final Side after;
  private final Path folder;
  private final PrintWriter stderr;
  private final BridgeRatios ratios = new BridgeRatios();
  private final List<String> notes = new ArrayList<>();

  /** Workloads that either program refused in the first round. */
  private final Set<String> refused = new HashSet<>();

  private boolean invalid;

  /**
   * Prepares.
   *
   * @param folder of this bridge alone
   */
  BridgeSession(
      Request request,
      InstalledProgram before,
      InstalledProgram after,
      Path folder,
      PrintWriter stderr) {
    this.request = request;
    this.before = new Side(before);
    this.after = new Side(after);
    this.folder = folder;
    this.stderr = stderr;
  }

  /** Where the record is, from the end of the first round on. */
  Path file() {
    return folder.resolve("bridge.json");
  }

  /** Whether any output was wrong. */
  boolean invalid() {
    return invalid;
  }

  /**
   * Measures; the record is written after each round.
   *
   * @throws UsageException if a program refuses every workload
   * @throws BrokenOffException if a program does not start, breaks off or is changed meanwhile
   */
  Bridge measure() throws IOException, InterruptedException, BrokenOffException {
    Instant started = Instant.now();
    Bridge bridge = round(0, started);
    for (int round = 1;
        round < request.rounds && refused.size() < request.workloads.size();
        round++) {
      bridge = round(round, started);
    }
    return bridge;
  }

  private Bridge round(int round, Instant started)
      throws IOException, InterruptedException, BrokenOffException {
    stderr.printf(Locale.ROOT, "assay: round %d of %d%n", round + 1, request.rounds);
    stderr.flush();
    Random lots = new Random(new SplittableRandom(request.seed + round).nextLong());
    List<String> order = new ArrayList<>(request.workloads);
    Collections.shuffle(order, lots);
    for (String workload : order) {
      boolean oldFirst = lots.nextBoolean();
      if (!refused.contains(workload)) {
        InstalledProgram.Answer first = run(oldFirst ? before : after, round, workload);
        InstalledProgram.Answer second = run(oldFirst ? after : before, round, workload);
        take(workload, oldFirst ? first : second, oldFirst ? second : first);
      }
    }
    BridgeRatios.Result result = ratios.result();
    Bridge bridge =
        new Bridge(
            SchemaVersion.CURRENT,
            started,
            Instant.now(),
            request.suiteName,
            request.seed,
            round + 1,
            measured(before),
            measured(after),
            notes(result),
            inOrder(result.cells()));
    AtomicFile.write(file(), RecordJson.write(bridge));
    return bridge;
  }

  /** A fork of every cell of a workload; a refusal is an answer in the first round only. */
  private InstalledProgram.Answer run(Side side, int round, String workload)
      throws IOException, InterruptedException, BrokenOffException {
    List<String> options = new ArrayList<>(List.of("--suite", request.suite, "-w", workload));
    options.addAll(List.of("--max-forks", "1"));
    options.addAll(List.of("--seed", String.valueOf(request.seed + round)));
    options.addAll(request.options);
    Path place =
        folder
            .resolve(String.format(Locale.ROOT, "round-%02d", round + 1))
            .resolve(
                String.format(
                    Locale.ROOT,
                    "%02d-%s",
                    request.workloads.indexOf(workload) + 1,
                    side.program.name()));
    InstalledProgram.Answer answer = side.program.run(options, place);
    switch (answer) {
      case InstalledProgram.Answer.Ran(RunData run) -> check(side, run.record());
      case InstalledProgram.Answer.Refused(String reason) -> {
        if (round > 0) {
          throw new BrokenOffException(reason);
        }
      }
      case InstalledProgram.Answer.Broken(String reason) -> throw new BrokenOffException(reason);
    }
    return answer;
  }

  /** A checkout may be built anew between two runs, and a package replaced. */
  private void check(Side side, RunRecord run) throws BrokenOffException {
    Bridge.Program now = Bridge.Program.of(run);
    if (side.measured == null) {
      side.measured = now;
    } else if (!now.assay().equals(side.measured.assay())
        || !now.environment().ownCode().equals(side.measured.environment().ownCode())) {
      throw new BrokenOffException(
          "the " + side.program.name() + " program was changed while it was measured: start anew");
    }
    invalid |= run.cells().stream().anyMatch(cell -> cell.outcome().status() == Status.INVALID);
  }

  private void take(String workload, InstalledProgram.Answer left, InstalledProgram.Answer right) {
    if (left instanceof InstalledProgram.Answer.Ran(RunData a)
        && right instanceof InstalledProgram.Answer.Ran(RunData b)) {
      ratios.add(a, b);
      return;
    }
    refused.add(workload);
    if (left instanceof InstalledProgram.Answer.Ran(RunData a)) {
      ratios.without(a, "only in old: " + right.reason());
    } else if (right instanceof InstalledProgram.Answer.Ran(RunData b)) {
      ratios.without(b, "only in new: " + left.reason());
    } else {
      notes.add(workload + " was not measured: " + left.reason() + "; " + right.reason());
    }
  }

  private Bridge.Program measured(Side side) {
    if (side.measured == null) {
      throw new UsageException(
          "the "
              + side.program.name()
              + " program measured none of these workloads, so there is nothing to bridge; its"
              + " messages are in "
              + folder);
    }
    return side.measured;
  }

  private List<String> notes(BridgeRatios.Result result) {
    List<String> all = new ArrayList<>(notes);
    RunRecord.Environment old = measured(before).environment();
    RunRecord.Environment current = measured(after).environment();
    if (old.ownCode().equals(current.ownCode())) {
      all.add("both programs have the same kernels and harness");
    }
    List<Difference> identity = Comparability.of(old, current).identity();
    if (!identity.isEmpty()) {
      all.add(
          "the two programs describe this machine differently: "
              + identity.stream().map(Difference::text).collect(Collectors.joining(", ")));
    }
    all.addAll(result.notes());
    return all;
  }

  /** In the order of the suite. */
  private List<Bridge.Cell> inOrder(List<Bridge.Cell> cells) {
    return cells.stream()
        .sorted(Comparator.comparingInt(cell -> request.workloads.indexOf(cell.id().workload())))
        .toList();
  }
}
