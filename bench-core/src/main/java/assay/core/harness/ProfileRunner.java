package assay.core.harness;

import assay.core.availability.Availability.Available;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.environment.Fingerprint;
import assay.core.files.IoReason;
import assay.core.profile.ForkProfile;
import assay.core.profile.Profile;
import assay.core.profile.ProfiledPart;
import assay.core.program.Program;
import assay.core.record.Outcome;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunStoreException;
import assay.core.record.json.RecordJson;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.workload.Workload;
import assay.core.workload.WorkloadException;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Profiles cells, each in forks of its own; the forks of several cells take turns in random order,
 * so that a drift of the machine favours none.
 */
public final class ProfileRunner {
  private static final String LOG = "fork.log";

  /**
   * Something that makes one operation slower, to find out whether a profile tells which one.
   *
   * @param op its id
   * @param seconds by which each of its executions is longer, s
   */
  public record Delay(String op, double seconds) {}

  /**
   * What is profiled.
   *
   * @param delay null except to evaluate profiles themselves
   */
  public record Subject(PlannedCell cell, @Nullable Delay delay) {
    /** The cell as it is. */
    public Subject(PlannedCell cell) {
      this(cell, null);
    }
  }

  /**
   * What is asked.
   *
   * @param subjects at least one, no two alike
   * @param forks of each cell, at least 1
   * @param seconds of timing in a fork, without warm-up and checks
   * @param seed of inputs and of all orders
   * @param threads host threads that a target may use
   * @param data folder of the full data set, if given
   * @param timeout of a fork
   * @param observation how telemetry is read; the energy window is that of each program
   */
  public record Plan(
      List<Subject> subjects,
      int forks,
      double seconds,
      long seed,
      int threads,
      Optional<Path> data,
      Duration timeout,
      ObservationPlan observation) {
    public Plan {
      subjects = List.copyOf(subjects);
    }
  }

  /** Called before each fork, on the thread that profiles. */
  public interface Listener {
    /**
     * A fork starts.
     *
     * @param done forks that have ended
     * @param all forks of all cells
     */
    void forkStarts(PlannedCell cell, int done, int all);
  }

  private record Turn(Subject subject, int fork) {}

  private final Plan plan;
  private final RunRecord.Build build;
  private final Listener listener;
  private final Preflight preflight;
  private final Map<String, Optional<String>> devices = new HashMap<>();

  /** Prepares; nothing is measured yet. */
  public ProfileRunner(Plan plan, RunRecord.Build build, Listener listener) {
    this.plan = plan;
    this.build = build;
    this.listener = listener;
    this.preflight = new Preflight(plan.threads());
  }

  /**
   * Profiles.
   *
   * @return one profile a cell, in the order of the plan
   * @throws IOException if a fork cannot be started or its files cannot be written
   */
  public List<Profile> run() throws IOException, InterruptedException {
    try (ProfileObservation observation = new ProfileObservation(plan.observation())) {
      return run(observation);
    }
  }

  private List<Profile> run(ProfileObservation observation)
      throws IOException, InterruptedException {
    Instant started = Instant.now();
    Map<Subject, List<Outcome<ForkProfile>>> outcomes = new LinkedHashMap<>();
    Map<Subject, List<ProfiledPart>> parts = new LinkedHashMap<>();
    Map<Subject, List<String>> ceilings = new LinkedHashMap<>();
    List<Turn> turns = new ArrayList<>();
    for (Subject subject : plan.subjects()) {
      PlannedCell cell = subject.cell();
      outcomes.put(subject, new ArrayList<>());
      Optional<Outcome<ForkProfile>> refused =
          cell.workload() instanceof Workload.Kernel kernel && kernel.cold()
              ? Optional.of(
                  new Outcome.Unsupported<>("a profile executes with warm caches", Preflight.WARM))
              : preflight.verdict(cell).map(o -> o.map((_, _) -> neverMeasured()));
      if (refused.isPresent()) {
        Objects.requireNonNull(outcomes.get(subject)).add(refused.get());
        continue;
      }
      ceilings.put(subject, ceilingTargets(cell));
      // An emulation is checked once: it has no times.
      int forks = preflight.withoutTimes(cell) ? 1 : plan.forks();
      for (int fork = 0; fork < forks; fork++) {
        turns.add(new Turn(subject, fork));
      }
    }
    Collections.shuffle(turns, new Random(plan.seed()));
    RunRecord.Environment environment =
        Fingerprint.completed(
            Fingerprint.read(
                plan.observation().root(), observation.facts(), plan.observation().hostLabel()),
            preflight.devices());
    for (int turn = 0; turn < turns.size(); turn++) {
      Turn next = turns.get(turn);
      Subject subject = next.subject();
      listener.forkStarts(subject.cell(), turn, turns.size());
      observation.forkStarts();
      ProfileMessage message =
          fork(next, Objects.requireNonNull(ceilings.get(subject)), observation.socket());
      if (!message.parts().isEmpty()) {
        parts.putIfAbsent(subject, message.parts());
      }
      boolean same = message.parts().isEmpty() || message.parts().equals(parts.get(subject));
      Objects.requireNonNull(outcomes.get(subject))
          .add(same ? observed(message, observation) : dividedOtherwise());
    }
    Instant finished = Instant.now();
    List<Profile> profiles = new ArrayList<>();
    outcomes.forEach((subject, forks) ->
        profiles.add(
            new Profile(
                Profile.CURRENT,
                RunId.create(started, new SecureRandom()),
                started,
                finished,
                build,
                environment,
                subject.cell().id(),
                plan.threads(),
                plan.seed(),
                parts.getOrDefault(subject, List.of()),
                forks)));
    return profiles;
  }

