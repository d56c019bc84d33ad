package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Source {@code xrt-smi}: AMD boards whose power is in no driver file, through AMD's command. Never
 * used for a board that another source reads.
 */
public final class XrtSmiSource implements TelemetrySource {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final File USUAL = new File("/opt/xilinx/xrt/bin");
  private static final Remedy INSTALL =
      new Remedy.Install(
          "AMD's package 'xrt' and put /opt/xilinx/xrt/bin into PATH ('source"
              + " /opt/xilinx/xrt/setup.sh')");

  private final List<File> folders;
  private final Duration limit;
  private final Duration pause;
  private final boolean alsoForStandIns;

  /** Searches PATH and XRT's usual folder for the command; runs nothing yet. */
  public XrtSmiSource() {
    this(usualFolders(), LIMIT, PAUSE, false);
  }

  /**
   * For tests.
   *
   * @param alsoForStandIns whether the command can read the boards of a folder that stands in for a
   *     machine; AMD's reads only this machine's
   */
  XrtSmiSource(List<File> folders, Duration limit, Duration pause, boolean alsoForStandIns) {
    this.folders = List.copyOf(folders);
    this.limit = limit;
    this.pause = pause;
    this.alsoForStandIns = alsoForStandIns;
  }

  private static List<File> usualFolders() {
    List<File> folders = new ArrayList<>();
    String path = System.getenv("PATH");
    for (String entry : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      if (!entry.isBlank()) {
        folders.add(new File(entry));
      }
    }
    folders.add(USUAL);
    return folders;
  }

  @Override
  public String id() {
    return "xrt-smi";
  }

  @Override
  public String description() {
    return "AMD boards without sensor files: board power, every few seconds (xrt-smi or xbutil)";
  }

  @Override
  public boolean metersAccelerators() {
    return true;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root().real();
    List<PciFunction> boards = boardsLeft(root);
    if (boards.isEmpty()) {
      return new Availability.Unavailable<>(
          "no AMD board (PCI vendor 10ee) that is not already read by source xrt or hwmon-board",
          new Advice("none needed if one of them reports its power"));
    }
    if (!root.isMachine() && !alsoForStandIns) {
      return new Availability.Unavailable<>(
          "'" + root.path() + "' stands in for another machine, whose boards xrt-smi cannot read",
          new Remedy.UnsetVariable(HostRoot.VARIABLE, "to read this machine"));
    }
    Optional<Path> executable = XrtTool.find(folders);
    if (executable.isEmpty()) {
      return new Availability.Unavailable<>(
          "neither xrt-smi nor xbutil is in PATH or " + USUAL + "; boards: " + boards, INSTALL);
    }
    return open(new XrtTool(executable.get(), limit), boards);
  }

  /** One function of each AMD board that no other source reads. */
  private static List<PciFunction> boardsLeft(HostRoot root) {
    List<Hwmon> monitors = Hwmon.all(root);
    Set<String> taken =
        XrtCard.all(root).stream()
            .filter(card -> XrtSource.power(card, monitors).isPresent())
            .map(card -> card.key().card())
            .collect(Collectors.toSet());
    taken.addAll(HwmonBoardSource.cardsWithPower(monitors));
    List<PciFunction> left = new ArrayList<>();
    XrtCard.all(root).stream()
        .map(XrtCard::key)
        .filter(f -> taken.add(f.card()))
        .forEach(left::add);
    PciFunction.all(root).stream()
        .filter(f -> f.hasVendor(XrtCard.VENDOR))
        .filter(f -> taken.add(f.card()))
        .forEach(left::add);
    return left;
  }

  private Availability<Opened> open(XrtTool tool, List<PciFunction> boards) {
    try {
      Path scratch = Files.createTempDirectory("assay-xrt-smi");
      return open(tool, boards, scratch);
    } catch (IOException e) {
      return new Availability.Unavailable<>(
          "cannot create a temporary folder for its reports: " + e.getMessage(),
          new Advice("free space in the temporary folder"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Availability.Unavailable<>(
          "interrupted while '" + tool.executable() + "' ran", new Remedy.Wait("try again"));
    }
  }

  private Availability<Opened> open(XrtTool tool, List<PciFunction> boards, Path scratch)
      throws IOException, InterruptedException {
    List<String> addresses = boards.stream().map(PciFunction::address).toList();
    XrtSmiInstrument.Round first = XrtSmiInstrument.Round.ask(tool, addresses, scratch);
    List<PciFunction> answered = new ArrayList<>();
    List<Availability<Double>> watts = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (int i = 0; i < boards.size(); i++) {
      PciFunction board = boards.get(i);
      switch (first.watts().get(i)) {
        case Available<Double> known -> {
          answered.add(board);
          watts.add(known);
        }
        case Unavailable<Double> missing -> gaps.add(gap(board, missing));
      }
    }
    if (answered.isEmpty()) {
      XrtSmiInstrument.delete(scratch);
      return new Availability.Unavailable<>(
          String.join("; ", gaps.stream().map(g -> g.what() + ": " + g.reason()).toList()),
          new Remedy.AllOf(gaps.stream().map(Gap::remedy).toList()));
    }
    XrtSmiInstrument.Round kept = new XrtSmiInstrument.Round(first.nanos(), first.seconds(), watts);
    return new Availability.Available<>(
        new Opened(instrument(tool, answered, scratch, kept), gives(answered), gaps));
  }

  private static Gap gap(PciFunction board, Unavailable<Double> missing) {
    return new Gap(
        BoardFacts.boardId(board) + " power",
        missing.reason(),
        new Remedy.AllOf(
            List.of(
                new Advice(
                    "try 'xrt-smi examine -d " + board.address() + " -r electrical' by hand"),
                INSTALL)));
  }

  private static String gives(List<PciFunction> boards) {
    return "power of "
        + String.join(", ", boards.stream().map(BoardFacts::boardId).toList())
        + ", every few seconds";
  }

  private XrtSmiInstrument instrument(
      XrtTool tool, List<PciFunction> boards, Path scratch, XrtSmiInstrument.Round first) {
    // Every round is assumed to take as long as the first; the driver's cache time is added.
    double update = pause.toNanos() * 1e-9 + first.seconds() + Controller.DEFAULT_CACHE_SECONDS;
    List<Channel> channels = new ArrayList<>();
    BoardFacts facts = new BoardFacts();
    for (PciFunction board : boards) {
      String id = BoardFacts.boardId(board);
      Domain domain = Domain.accelerator(id, Domain.Kind.BOARD, board.address());
      channels.add(new Channel.Power(id + ".power", domain, update, 0, null));
      facts.pci(board);
    }
    XrtSmiInstrument instrument =
        new XrtSmiInstrument(
            tool,
            boards.stream().map(PciFunction::address).toList(),
            channels,
            facts.facts(),
            scratch,
            pause,
            first);
    instrument.start();
    return instrument;
  }
}
