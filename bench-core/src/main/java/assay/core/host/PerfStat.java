package assay.core.host;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.files.AnyText;
import assay.core.files.IoReason;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hardware counters through {@code perf stat}: which events it accepts here, counting a process
 * while it runs, and its CSV output.
 *
 * <p>The output is separated by semicolons ({@code -x ;}), as perf-stat(1) recommends, because
 * names of events may contain commas.
 */
public final class PerfStat {
  private static final String SEPARATOR = ";";
  private static final int LIMIT_SECONDS = 20;

  /** Without the privilege to see the kernel, perf appends it to an event's name. */
  private static final String USER = ":u";

  private static final String NOT_SUPPORTED = "<not supported>";
  private static final String NOT_COUNTED = "<not counted>";

  private static final Remedy INSTALL =
      new Remedy.AnyOf(
          new Remedy.Packages(List.of("linux-perf")),
          new Remedy.Install("perf of this kernel's version (linux-tools on Ubuntu)"));
  private static final Remedy PERMIT =
      new Remedy.Advice(
          "run as root or with CAP_PERFMON, or run 'sudo sysctl kernel.perf_event_paranoid=-1'");

  private final String program;
  private final HostRoot root;

  private PerfStat(String program, HostRoot root) {
    this.program = program;
    this.root = root;
  }

  /**
   * What one counter counted.
   *
   * @param value in {@code unit}; where the counter took turns with others, perf has scaled it up
   *     to the whole time
   * @param unit empty for a plain number
   * @param share of the time in which it counted, above 0 to 1: below 1 it took turns with others
   *     (multiplexing), and the value is an estimate
   * @param userOnly whether the kernel's own work is not included, for lack of a privilege
   */
  public record Count(double value, String unit, double share, boolean userOnly) {}

  /** The {@code perf} on the PATH, if it runs. */
  public static Availability<PerfStat> find() {
    return find("perf", HostRoot.machine());
  }

  static Availability<PerfStat> find(String program, HostRoot root) {
    try {
      Said said = run(List.of(program, "--version"));
      return said.status() == 0
          ? new Available<>(new PerfStat(program, root))
          : new Unavailable<>(program + " does not run: " + said.firstLine(), INSTALL);
    } catch (IOException e) {
      return new Unavailable<>(program + " is not installed: " + IoReason.of(e), INSTALL);
    }
  }

  /** Whether the processor's own counters, such as cycles, can be read. */
  public Availability<Count> cycles() {
    return counted("cycles");
  }

  /** Counts an event of a process that ends at once. */
  Availability<Count> counted(String event) {
    try {
      Said said = run(command(List.of(event), List.of("--", "true")));
      if (said.status() != 0) {
        return refused(event, said);
      }
      Availability<Count> count = parse(said.text(), virtual()).get(event);
      return count == null ? refused(event, said) : count;
    } catch (IOException e) {
      return new Unavailable<>("perf stat cannot be run: " + IoReason.of(e));
    }
  }

  /**
   * Whether perf accepts events: one that it does not know ends it, so that nothing is counted. An
   * event that is accepted may still turn out to be not supported.
   *
   * @return for each event its name, or why not
   */
  public Map<String, Availability<String>> accepted(List<String> events) {
    Map<String, Availability<String>> all = new LinkedHashMap<>();
    for (String event : events) {
      all.put(event, accepted(event));
    }
    return all;
  }

  private Availability<String> accepted(String event) {
    try {
      Said said = run(command(List.of(event), List.of("--", "true")));
      return said.status() == 0 ? new Available<>(event) : refused(event, said);
    } catch (IOException e) {
      return new Unavailable<>("perf stat cannot be run: " + IoReason.of(e));
    }
  }

  private <T> Availability<T> refused(String event, Said said) {
    if (said.text().contains("perf_event_paranoid")) {
      String level = root.text("proc/sys/kernel/perf_event_paranoid").orElse("not readable");
      return new Unavailable<>(
          "perf may not count "
              + event
              + ": the kernel restricts it (perf_event_paranoid is "
              + level
              + ")",
          PERMIT);
    }
    return new Unavailable<>(
        "perf does not accept the event " + event + " here: " + said.firstLine(),
        virtual() ? remedy(true) : null);
  }

  private boolean virtual() {
    return CpuInfo.first(root).virtual();
  }

  private List<String> command(List<String> events, List<String> what) {
    List<String> command = new ArrayList<>(List.of(program, "stat", "-x", SEPARATOR));
    command.addAll(List.of("-e", String.join(",", events)));
    command.addAll(what);
    return command;
  }

  /**
   * Begins to watch a process; nothing is counted before {@link Session#enable}. Threads that the
   * process starts later are counted too.
   *
   * @param events accepted ones, at least one
   * @param process its id; empty for all that runs on the machine, as the counters of memory
   *     controllers need it
   * @param folder a temporary one, for the output, {@code <name>.csv}, and two pipes
   * @throws IOException if perf cannot be started
   */
  public Session watch(List<String> events, Optional<Long> process, Path folder, String name)
      throws IOException {
    Path csv = folder.resolve(name + ".csv");
    Path control = folder.resolve(name + ".control");
    Path answers = folder.resolve(name + ".answers");
    Said made = run(List.of("mkfifo", control.toString(), answers.toString()));
    if (made.status() != 0) {
      throw new IOException("mkfifo: " + made.firstLine());
    }
    List<String> what = new ArrayList<>(List.of("-o", csv.toString(), "-D", "-1"));
    what.add("--control=fifo:" + control + "," + answers);
    what.addAll(process.map(id -> List.of("-p", id.toString())).orElse(List.of("-a")));
    // Opened for both, a pipe never waits for the other side, which may have failed to start.
    RandomAccessFile to = new RandomAccessFile(control.toFile(), "rw");
    RandomAccessFile from = new RandomAccessFile(answers.toFile(), "rw");
    Path log = folder.resolve(name + ".log");
    return new Session(started(command(events, what), log), csv, log, to, from);
  }