  private static Outcome<ForkProfile> observed(
      ProfileMessage message, ProfileObservation observation) {
    return message
        .outcome()
        .map((device, fork) -> observation.observed(device, fork, message.samplerNanos()));
  }

  private static ForkProfile neverMeasured() {
    throw new AssertionError("a cell that was refused has no result");
  }

  private static Outcome<ForkProfile> dividedOtherwise() {
    return new Outcome.Failed<>(
        null,
        null,
        "the fork divided the program otherwise than the first one, so that their times do not belong"
            + " together",
        new Remedy.Advice("report this as a bug in the target"));
  }

  /** The target itself, and the others of its device that may have a faster kernel. */
  private List<String> ceilingTargets(PlannedCell cell) {
    List<String> ids = new ArrayList<>(List.of(cell.target().id()));
    Optional<String> device = device(cell.target());
    for (Target other : Targets.all()) {
      if (!ids.contains(other.id())
          && (has(other, cell, "peak/fma") || has(other, cell, "memory/triad,kib=64"))
          && device.isPresent()
          && device(other).equals(device)) {
        ids.add(other.id());
      }
    }
    return ids;
  }

  private static boolean has(Target target, PlannedCell cell, String id) {
    try {
      Program program = Workloads.parse(id).program(cell.precision());
      return target.unsupported(program, cell.precision()).isEmpty();
    } catch (WorkloadException e) {
      return false;
    }
  }

  /** The name of the hardware that it computes on; empty if there is none. */
  private Optional<String> device(Target target) {
    return devices.computeIfAbsent(
        target.id(),
        _ ->
            TargetProbe.probe(target) instanceof Available<Device>(Device.Hardware hardware)
                ? Optional.of(hardware.name())
                : Optional.empty());
  }

  private ProfileMessage fork(Turn turn, List<String> ceilings, Optional<Path> sampler)
      throws IOException, InterruptedException {
    try (WorkFolder folder = WorkFolder.create("assay-profile")) {
      Path report = folder.path().resolve("message.json");
      Path log = folder.path().resolve(LOG);
      Process process =
          new ProcessBuilder(command(turn, ceilings, folder, report, sampler))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended;
      try {
        ended = process.waitFor(plan.timeout().toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        process.destroyForcibly();
      }
      if (!ended) {
        return failed(
            new Outcome.TimedOut<>(
                null,
                null,
                "not finished after " + plan.timeout().toSeconds() + " s",
                new Remedy.AnyOf(
                    new Remedy.Change(Remedy.Setting.FORK_TIMEOUT, "allow each fork more time"),
                    new Remedy.Change(Remedy.Setting.WORKLOAD, "choose a smaller workload"))));
      }
      if (!Files.exists(report)) {
        return failed(
            new Outcome.Failed<>(
                null,
                null,
                "the fork's JVM exited before it reported a result: "
                    + ForkLogs.exitCode(process.exitValue())
                    + ": "
                    + ForkLogs.tail(log),
                Remedy.Use.REPORT));
      }
      return RecordJson.readLine(Files.readString(report), ProfileMessage.class, report.toString());
    } catch (RunStoreException e) {
      return failed(
          new Outcome.Failed<>(
              null, null, "the fork's figures cannot be read: " + IoReason.of(e), null));
    }
  }

  private static ProfileMessage failed(Outcome<ForkProfile> outcome) {
    return new ProfileMessage(List.of(), outcome);
  }

  private List<String> command(
      Turn turn, List<String> ceilings, WorkFolder folder, Path report, Optional<Path> sampler) {
    PlannedCell cell = turn.subject().cell();
    ForkSettings settings =
        new ForkSettings(
                plan.seed(),
                turn.fork(),
                plan.threads(),
                plan.data(),
                Optional.empty(),
                plan.timeout().toSeconds(),
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())
            .forFork(turn.fork(), report, sampler, preflight.deviceUuidHash(cell));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ForkJvm.args(cell.target(), plan.threads()));
    command.addAll(settings.toJvmArgs());
    command.add(folder.temporaryFolderOfJvm());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ProfileFork.class.getName(),
            RecordJson.line(
                new ProfileMessage.Request(
                    cell.workload().id(),
                    cell.target().id(),
                    cell.precision().id(),
                    ceilings,
                    plan.seconds(),
                    turn.subject().delay()))));
    return command;
  }
}
