package example;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import java.util.List;
import java.util.OptionalLong;

/** A telemetry source: an energy counter that a driver keeps in a file, in µJ. */
public final class CounterFileSource implements TelemetrySource {
  private static final String FILE = "sys/class/example/board0/energy_uj";

  /** Loading a source must touch no native library and no file. */
  public CounterFileSource() {}

  @Override
  public String id() {
    return "example-counter";
  }

  @Override
  public String description() {
    return "energy of an example board, from its driver's counter";
  }

  /** Everything is read below the context's root, so that a folder can stand in for a machine. */
  @Override
  public Availability<Opened> open(Context context) {
    return switch (context.root().text(FILE)) {
      case Availability.Unavailable<String>(String reason, _) ->
          new Availability.Unavailable<>(reason, new Remedy.Advice("load the board's driver"));
      case Availability.Available<String> _ ->
          new Availability.Available<>(
              new Opened(new Counter(context.root()), "energy of 1 board", List.of()));
    };
  }

  /** Read while something is measured: cheap, and it never throws. */
  private record Counter(HostRoot root) implements Instrument {
    private static final Channel ENERGY =
        new Channel.EnergyCounter(
            "board-0.energy",
            Domain.host("board-0", Domain.Kind.BOARD),
            1e-6, // J per count
            0x1p32, // counts until it wraps to 0
            0.001, // s between two updates
            300, // W; a step above it means that the counter jumped
            null); // its vendor states no accuracy

    @Override
    public List<Channel> channels() {
      return List.of(ENERGY);
    }

    @Override
    public void read(Readings into) {
      OptionalLong count = root.number(FILE);
      if (count.isPresent()) {
        into.value(0, (double) count.getAsLong());
      } else {
        into.missing(0, root.nameOf(FILE) + " holds no number");
      }
    }

    @Override
    public void close() {}
  }
}
