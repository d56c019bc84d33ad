package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Source {@code hwmon-board}: any other FPGA board whose driver registers a standard hwmon with
 * power, such as a V80 under AMD's driver {@code ami}.
 *
 * <p>A board's only power sensor counts as the board's power, and so does one that is labelled as
 * the total. Several sensors without such a label do not, since their sum may count parts twice.
 */
public final class HwmonBoardSource implements TelemetrySource {
  private static final double UPDATE_SECONDS = 1;
  private static final double MICRO = 1e6;
  private static final double MILLI = 1e3;
  private static final Set<String> TOTALS = Set.of("total-power", "board-power", "card-power");

  /** Reads nothing yet. */
  public HwmonBoardSource() {}

  @Override
  public String id() {
    return "hwmon-board";
  }

  @Override
  public String description() {
    return "Other FPGA boards with a standard hwmon: power, temperatures (/sys/class/hwmon)";
  }

  @Override
  public boolean metersAccelerators() {
    return true;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root().real();
    BoardOpening opening = new BoardOpening();
    List<Hwmon> monitors = monitors(Hwmon.all(root));
    monitors.forEach(monitor -> open(monitor, opening));
    List<PciFunction> boards =
        PciFunction.all(root).stream()
            .filter(f -> FpgaIds.isFpga(f) && !XrtCard.isDrivenByXrt(f))
            .toList();
    return opening.orElse(
        new Availability.Unavailable<>(
            "no FPGA board except those of sources xrt and dfl has a hwmon with power; FPGA"
                + " boards found: "
                + (boards.isEmpty() ? "none" : boards),
            new Advice("load the manufacturer's driver with hwmon support, or use a wall meter")));
  }

  /** The monitors of this source: one per board, and none of a board that another source reads. */
  private static List<Hwmon> monitors(List<Hwmon> all) {
    Set<PciFunction> dfl =
        all.stream().filter(DflMonitors::isDfl).map(Hwmon::function).collect(Collectors.toSet());
    return all.stream()
        .filter(monitor -> FpgaIds.isFpga(monitor.function()))
        .filter(monitor -> !XrtCard.isDrivenByXrt(monitor.function()))
        .filter(monitor -> !dfl.contains(monitor.function()))
        .filter(monitor -> !monitor.numbers("power").isEmpty())
        .collect(
            Collectors.toMap(
                monitor -> monitor.function().card(), m -> m, (first, _) -> first, TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  /** Addresses, without the function's number, of the cards whose power this source reads. */
  static Set<String> cardsWithPower(List<Hwmon> all) {
    return monitors(all).stream()
        .filter(monitor ->
            total(monitor)
                .filter(n -> power(monitor, n).read() instanceof Available<Double>)
                .isPresent())
        .map(monitor -> monitor.function().card())
        .collect(Collectors.toSet());
  }

  private static Optional<Integer> total(Hwmon monitor) {
    List<Integer> numbers = monitor.numbers("power");
    return numbers.size() == 1
        ? Optional.of(numbers.getFirst())
        : numbers.stream()
            .filter(number -> TOTALS.contains(DflSource.slug(monitor.label("power", number))))
            .findFirst();
  }

  private static Sensor power(Hwmon monitor, int number) {
    return Sensor.power(monitor.file("power" + number + "_input"), MICRO);
  }

  private static void open(Hwmon monitor, BoardOpening opening) {
    PciFunction function = monitor.function();
    Domain board =
        Domain.accelerator(BoardFacts.boardId(function), Domain.Kind.BOARD, function.address());
    Optional<Integer> total = total(monitor);
    total.ifPresentOrElse(
        n -> opening.add(BoardChannel.power(board, UPDATE_SECONDS, power(monitor, n))),
        () ->
            opening.unmetered(
                board,
                "none of the sensors of '"
                    + monitor.name()
                    + "' is labelled as the board's total; their sum may count parts twice",
                new Advice("use a wall meter for the board's power")));
    for (int number : monitor.numbers("power")) {
      if (total.filter(n -> n == number).isEmpty()) {
        gauge(board, monitor, "power", number, "W", MICRO, opening);
      }
    }
    for (int number : monitor.numbers("temp")) {
      gauge(board, monitor, "temp", number, "°C", MILLI, opening);
    }
    opening.facts().pci(function);
  }

  private static void gauge(
      Domain board,
      Hwmon monitor,
      String kind,
      int number,
      String unit,
      double per,
      BoardOpening opening) {
    String what = kind + number + "." + DflSource.slug(monitor.label(kind, number));
    Sensor sensor = Sensor.plain(monitor.file(kind + number + "_input"), per);
    opening.addIfPresent(BoardChannel.gauge(board, what, unit, sensor));
  }
}
