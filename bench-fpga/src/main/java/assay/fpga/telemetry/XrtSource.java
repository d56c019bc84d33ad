package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Source {@code xrt}: AMD (Xilinx) accelerator cards through the files of XRT's drivers. */
public final class XrtSource implements TelemetrySource {
  private static final Map<String, String> TEMPERATURES =
      Map.of(
          "xmc_fpga_temp", "fpga.temperature",
          "xmc_hbm_temp", "hbm.temperature",
          "xmc_vccint_temp", "vccint.temperature");
  private static final List<String> RAILS = List.of("12v_pex", "12v_aux", "3v3_pex", "vccint");

  /** Reads nothing yet. */
  public XrtSource() {}

  @Override
  public String id() {
    return "xrt";
  }

  @Override
  public String description() {
    return "AMD Alveo and Versal cards: board power, temperatures, fan (XRT drivers, /sys/bus/pci)";
  }

  @Override
  public boolean metersAccelerators() {
    return true;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root().real();
    List<Hwmon> monitors = Hwmon.all(root);
    BoardOpening opening = new BoardOpening();
    for (XrtCard card : XrtCard.all(root)) {
      open(card, monitors, opening);
    }
    return opening.orElse(noCard(root));
  }

  /** Where the card's power can be read now; if present, no other source reads it. */
  static Optional<XrtPower.Candidate> power(XrtCard card, List<Hwmon> monitors) {
    return XrtPower.candidates(card, monitors).stream()
        .filter(candidate -> candidate.sensor().read() instanceof Available<Double>)
        .findFirst();
  }

  private static void open(XrtCard card, List<Hwmon> monitors, BoardOpening opening) {
    PciFunction key = card.key();
    Domain board = Domain.accelerator(BoardFacts.boardId(key), Domain.Kind.BOARD, key.address());
    power(card, monitors)
        .ifPresentOrElse(
            found -> opening.add(BoardChannel.power(board, found.updateSeconds(), found.sensor())),
            () -> noPower(card, board, monitors, opening));
    card.controllers().stream().findFirst().ifPresent(c -> gauges(c, board, opening));
    facts(card, opening.facts());
  }

  private static void gauges(Controller controller, Domain board, BoardOpening opening) {
    TEMPERATURES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> {
          Sensor sensor = Sensor.present(controller.file(entry.getKey()), 1);
          opening.addIfPresent(BoardChannel.gauge(board, entry.getValue(), "°C", sensor));
        });
    opening.addIfPresent(
        BoardChannel.gauge(
            board, "fan.speed", "rpm", Sensor.present(controller.file("xmc_fan_rpm"), 1)));
    // Gauges, not energy: the sum of the inputs is the board's power, and the core is part of it.
    for (String rail : RAILS) {
      Sensor sensor =
          Sensor.voltsTimesAmperes(
              controller.file("xmc_" + rail + "_vol"), controller.file("xmc_" + rail + "_curr"));
      opening.addIfPresent(
          BoardChannel.gauge(board, rail.replace('_', '-') + ".power", "W", sensor));
    }
  }

  private static void noPower(
      XrtCard card, Domain board, List<Hwmon> monitors, BoardOpening opening) {
    List<String> tried = new ArrayList<>();
    for (XrtPower.Candidate candidate : XrtPower.candidates(card, monitors)) {
      if (candidate.sensor().read() instanceof Unavailable<Double> missing) {
        tried.add(missing.reason());
      }
    }
    String reason =
        tried.isEmpty()
            ? "no 'xmc.*/xmc_power' and no hwmon with power under " + card.functions()
            : String.join("; ", tried);
    opening.unmetered(
        board,
        reason,
        new Advice(
            "check the card with 'xrt-smi examine -d "
                + card.key().address()
                + " -r electrical'; reset it with 'xrt-smi reset -d "
                + card.key().address()
                + "'; a shell without a board controller needs source xrt-smi"));
  }

  private static void facts(XrtCard card, BoardFacts facts) {
    PciFunction key = card.key();
    String board = BoardFacts.boardId(key);
    facts.pci(key);
    romOf(card)
        .ifPresentOrElse(
            shell -> facts.identity(board + ".shell", shell),
            () -> facts.unavailable(board + ".shell", "no 'rom.*/VBNV' under " + card.functions()));
    card.controllers().stream()
        .findFirst()
        .ifPresent(controller -> {
          facts.setting(board + ".controllerVersion", controller.file("version"));
          if (controller.has("bmc_ver")) {
            facts.setting(board + ".satelliteVersion", controller.file("bmc_ver"));
          }
        });
    facts.state(board + ".bitstream", key.file("xclbinuuid"));
  }

  private static Optional<SysfsFile> romOf(XrtCard card) {
    return card.functions().stream()
        .flatMap(function -> HostRoot.list(function.folder(), "rom.*").stream())
        .map(folder -> SysfsFile.at(card.key().root(), folder.resolve("VBNV")))
        .findFirst();
  }

  private static Availability<Opened> noCard(HostRoot root) {
    List<PciFunction> cards =
        PciFunction.all(root).stream().filter(f -> f.hasVendor(XrtCard.VENDOR)).toList();
    if (cards.isEmpty()) {
      return new Availability.Unavailable<>(
          "no PCI function of vendor 10ee (AMD/Xilinx) under /sys/bus/pci/devices",
          new Advice("install the card and check that 'lspci -d 10ee:' lists it"));
    }
    return new Availability.Unavailable<>(
        "no card has XRT's driver xocl or xclmgmt: " + cards,
        new Advice(
            "install AMD's package 'xrt' for this system, then 'sudo modprobe xocl'; 'xrt-smi examine'"
                + " shows the card then"));
  }
}
