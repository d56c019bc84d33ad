package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The boards that only {@code xrt-smi} can read. A separate thread runs it now and then, since
 * starting a process disturbs the measurement; reading returns the latest answer and its time.
 */
final class XrtSmiInstrument implements Instrument {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final XrtTool tool;
  private final List<String> addresses;
  private final List<Channel> channels;
  private final Facts facts;
  private final Path scratch;
  private final Duration pause;
  private final Thread poller;
  private volatile Round latest;

  /**
   * Answers for all boards.
   *
   * @param nanos the middle of the time it took, by {@link System#nanoTime()}
   */
  record Round(long nanos, double seconds, List<Availability<Double>> watts) {
    /** Runs the tool for each board, one after the other. */
    static Round ask(XrtTool tool, List<String> addresses, Path scratch)
        throws InterruptedException {
      long start = System.nanoTime();
      List<Availability<Double>> watts = new ArrayList<>();
      for (String address : addresses) {
        watts.add(tool.boardPower(address, scratch));
      }
      long end = System.nanoTime();
      return new Round(start + (end - start) / 2, (end - start) * 1e-9, List.copyOf(watts));
    }
  }

  /**
   * Not started yet.
   *
   * @param channels one per board, in the order of the addresses
   * @param scratch deleted when closed
   * @param pause between two rounds
   */
  XrtSmiInstrument(
      XrtTool tool,
      List<String> addresses,
      List<Channel> channels,
      Facts facts,
      Path scratch,
      Duration pause,
      Round first) {
    this.tool = tool;
    this.addresses = List.copyOf(addresses);
    this.channels = List.copyOf(channels);
    this.facts = facts;
    this.scratch = scratch;
    this.pause = pause;
    this.latest = first;
    this.poller = Thread.ofPlatform().daemon().name("assay-xrt-smi").unstarted(this::poll);
  }

  /** Starts polling. */
  void start() {
    poller.start();
  }

  private void poll() {
    try {
      while (true) {
        Thread.sleep(pause);
        latest = Round.ask(tool, addresses, scratch);
      }
    } catch (InterruptedException e) {
      // Closed: the thread ends.
      return;
    }
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into) {
    Round round = latest;
    long age = System.nanoTime() - round.nanos();
    if (age > oldest()) {
      // Otherwise the last answer of a dead thread would stay valid forever.
      for (int i = 0; i < channels.size(); i++) {
        into.missing(
            i, "'" + tool.executable() + "' last answered " + age / 1_000_000_000 + " s ago");
      }
      return;
    }
    into.takenAt(round.nanos());
    for (int i = 0; i < channels.size(); i++) {
      switch (round.watts().get(i)) {
        case Available<Double>(Double number) -> into.value(i, number);
        case Unavailable<Double> missing -> into.missing(i, missing.reason());
      }
    }
  }

  private long oldest() {
    return pause.plus(tool.limit().multipliedBy(addresses.size())).multipliedBy(2).toNanos();
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public void close() {
    poller.interrupt();
    try {
      poller.join(CLOSING);
      delete(scratch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // One more file in the system's temporary folder, which is cleaned by the system.
      return;
    }
  }

  /** Deletes the folder for reports. */
  static void delete(Path scratch) throws IOException {
    for (Path file : HostRoot.list(scratch, "*")) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(scratch);
  }
}
