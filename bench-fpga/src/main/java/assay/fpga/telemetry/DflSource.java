package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.TelemetrySource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Source {@code dfl}: Intel FPGA cards through the kernel's drivers for device feature lists, or
 * the older ones of OPAE.
 *
 * <p>The board controller measures the whole board, the FPGA management engine only the FPGA, which
 * is a part of the board and never added to it. Neither documents its update interval; one second
 * is assumed.
 */
public final class DflSource implements TelemetrySource {
  private static final double UPDATE_SECONDS = 1;
  private static final double MILLI = 1e3;
  private static final double MICRO = 1e6;
  private static final Remedy LOAD =
      new Remedy.LoadModule(
          List.of("dfl-pci", "dfl-fme", "intel-m10-bmc-hwmon"),
          "kernel options FPGA_DFL_PCI, FPGA_DFL_FME, SENSORS_INTEL_M10_BMC_HWMON");

  /** Reads nothing yet. */
  public DflSource() {}

  @Override
  public String id() {
    return "dfl";
  }

  @Override
  public String description() {
    return "Intel FPGA cards: board and FPGA power, temperatures, throttling (dfl and OPAE drivers)";
  }

  @Override
  public boolean metersAccelerators() {
    return true;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root().real();
    BoardOpening opening = new BoardOpening();
    for (DflMonitors card : DflMonitors.all(Hwmon.all(root))) {
      open(card, opening);
    }
    OpaeFiles.all(root).forEach(engine -> open(engine, opening));
    return opening.orElse(noCard(root));
  }

  private static Domain board(PciFunction function) {
    return Domain.accelerator(BoardFacts.boardId(function), Domain.Kind.BOARD, function.address());
  }

  private static Domain fpga(Domain board) {
    return Domain.within(board, board.id() + "/fpga", Domain.Kind.BOARD);
  }

  private static void open(DflMonitors card, BoardOpening opening) {
    Domain board = board(card.function());
    Optional<DflBoardPower> power = card.boardController().flatMap(DflBoardPower::of);
    power.ifPresentOrElse(
        found -> boardPower(board, found, opening),
        () ->
            opening.unmetered(
                board,
                "no monitor of a board controller, such as 'n6000bmc_hwmon', with power; the"
                    + " FPGA's own power is not that of the whole board",
                LOAD));
    Domain fpga = fpga(board);
    card.named("dfl_fme_power").ifPresent(monitor -> fpgaPower(fpga, monitor, opening));
    card.named("dfl_fme_thermal").ifPresent(monitor -> fpgaHeat(fpga, monitor, opening));
    card.boardController().ifPresent(monitor -> boardHeat(board, monitor, opening));
    facts(card, opening.facts());
  }

  private static void boardPower(Domain board, DflBoardPower power, BoardOpening opening) {
    opening.add(BoardChannel.power(board, UPDATE_SECONDS, power.sensor()));
    if (power.caveat() != null) {
      opening.gap(
          board.id() + " slot 3.3 V",
          power.caveat(),
          new Advice("none; an external meter includes it"));
    }
  }

  private static void fpgaPower(Domain fpga, Hwmon monitor, BoardOpening opening) {
    Sensor power = Sensor.power(monitor.file("power1_input"), MICRO);
    opening.add(BoardChannel.power(fpga, UPDATE_SECONDS, power));
    alarm(fpga, monitor, "power1_max", InterferenceKind.HARDWARE_SLOWDOWN, opening);
    alarm(fpga, monitor, "power1_crit", InterferenceKind.HARDWARE_SLOWDOWN, opening);
  }

  private static void fpgaHeat(Domain fpga, Hwmon monitor, BoardOpening opening) {
    Sensor temperature = Sensor.present(monitor.file("temp1_input"), MILLI);
    opening.add(BoardChannel.gauge(fpga, "temperature", "°C", temperature));
    alarm(fpga, monitor, "temp1_max", InterferenceKind.THERMAL, opening);
    alarm(fpga, monitor, "temp1_crit", InterferenceKind.THERMAL, opening);
  }

  /** The hardware throttles at these thresholds, according to {@code sysfs-platform-dfl-fme}. */
  private static void alarm(
      Domain fpga, Hwmon monitor, String threshold, InterferenceKind cause, BoardOpening opening) {
    // A threshold of 0 was never set; everything would be at or above it.
    if (Sensor.present(monitor.file(threshold), 1).read() instanceof Available<Double>) {
      Sensor alarm = Sensor.plain(monitor.file(threshold + "_alarm"), 1);
      String what = threshold.replace("1_", ".") + ".alarm";
      opening.addIfPresent(BoardChannel.flag(fpga, what, cause, alarm));
    }
  }

  private static void boardHeat(Domain board, Hwmon monitor, BoardOpening opening) {
    // Sensors are read over a slow bus and large boards have forty, so only one of the FPGA and one
    // of the board.
    for (String place : List.of("FPGA", "Board")) {
      monitor.numbers("temp").stream()
          .filter(number -> monitor.label("temp", number).startsWith(place))
          .findFirst()
          .ifPresent(number -> {
            String what = slug(monitor.label("temp", number));
            Sensor sensor = Sensor.plain(monitor.file("temp" + number + "_input"), MILLI);
            opening.addIfPresent(BoardChannel.gauge(board, what, "°C", sensor));
          });
    }
  }

  /** {@code label} as part of a channel's name. */
  static String slug(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static void open(OpaeFiles engine, BoardOpening opening) {
    Domain board = board(engine.function());
    Domain fpga = fpga(board);
    opening.add(BoardChannel.power(fpga, UPDATE_SECONDS, Sensor.power(engine.consumed(), 1)));
    opening.addIfPresent(
        BoardChannel.gauge(fpga, "temperature", "°C", Sensor.present(engine.temperature(), 1)));
    opening.unmetered(
        board,
        "the drivers of OPAE 1.x report the FPGA's power only; their board controller's records"
            + " (avmmi-bmc, spi-altera) are not supported",
        new Advice("use the kernel's own drivers: " + LOAD.text()));
    opening.facts().pci(engine.function());
    opening.facts().identity(board.id() + ".shell", engine.bitstreamId());
  }

  private static void facts(DflMonitors card, BoardFacts facts) {
    String board = BoardFacts.boardId(card.function());
    facts.pci(card.function());
    card.monitors().stream()
        .filter(monitor -> monitor.name().startsWith("dfl_fme_"))
        .findFirst()
        .map(monitor ->
            SysfsFile.at(card.function().root(), monitor.device().resolve("bitstream_id")))
        .ifPresentOrElse(
            file -> facts.identity(board + ".shell", file),
            () -> facts.unavailable(board + ".shell", "no FPGA management engine (dfl-fme)"));
    card.boardController()
        .ifPresent(monitor -> {
          Path device = monitor.device();
          facts.setting(
              board + ".controllerVersion",
              SysfsFile.at(card.function().root(), device.resolveSibling("bmcfw_version")));
        });
  }

  private static Availability<Opened> noCard(HostRoot root) {
    List<PciFunction> cards = PciFunction.all(root).stream().filter(FpgaIds::isIntelFpga).toList();
    if (cards.isEmpty()) {
      return new Availability.Unavailable<>(
          "no Intel FPGA card (PCI ids 8086:09c4, 0b2b, 0b30, bcc0, bcce and the like) and no hwmon"
              + " 'dfl_fme_power' or '…bmc_hwmon' under /sys/class/hwmon",
          new Advice("install the card and check that 'lspci -d 8086:' lists it"));
    }
    return new Availability.Unavailable<>("no hwmon with power for " + cards, LOAD);
  }
}
