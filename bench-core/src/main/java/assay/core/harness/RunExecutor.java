package assay.core.harness;

import assay.core.device.Device;
import assay.core.environment.Fingerprint;
import assay.core.environment.ProgramFiles;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.CellSummary;
import assay.core.record.ForkRecord;
import assay.core.record.Outcome;
import assay.core.record.Peak;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.SchemaVersion;
import assay.core.record.store.ForkLog;
import assay.core.record.store.RunFolder;
import assay.core.stats.StoppingRule;
import assay.core.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan: first the cells that are measured, then those that are only checked, each as a
 * {@link Phase}. Every fork is stored when it ends; run.json is updated after each round.
 */
public final class RunExecutor {
  private static final double NANOS = 1e-9;

  /** Beginning of the names of notes in the environment's state. */
  private static final String NOTE = "run.note-";

  private final RunPlan plan;
  private final RunRecord.Plan recordedPlan;
  private final RunId id;
  private final RunRecord.Build build;
  private final RunListener listener;
  private final RunClock clock;
  private final List<String> notes = new ArrayList<>();
  private Instant started;
  private RunRecord.Environment environment;
  private final Map<CellId, Outcome<CellResult>> excluded = new LinkedHashMap<>();
  private final Map<CellId, CellProgress> progress = new LinkedHashMap<>();
  private final Phase measured;
  private final Phase checked;
  private final ProgramFiles program = new ProgramFiles();
  private final RunObservation observation;
  private final Preflight preflight;
  private int order;

  /**
   * @param clock the run's time of day; the run begins with its first
   */
  public RunExecutor(
      RunPlan plan, RunId id, RunClock clock, RunRecord.Build build, RunListener listener) {
    // JMH's lock file would prevent any second JMH benchmark on this machine; a run claims no such
    // exclusivity.
    System.setProperty("jmh.ignoreLock", "true");
    this.plan = plan;
    this.recordedPlan = plan.toRecord();
    this.id = id;
    this.clock = clock;
    this.started = clock.instant();
    this.build = build;
    this.listener = listener;
    this.preflight = new Preflight(plan.threads());
    this.observation = RunObservation.open(plan.observation());
    // Read before the targets are probed, because probing loads the machine whose state is recorded
    // here.
    RunRecord.Environment machine =
        Fingerprint.measured(
            Fingerprint.read(
                plan.observation().root(), observation.facts(), plan.observation().hostLabel()));
    for (PlannedCell planned : plan.cells()) {
      preflight
          .verdict(planned)
          .ifPresentOrElse(
              outcome -> excluded.put(planned.id(), outcome),
              () -> {
                PlannedCell cell = preflight.sized(planned);
                progress.put(cell.id(), new CellProgress(cell, stopping(cell)));
              });
    }
    this.environment = Fingerprint.completed(machine, preflight.devices());
    measured = phase(cell -> !preflight.withoutTimes(cell));
    checked = phase(preflight::withoutTimes);
  }

  private Phase phase(Predicate<PlannedCell> member) {
    List<CellProgress> cells =
        progress.values().stream().filter(cell -> member.test(cell.cell())).toList();
    return new Phase(cells, plan.budget(), plan.seed(), System::nanoTime);
  }

  /** Cells without times run a single fork: nothing in them varies. */
  private StoppingRule stopping(PlannedCell cell) {
    StoppingRule rule = plan.stopping(cell);
    return preflight.withoutTimes(cell) ? new StoppingRule(rule.targetHalfWidth(), 1, true) : rule;
  }

  /** The telemetry sources, each with what it provides or why it provides nothing. */
  public List<RunTelemetry.Source> sources() {
    return observation.sources();
  }

  /**
   * Takes over an interrupted run, with its start and the environment that it was begun in.
   *
   * @param before its record
   * @param forks the forks in its log; forks of cells outside the plan are ignored
   * @throws ResumeException if this is another machine or another build, or if a cell's forks ran
   *     on a device that its target no longer refers to
   */
  public void resume(RunRecord before, List<ForkRecord> forks) {
    if (!before.assay().equals(build)) {
      throw ResumeException.otherBuild(id, before.assay(), build);
    }
    started = before.startedUtc();
    clock.notBefore(started);
    for (ForkRecord fork : forks) {
      clock.notBefore(fork.context().startedUtc());
      CellProgress cell = progress.get(fork.cell());
      if (cell != null) {
        refuseAnotherDevice(cell.cell(), fork.outcome().device());
        cell.add(fork);
      }
      order = Math.max(order, fork.context().order() + 1);
    }
    ResumedEnvironment resumed = ResumedEnvironment.of(before, environment);
    environment = resumed.environment();
    resumed.note().ifPresent(notes::add);
  }

  private void refuseAnotherDevice(PlannedCell cell, @Nullable Device before) {
    String then = before == null ? null : before.details().get(Device.DEVICE_UUID_HASH);
    String now = preflight.deviceUuidHash(cell).orElse(null);
    if (then != null && now != null && !then.equals(now)) {
      throw ResumeException.otherDevice(id, cell.target().id(), then, now);
    }
  }

