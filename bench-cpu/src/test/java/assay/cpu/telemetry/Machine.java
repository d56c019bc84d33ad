package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A source on a machine that was laid out from a tree, and its readings by channel id. */
final class Machine implements AutoCloseable {
  private final Path folder;
  private final Availability<Opened> opening;
  private Readings readings = new Readings(List.of(), 0);

  private Machine(Path folder, TelemetrySource source) {
    this.folder = folder;
    this.opening = source.open(context(new HostRoot(folder)));
  }

  static TelemetrySource.Context context(HostRoot root) {
    return new TelemetrySource.Context(root, Optional.empty());
  }

  /** Lays {@code tree} out in {@code folder} and opens {@code source} there. */
  static Machine open(TelemetrySource source, String tree, Path folder) {
    return reopen(source, MachineTree.lay(Machine.class, tree + ".tree", folder));
  }

  /** Opens {@code source} in a folder that has been laid out. */
  static Machine reopen(TelemetrySource source, Path folder) {
    return new Machine(folder, source);
  }

  Opened opened() {
    if (opening instanceof Availability.Available<Opened>(Opened o)) {
      return o;
    }
    throw new AssertionError("not opened: " + opening);
  }

  boolean isOpened() {
    return opening instanceof Availability.Available<Opened>;
  }

  Availability.Unavailable<Opened> unavailable() {
    if (opening instanceof Availability.Unavailable<Opened> u) {
      return u;
    }
    throw new AssertionError("opened: " + opening);
  }

  Instrument instrument() {
    return opened().instrument();
  }

  List<String> ids() {
    return instrument().channels().stream().map(Channel::id).toList();
  }

  Channel channel(String id) {
    return instrument().channels().get(ids().indexOf(id));
  }

  Channel.EnergyCounter counter(String id) {
    return (Channel.EnergyCounter) channel(id);
  }

  List<Gap> gaps() {
    return opened().gaps();
  }

  /** The gap about {@code what}. */
  Gap gap(String what) {
    return gaps().stream()
        .filter(g -> g.what().equals(what))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no gap '" + what + "' in " + gaps()));
  }

  Facts facts() {
    return instrument().facts();
  }

  /** Reads all channels. */
  Machine read() {
    readings = new Readings(instrument().channels(), System.nanoTime());
    instrument().read(readings);
    return this;
  }

  double value(String id) {
    return readings.value(ids().indexOf(id));
  }

  /** Why a channel has no value. */
  String missing(String id) {
    String reason = readings.reason(ids().indexOf(id));
    if (reason == null) {
      throw new AssertionError(id + " has the value " + value(id));
    }
    return reason;
  }

  boolean has(String id) {
    return readings.reason(ids().indexOf(id)) == null;
  }

  Machine write(String relative, String content) throws IOException {
    MachineTree.write(folder, relative, content);
    return this;
  }

  Machine delete(String relative) throws IOException {
    Files.delete(folder.resolve(relative));
    return this;
  }

  @Override
  public void close() {
    if (opening instanceof Availability.Available<Opened>(Opened o)) {
      o.instrument().close();
    }
  }
}
