package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.telemetry.Attribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A fork's connection to the run's sampler in the runner's process: the fork announces the edges of
 * a window and continues once the sampler has read its instruments. The fork itself opens no
 * instrument.
 *
 * <p>Requests and responses are lines: {@code fork PID}, {@code clock find DEVICE} (a telemetry
 * key, or nothing for the host), {@code clock read}, {@code clock now} (its {@link
 * System#nanoTime()}), {@code measured begin}, {@code measured end}, {@code energy wanted}, {@code
 * energy begin}, {@code energy end EXECUTIONS}, {@code energy refused REASON}. The response is
 * {@code ok}; to {@code energy wanted} {@code window SECONDS UPDATE} or {@code none}; to {@code
 * clock find} {@code is CHANNEL} or {@code none REASON}; to {@code clock read} a number of Hz or
 * {@code none}.
 */
final class SamplerClient implements AutoCloseable {
  private static final double NANOS = 1e-9;
  private static final double MIN_LEAD_SECONDS = 0.02;
  private static final int CLOCK_QUESTIONS = 9;
  private static final String IS = "is ";
  private static final String NONE = "none";

  private final SocketChannel channel;
  private final BufferedReader answers;

  private SamplerClient(SocketChannel channel) {
    this.channel = channel;
    this.answers =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
  }

  /**
   * Connects to the run's sampler.
   *
   * @param socket where it listens
   */
  static SamplerClient connect(Path socket) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      SamplerClient link = new SamplerClient(channel);
      link.ask("fork " + ProcessHandle.current().pid());
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException("the fork cannot reach the run's sampler at " + socket, e);
    }
  }

  private String ask(String request) {
    try {
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("the sampler closed the connection");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("the run's sampler did not answer '" + request + "'", e);
    }
  }

  /**
   * The clock of a device: an accelerator's own, or the host's for a target on the host.
   *
   * @param details the device's details
   */
  Availability<WarmupController.Clock> clock(Map<String, String> details) {
    String nobodys = details.get(Attribution.UNATTRIBUTED);
    if (nobodys != null) {
      return new Availability.Unavailable<>(nobodys);
    }
    String found = ask("clock find " + details.getOrDefault(Attribution.DEVICE_KEY, ""));
    return found.startsWith(IS)
        ? new Availability.Available<>(
            new WarmupController.Clock(found.substring(IS.length()), this::hertz))
        : new Availability.Unavailable<>(found.substring(NONE.length()).strip());
  }

  private OptionalDouble hertz() {
    String answer = ask("clock read");
    return answer.equals(NONE)
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(answer));
  }

  /**
   * What to add to this process's {@link System#nanoTime()} for the sampler's, ns: by the quickest
   * of several questions, known to half of the time that it took.
   */
  long nanosToSampler() {
    long quickest = Long.MAX_VALUE;
    long offset = 0;
    for (int i = 0; i < CLOCK_QUESTIONS; i++) {
      long asked = System.nanoTime();
      long there = Long.parseLong(ask("clock now"));
      long took = System.nanoTime() - asked;
      if (took < quickest) {
        quickest = took;
        offset = there - (asked + took / 2);
      }
    }
    return offset;
  }

  /**
   * Declines the energy measurement.
   *
   * @param reason why, one line
   */
  void declineEnergy(String reason) {
    ask("energy refused " + reason);
  }

  void measuredBegins() {
    ask("measured begin");
  }

  void measuredEnds() {
    ask("measured end");
  }

  /**
   * Measures the energy of a workload: executes it repeatedly for as long as the meters need, if
   * there are any.
   *
   * @param prepare runs once before the window, only if there is a meter
   * @param execute one execution
   * @return the number of executions in the window; empty if nothing is measured
   */
  OptionalLong meter(Runnable prepare, Runnable execute) {
    List<String> words = List.of(ask("energy wanted").split(" "));
    if (!words.getFirst().equals("window")) {
      return OptionalLong.empty();
    }
    double seconds = Double.parseDouble(words.get(1));
    double update = Double.parseDouble(words.get(2));
    prepare.run();
    // The load runs for two meter updates before the first reading, so that the meter no longer
    // shows the earlier state, and for part of a third, so that readings are not synchronised with
    // the meter.
    run(execute, Math.max(MIN_LEAD_SECONDS, update * (2 + new Random().nextDouble())));
    ask("energy begin");
    long executions = run(execute, seconds);
    ask("energy end " + executions);
    return OptionalLong.of(executions);
  }

  /** Executes at least once and for at least {@code seconds}. */
  private static long run(Runnable execute, double seconds) {
    long begin = System.nanoTime();
    long executions = 0;
    do {
      execute.run();
      executions++;
    } while (NANOS * (System.nanoTime() - begin) < seconds);
    return executions;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