  /**
   * Runs until every cell has enough forks or the budget is spent.
   *
   * @param folder where the run is stored
   * @throws IOException if the record cannot be written
   * @throws ProgramChangedException if a file of this program was replaced meanwhile
   */
  public RunRecord run(RunFolder folder) throws IOException {
    store(folder, null);
    try (WorkFolder work = WorkFolder.create("assay-forks");
        ForkLog log = folder.openForkLog();
        RunObservation watched = observation) {
      log.tornMovedTo().ifPresent(moved -> notes.add(torn(folder.forksFile(), moved)));
      watched.start(folder, work.path(), clock);
      ForkLauncher jmh =
          new ForkLauncher(plan::measure, work, folder.path(), watched, preflight, clock);
      run(folder, measured, jmh, log, () -> measured.limit(plan.forkLimit(), measured.overrun()));
      watched.forksEnded();
      // One emulated fork may take longer than all measured ones, so its time limit applies too.
      run(folder, checked, jmh, log, () -> checked.limit(plan.forkLimit(), Duration.ZERO));
    }
    notes.addAll(observation.notes());
    clock.deviation().ifPresent(notes::add);
    return store(folder, clock.instant());
  }

  /**
   * What happened to the run that its figures do not show, a sentence each; complete after {@link
   * #run}. They are in the record too.
   */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** The note on an incomplete last line that was moved aside. */
  static String torn(Path log, Path moved) {
    return String.format(
        Locale.ROOT,
        "the last line of %s was incomplete; it is in %s now",
        log.getFileName(),
        moved.getFileName());
  }

  private void run(
      RunFolder folder, Phase phase, ForkLauncher jmh, ForkLog log, Supplier<Duration> limit)
      throws IOException {
    phase.begin();
    List<CellProgress> round = phase.round(order);
    while (!round.isEmpty()) {
      for (CellProgress cell : round) {
        if (phase.allows(cell)) {
          runFork(jmh, log, cell, limit.get());
        }
      }
      store(folder, null);
      round = phase.round(order);
    }
  }

  private void runFork(ForkLauncher jmh, ForkLog log, CellProgress cell, Duration limit)
      throws IOException {
    refuseAnotherProgram();
    listener.forkStarts(cell.cell(), progress());
    long begin = System.nanoTime();
    ForkLauncher.Position position = new ForkLauncher.Position(cell.forks().size(), order++);
    ForkRecord fork = jmh.run(cell.cell(), position, plan.forkSettings(limit));
    refuseAnotherProgram();
    cell.add(fork, NANOS * (System.nanoTime() - begin));
    log.append(fork);
    listener.forkEnded(fork, progress());
  }

  /** The record names one program, the one whose files were hashed at the beginning. */
  private void refuseAnotherProgram() {
    program
        .changed()
        .ifPresent(file -> {
          throw new ProgramChangedException(file);
        });
  }

  private RunListener.Progress progress() {
    int ended = measured.ended() + checked.ended();
    return new RunListener.Progress(
        ended,
        ended + measured.expectedMore() + checked.expectedMore(),
        Duration.ofSeconds(Math.round(measured.secondsLeft() + checked.secondsLeft())));
  }

  private RunRecord store(RunFolder folder, @Nullable Instant finished) throws IOException {
    RunRecord run =
        new RunRecord(
            SchemaVersion.CURRENT,
            id,
            started,
            finished,
            plan.suite(),
            plan.seed(),
            build,
            noted(),
            recordedPlan,
            observation.toRecord(),
            cells());
    folder.write(run);
    return run;
  }

  /** The environment with the notes; an earlier part of the run may have left some too. */
  private RunRecord.Environment noted() {
    Map<String, String> state = new LinkedHashMap<>();
    for (String note : notes) {
      int number = 1;
      while (environment.state().containsKey(NOTE + number) || state.containsKey(NOTE + number)) {
        number++;
      }
      state.put(NOTE + number, note);
    }
    return Fingerprint.amended(environment, Map.of(), state);
  }

  /** All cells in the plan's order; percentages of peak need the peaks first. */
  private List<Cell> cells() {
    List<Cell> ceilings = new ArrayList<>();
    for (CellProgress cell : progress.values()) {
      if (cell.cell().workload().family().equals("peak")) {
        ceilings.add(summary(cell, List.of()));
      }
    }
    List<Peak> peaks = Peak.all(ceilings);
    List<Cell> cells = new ArrayList<>();
    for (PlannedCell planned : plan.cells()) {
      Outcome<CellResult> outcome = excluded.get(planned.id());
      CellProgress measured = progress.get(planned.id());
      if (outcome != null) {
        cells.add(new Cell(planned.id(), workOrNull(planned), outcome));
      } else if (measured != null) {
        cells.add(summary(measured, peaks));
      }
    }
    return cells;
  }

  private Cell summary(CellProgress progressOfCell, List<Peak> peaks) {
    PlannedCell cell = progressOfCell.cell();
    Work work = cell.workload().work(cell.precision());
    if (progressOfCell.forks().isEmpty()) {
      Phase phase = preflight.withoutTimes(cell) ? checked : measured;
      return new Cell(cell.id(), work, phase.withoutFork());
    }
    return CellSummary.summarise(
        new CellSummary.Request(
            cell.id(),
            work,
            cell.workload().rate(),
            plan.stopping().targetHalfWidth(),
            peaks,
            observation.toRecord().idle(),
            cell.workload() instanceof Workload.Training ? stopping(cell).maxForks() : null),
        progressOfCell.forks());
  }

  private static @Nullable Work workOrNull(PlannedCell cell) {
    try {
      return cell.workload().work(cell.precision());
    } catch (RuntimeException e) {
      // The outcome says why there is no such workload in this precision.
      return null;
    }
  }
}
