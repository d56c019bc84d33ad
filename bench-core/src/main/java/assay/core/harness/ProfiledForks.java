package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.files.IoReason;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.host.PerfEvents;
import assay.core.host.PerfStat;
import assay.core.record.Outcome;
import assay.core.record.RunStoreException;
import assay.core.workload.Suite;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs forks of one cell under profilers, each in a fork of its own, so that none disturbs another.
 * The forks have the JVM arguments of measured ones; they verify their outputs and are not
 * recorded.
 */
public final class ProfiledForks {
  private static final double NANOS = 1e-9;
  private static final int WARMUP_STEPS = 20;

  /**
   * One of the first two has spot checks, and the last one the verification: the other is counted.
   */
  private static final int COUNTED = 3;

  private static final String DISASSEMBLER = "hsdis-amd64.so";

  private ProfiledForks() {}

  /**
   * What is profiled.
   *
   * @param measure warm-up as measured forks have it; all counted iterations together are one
   *     profiled iteration of the same length, without spot checks
   * @param threads host threads to compute with, at least 1
   * @param seed of the inputs
   * @param limit time after which a fork ends itself, at least 1 s
   * @param folder an existing one, where the files of the profilers stay
   */
  public record Request(
      PlannedCell cell,
      Suite.Measure measure,
      int threads,
      long seed,
      Duration limit,
      Path folder) {
    private ForkSettings settings(Path report) {
      return new ForkSettings(
          seed,
          0,
          threads,
          Optional.empty(),
          Optional.of(report),
          limit.toSeconds(),
          WARMUP_STEPS,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * Runs a fork under each profiler.
   *
   * @return in the order given, what it saw or why it cannot be used here
   * @throws IOException if the folder cannot be written
   */
  public static Map<JmhProfiler, Availability<ProfiledFork>> run(
      Request request, Collection<JmhProfiler> profilers) throws IOException {
    Map<JmhProfiler, Availability<ProfiledFork>> all = new LinkedHashMap<>();
    for (JmhProfiler profiler : profilers) {
      all.put(profiler, run(request, profiler));
    }
    return all;
  }

  /**
   * Runs one fork under one profiler.
   *
   * @throws IOException if the folder cannot be written
   */
  public static Availability<ProfiledFork> run(Request request, JmhProfiler profiler)
      throws IOException {
    System.setProperty("jmh.ignoreLock", "true");
    try (WorkFolder work = WorkFolder.create("assay-profile")) {
      return new Trial(request, profiler, work).run();
    }
  }

  /** A profiler as JMH names it, or the name of its class, and its options. */
  private record Setup(String name, String options) {}

  /** One fork. */
  private record Trial(Request request, JmhProfiler profiler, WorkFolder work) {
    Availability<ProfiledFork> run() throws IOException {
      Path output = Files.createDirectory(work.path().resolve("output"));
      return switch (setup(output)) {
        case Unavailable<Setup> none -> none.as();
        case Available<Setup>(Setup setup) -> run(setup, output);
      };
    }

    private Availability<Setup> setup(Path output) {
      String folder = "dir=" + output;
      return switch (profiler) {
        case GC, STACK -> new Available<>(new Setup(profiler.id(), ""));
        case JFR -> new Available<>(new Setup(profiler.id(), folder + ";configName=profile"));
        case PERFNORM -> cycles().map(_ -> new Setup(profiler.id(), ""));
        case PERFASM ->
            cycles().flatMap(_ -> disassembler()).map(_ -> new Setup(profiler.id(), ""));
        case ASYNC ->
            AsyncProfilerLibrary.unpack(work.path())
                .map(library ->
                    new Setup(
                        profiler.id(), "libPath=" + library + ";event=cpu;output=jfr;" + folder));
        case COUNTERS -> PerfStat.find().map(perf -> counters(perf, output));
      };
    }

    private static Availability<PerfStat.Count> cycles() {
      return PerfStat.find().flatMap(PerfStat::cycles);
    }

    /** JMH prints no instructions without it. */
    private static Availability<Path> disassembler() {
      Path file = Path.of(System.getProperty("java.home"), "lib", DISASSEMBLER);
      return Files.exists(file)
          ? new Available<>(file)
          : new Unavailable<>(
              "the JVM's disassembler is missing: there is no " + file,
              new Remedy.Advice(
                  "build hsdis from the JDK's sources (src/utils/hsdis) and copy it there"));
    }

    private static Setup counters(PerfStat perf, Path output) {
      HostRoot root = HostRoot.machine();
      return new Setup(
          CountersProfiler.class.getName(),
          CountersProfiler.line(
              output,
              accepted(perf, PerfEvents.ofProcess(root)),
              accepted(perf, PerfEvents.ofMemory(root))));
    }

    private static List<String> accepted(PerfStat perf, List<String> events) {
      return perf.accepted(events).values().stream()
          .flatMap(event -> event.toOptional().stream())
          .toList();
    }

    private Availability<ProfiledFork> run(Setup setup, Path output) throws IOException {
      Path report = work.path().resolve("report.json");
      Path log = work.path().resolve("log");
      ForkSettings settings = request.settings(report);
      List<String> jvmArgs =
          new ArrayList<>(ForkJvm.args(request.cell().target(), settings.threads()));
      jvmArgs.addAll(settings.toJvmArgs());
      jvmArgs.add(work.temporaryFolderOfJvm());
      ChainedOptionsBuilder options = ForkLauncher.options(request.cell(), settings, jvmArgs);
      iterations(options);
      options.addProfiler(setup.name(), setup.options());
      Collection<RunResult> results;
      try (PrintStream out = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
        OutputFormat format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
        results = new Runner(options.build(), format).run();
      } catch (RunnerException e) {
        return refused(e);
      }
      return switch (outcome(report)) {
        case Unavailable<Outcome<ForkMessage.Own>> died ->
            new Unavailable<>(died.reason() + ": " + ForkLogs.tail(log));
        case Available<Outcome<ForkMessage.Own>>(Outcome<ForkMessage.Own> told) ->
            result(told, results, output, log);
      };
    }

    /** JMH's own words about a profiler that it cannot set up. */
    private Unavailable<ProfiledFork> refused(RunnerException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return new Unavailable<>(
          "JMH cannot use its profiler "
              + profiler.id()
              + ": "
              + IoReason.oneLine(String.valueOf(cause.getMessage())));
    }

    private void iterations(ChainedOptionsBuilder options) {
      Suite.Measure measure = request.measure();
      switch (request.cell().workload()) {
        case TrainWorkload training ->
            options
                .mode(Mode.SingleShotTime)
                .warmupIterations(1)
                .measurementIterations(training.epochs());
        case Workload.Kernel _ ->
            options
                .mode(Mode.AverageTime)
                // The fork's own warm-up is in its first iteration, whichever that is.
                .warmupIterations(Math.max(1, measure.warmup()))
                .warmupTime(TimeValue.milliseconds(measure.warmupMillis()))
                .measurementIterations(profiler == JmhProfiler.COUNTERS ? COUNTED : 1)
                .measurementTime(
                    TimeValue.milliseconds(
                        (long) measure.iterations() * measure.iterationMillis()));
      }
    }

    private static Availability<Outcome<ForkMessage.Own>> outcome(Path report) throws IOException {
      try {
        return ForkMessage.read(report)
            .<Availability<Outcome<ForkMessage.Own>>>map(m -> new Available<>(m.outcome()))
            .orElseGet(() -> new Unavailable<>("the fork ended before it reported a result"));
      } catch (RunStoreException e) {
        return new Unavailable<>("the fork's message cannot be read: " + e.getMessage());
      }
    }

    private Availability<ProfiledFork> result(
        Outcome<ForkMessage.Own> told, Collection<RunResult> results, Path output, Path log)
        throws IOException {
      if (told.simulated()) {
        return new Unavailable<>(
            "this cell runs on an emulation or a model: a profile would show the emulator");
      }
      ForkMessage.Own own = told.result();
      if (own == null) {
        return new Unavailable<>(String.valueOf(told.reason()), told.remedy());
      }
      if (results.size() != 1) {
        return new Unavailable<>("the fork gave no profile: " + ForkLogs.tail(log));
      }
      return profile(own, results.iterator().next(), output);
    }

    private Availability<ProfiledFork> profile(ForkMessage.Own own, RunResult run, Path output)
        throws IOException {
      Map<String, ProfiledFork.Figure> figures = new LinkedHashMap<>();
      StringBuilder text = new StringBuilder();
      for (Map.Entry<String, ? extends Result<?>> entry : secondary(run).entrySet()) {
        Result<?> value = entry.getValue();
        if (!entry.getKey().equals(CountersProfiler.EXECUTIONS)
            && !Double.isNaN(value.getScore())) {
          figures.put(
              entry.getKey(), new ProfiledFork.Figure(value.getScore(), value.getScoreUnit()));
        }
        text.append(value.extendedInfo());
      }
      double steps = own.training() == null ? 1 : own.training().stepsPerEpoch();
      Map<String, Availability<PerfStat.Count>> counts = counts(output, counted(own));
      List<Path> files = kept(output);
      if (figures.isEmpty() && counts.isEmpty() && text.toString().isBlank() && files.isEmpty()) {
        return new Unavailable<>("JMH's profiler " + profiler.id() + " reported nothing here");
      }
      return new Available<>(
          new ProfiledFork(
              profiler,
              run.getPrimaryResult().getScore() * NANOS / steps,
              figures,
              counts,
              executions(run, counted(own)),
              files.isEmpty() ? text.toString().strip() : "",
              files));
    }

    /** The number of the iteration whose counts are taken, from 1. */
    private static int counted(ForkMessage.Own own) {
      return own.spotChecked() != null && own.spotChecked() == 1 ? 2 : 1;
    }

    /** How often the workload ran in an iteration that was counted; 0 if none was. */
    private static double executions(RunResult run, int iteration) {
      List<IterationResult> all = new ArrayList<>();
      run.getBenchmarkResults().forEach(b -> all.addAll(b.getIterationResults()));
      Result<?> result =
          all.get(iteration - 1).getSecondaryResults().get(CountersProfiler.EXECUTIONS);
      return result == null ? 0 : result.getScore();
    }

    @SuppressWarnings("rawtypes") // JMH's own type.
    private static Map<String, Result<?>> secondary(RunResult run) {
      Map<String, Result<?>> all = new LinkedHashMap<>();
      for (Map.Entry<String, Result> entry : run.getSecondaryResults().entrySet()) {
        all.put(entry.getKey(), entry.getValue());
      }
      return all;
    }

    private static Map<String, Availability<PerfStat.Count>> counts(Path output, int iteration)
        throws IOException {
      boolean virtual = CpuInfo.first(HostRoot.machine()).virtual();
      Map<String, Availability<PerfStat.Count>> counts = new LinkedHashMap<>();
      for (String name : List.of(CountersProfiler.PROCESS, CountersProfiler.MEMORY)) {
        Path csv = output.resolve(name + iteration + ".csv");
        if (Files.exists(csv)) {
          counts.putAll(PerfStat.parse(Files.readString(csv), virtual));
        }
      }
      return counts;
    }

    /** Moves what the profiler left to the request's folder, under short names. */
    private List<Path> kept(Path output) throws IOException {
      List<Path> left;
      try (Stream<Path> all = Files.walk(output)) {
        left =
            all.filter(Files::isRegularFile)
                .filter(f -> !f.toString().endsWith(".log"))
                .sorted()
                .toList();
      }
      List<Path> files = new ArrayList<>();
      for (Path file : left) {
        Path to = request.folder().resolve(profiler.id() + "-" + file.getFileName());
        files.add(Files.move(file, to, StandardCopyOption.REPLACE_EXISTING));
      }
      return files;
    }
  }
}