  /** A {@code perf stat} that is told when to count through a pipe. */
  public static final class Session implements AutoCloseable {
    private static final int POLL_MILLIS = 1;

    private final Process perf;
    private final Path csv;
    private final Path log;
    private final RandomAccessFile control;
    private final RandomAccessFile answers;

    private Session(
        Process perf, Path csv, Path log, RandomAccessFile control, RandomAccessFile answers) {
      this.perf = perf;
      this.csv = csv;
      this.log = log;
      this.control = control;
      this.answers = answers;
    }

    /** Begins or goes on counting; returns when it counts. */
    public void enable() throws IOException {
      tell("enable");
    }

    /** Stops counting until it is enabled again; returns when it has stopped. */
    public void disable() throws IOException {
      tell("disable");
    }

    private void tell(String command) throws IOException {
      control.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = new FileInputStream(answers.getFD()); // The pipe's owner closes it.
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\n") < 0) {
        if (in.available() > 0) {
          answer.append(new String(in.readNBytes(in.available()), StandardCharsets.US_ASCII));
        } else if (perf.isAlive()) {
          pause();
        } else {
          throw new IOException(
              "perf stat has ended: " + new Said(1, AnyText.read(log)).firstLine());
        }
      }
      if (answer.indexOf("ack") < 0) {
        throw new IOException("perf stat answered '" + answer + "' to " + command);
      }
    }

    private static void pause() throws IOException {
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while perf stat was told what to do", e);
      }
    }

    /**
     * Ends perf, which then writes what it counted.
     *
     * @return the file with it
     */
    public Path end() throws IOException {
      run(List.of("kill", "-INT", String.valueOf(perf.pid())));
      await(perf);
      close();
      return csv;
    }

    @Override
    public void close() throws IOException {
      perf.destroyForcibly();
      control.close();
      answers.close();
    }
  }

  /**
   * Reads the output of {@code perf stat -x ;}: value, unit, event, time in which it counted in ns,
   * the same in percent, and optional metrics (perf-stat(1), CSV FORMAT). Lines without an event
   * and comments are omitted.
   *
   * @param virtual whether this is a virtual machine, for the remedy
   * @return by event, in the order of the output
   */
  public static Map<String, Availability<Count>> parse(String output, boolean virtual) {
    Map<String, Availability<Count>> all = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      List<String> fields = List.of(line.split(SEPARATOR, -1));
      if (line.startsWith("#") || fields.size() < 5 || fields.get(2).isEmpty()) {
        continue;
      }
      String name = fields.get(2);
      String event = name.endsWith(USER) ? name.substring(0, name.length() - USER.length()) : name;
      all.put(event, count(event, fields, virtual));
    }
    return all;
  }

  private static Availability<Count> count(String event, List<String> fields, boolean virtual) {
    String value = fields.getFirst().strip();
    if (value.equals(NOT_SUPPORTED)) {
      return new Unavailable<>(
          virtual
              ? "perf: " + event + " is not supported on this virtual machine"
              : "perf: " + event + " is not supported by this processor or kernel",
          remedy(virtual));
    }
    if (value.equals(NOT_COUNTED)) {
      return new Unavailable<>(
          "perf: " + event + " was never counted: its turn did not come, or nothing ran",
          new Remedy.Advice("count fewer events at a time, or for longer"));
    }
    try {
      double share = Double.parseDouble(fields.get(4).strip()) / 100;
      double number = Double.parseDouble(value);
      if (number >= 0 && share > 0 && share <= 1) {
        return new Available<>(
            new Count(number, fields.get(1), share, fields.get(2).endsWith(USER)));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    return new Unavailable<>(
        "perf printed no number for " + event + ": " + String.join(SEPARATOR, fields));
  }

  private static @Nullable Remedy remedy(boolean virtual) {
    return virtual
        ? new Remedy.Advice(
            "use a machine that is not virtual, or have its host pass the performance counters"
                + " through (vPMU)")
        : null;
  }

  private record Said(int status, String text) {
    String firstLine() {
      return text.lines()
          .filter(l -> !l.isBlank() && !l.equals("Error:"))
          .findFirst()
          .orElse("it printed nothing");
    }
  }

  private static Said run(List<String> command) throws IOException {
    Path log = Files.createTempFile("assay-perf", ".log");
    try {
      Process process = started(command, log);
      try {
        await(process);
      } finally {
        process.destroyForcibly();
      }
      return new Said(process.exitValue(), AnyText.read(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static Process started(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C"); // Decimal points, English words.
    return builder.start();
  }

  private static void await(Process process) throws IOException {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("it did not end within " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it ran", e);
    }
  }
}
