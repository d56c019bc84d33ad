package assay.cpu.telemetry;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a command and reads a meter's lines from its standard output. */
final class CommandFeed implements MeterFeed {
  /**
   * A command with this many other lines prints no readings; it is killed, since reading it costs
   * time.
   */
  static final int MAX_UNREADABLE = 1000;

  private static final long GRACE_MILLIS = 1000;

  private final Process process;
  private final MeterLog log;
  private volatile @Nullable String complaint;
  private volatile @Nullable String trouble;
  private volatile boolean outputEnded;

  /**
   * Starts {@code command} in a shell.
   *
   * @throws IOException if there is no shell
   */
  CommandFeed(String command, MeterLog log) throws IOException {
    this.log = log;
    this.process = new ProcessBuilder("sh", "-c", command).redirectInput(nothing()).start();
    Thread errors =
        reader("assay-wall-meter-errors", () -> pump(process.getErrorStream(), this::complained));
    reader(
        "assay-wall-meter",
        () -> {
          pump(process.getInputStream(), this::reading);
          awaitEnd(errors);
          outputEnded = true;
        });
  }

  /** The command must not read this program's standard input. */
  private static File nothing() {
    return new File("/dev/null");
  }

  private static Thread reader(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void pump(InputStream from, Consumer<String> to) {
    LineSplitter lines = new LineSplitter(to);
    byte[] bytes = new byte[LineSplitter.LONGEST];
    try (from) {
      for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
        lines.accept(bytes, read);
      }
    } catch (IOException e) {
      // Closed because the command was killed, which is reported elsewhere.
      lines.reset();
    }
  }

  /** A command closes its output a moment before it has an exit code. */
  private void awaitEnd(Thread errors) {
    try {
      process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
      errors.join(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reading(String line) {
    log.line(line);
    if (log.unreadableInARow() == MAX_UNREADABLE) {
      trouble =
          "the command was killed: it printed " + MAX_UNREADABLE + " lines that are not readings";
      end();
    }
  }

  private void complained(String line) {
    if (!line.isBlank()) {
      complaint = line.strip();
    }
  }

  /** Nothing to do: a thread delivers the lines. */
  @Override
  public void poll() {}

  @Override
  public @Nullable String trouble() {
    if (trouble != null) {
      return trouble;
    }
    // What it printed before it ended may not have been read yet.
    if (!outputEnded) {
      return null;
    }
    String said = complaint == null ? "" : ": " + complaint;
    return process.isAlive()
        ? "the command closed its output" + said
        : "the command ended with exit code " + process.exitValue() + said;
  }

  /** Kills the command and the processes it started. */
  @Override
  public void close() {
    end();
  }

  private void end() {
    // Listed before any is killed: an orphan is no longer a descendant.
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    for (ProcessHandle one : all) {
      if (!endsBefore(one, deadline)) {
        one.destroyForcibly();
      }
    }
  }

  private static boolean endsBefore(ProcessHandle process, long deadline) {
    try {
      process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
