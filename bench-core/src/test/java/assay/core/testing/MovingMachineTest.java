package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.EnergyWindow;
import assay.core.telemetry.Point;
import assay.core.telemetry.WindowEnergy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Energy from real files that a real process moves, against what that process says was true. The
 * comparisons do not depend on when either process gets a processor: what the log shows to have
 * been late is allowed for.
 */
class MovingMachineTest {
  private static final long SEED = 20261122;
  private static final int WINDOWS = 40;
  private static final double UPDATE = 0.002;
  private static final double WATTS = 65;
  private static final long RANGE = 262_143_328_850L;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"),
        "the fixture's times are shared between processes on Linux only");
    // In memory where possible: a rename on a disk takes longer than an update may.
    Path memory = Path.of("/dev/shm");
    folder =
        Files.isDirectory(memory) && Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "assay-moving")
            : Files.createTempDirectory("assay-moving");
  }

  @AfterEach
  void removeFolder() throws IOException {
    if (folder.toString().isEmpty()) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Channel.EnergyCounter counter(long range, double maxWatts) {
    Domain domain = Domain.host("package-0", Domain.Kind.PACKAGE);
    return new Channel.EnergyCounter(
        "package-0.energy", domain, 1e-6, range + 1.0, UPDATE, maxWatts, Calibration.stated(0));
  }

  private MovingReader start(String... options) throws IOException, InterruptedException {
    return new MovingReader(
        folder,
        Stream.concat(Stream.of("--period-ms", "2"), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void windowsHoldTheTruthAsOftenAsTheySay() throws Exception {
    try (MovingReader reader =
        start("--trace", "sawtooth", "--trace-period", "0.37", "--packages", "2")) {
      List<Point> points = reader.read(3, random);
      MovingTruth truth = reader.truth();
      int held = 0;
      double late = 0;
      for (int window = 0; window < WINDOWS; window++) {
        int from = random.nextInt(indexAfter(points, points.getLast(), -0.5));
        int to = indexAfter(points, points.get(from), random.nextDouble(0.3, 0.49));
        Optional<WindowEnergy> energy =
            exact(counter(RANGE, 400), points.subList(from, to + 1), truth);
        double excess = lateness(reader, truth, from) + lateness(reader, truth, to);
        held += energy.isEmpty() || holds(energy.get(), points, from, to, truth, excess) ? 1 : 0;
        late += excess;
      }
      System.out.printf(
          Locale.ROOT,
          "moving machine: %d of %d windows hold the truth; readings late by %.2f ms on average%n",
          held,
          WINDOWS,
          late / WINDOWS * 1e3);
      assertThat(held).as("of %d windows, seed %d", WINDOWS, SEED).isGreaterThanOrEqualTo(36);
    }
  }

  private static boolean holds(
      WindowEnergy energy, List<Point> points, int from, int to, MovingTruth truth, double excess) {
    double expected =
        truth.joulesAt(points.get(to).nanos()) - truth.joulesAt(points.get(from).nanos());
    double allowed = energy.joules() * energy.expandedPercent() / 100 + WATTS * excess;
    return Math.abs(energy.joules() - expected) <= allowed;
  }

  @Test
  void wrapsAreAdded() throws Exception {
    long range = 100_000_000;
    try (MovingReader reader =
        start("--trace", "constant", "--watts", "150", "--range-uj", "" + range)) {
      List<Point> points = reader.read(2.5, random);
      MovingTruth truth = reader.truth();
      int wraps = 0;
      for (int i = 1; i < points.size(); i++) {
        if (points.get(i).value() < points.get(i - 1).value()) {
          List<Point> around = around(points, points.get(i), 0.15);
          wraps += exact(counter(range, 400), around, truth).isPresent() ? 1 : 0;
        }
      }
      assertThat(wraps).as("three or so in 2.5 s, seed %d", SEED).isPositive();
    }
  }

  private static List<Point> around(List<Point> points, Point middle, double seconds) {
    return points.stream()
        .filter(p -> Math.abs(p.nanos() - middle.nanos()) < seconds * 1e9)
        .toList();
  }

  @Test
  void aStandstillIsRefused() throws Exception {
    try (MovingReader reader =
        start("--trace", "constant", "--stall-at", "0.4", "--stall-for", "0.6")) {
      List<Point> points = reader.read(1.4, random);
      assertThat(refusal(points)).startsWith("the counter stalled for 0.");
    }
  }

  @Test
  void aJumpBackIsRefused() throws Exception {
    try (MovingReader reader = start("--trace", "constant", "--jump-at", "0.5")) {
      List<Point> points = reader.read(0.9, random);
      assertThat(refusal(points)).startsWith("the counter jumped back from");
    }
  }

  @Test
  void aCounterThatVanishesIsMissingAtTheEndAndRightBefore() throws Exception {
    try (MovingReader reader = start("--trace", "constant", "--vanish-at", "0.7")) {
      endsEarly(reader, reader.read(1, random), "NoSuchFileException");
    }
  }

  @Test
  void aCounterThatBecomesUnreadableIsMissingAtTheEndAndRightBefore() throws Exception {
    try (MovingReader reader = start("--trace", "step", "--unreadable-at", "0.7")) {
      endsEarly(reader, reader.read(1, random), "Is a directory");
    }
  }

  private static void endsEarly(MovingReader reader, List<Point> points, String why)
      throws IOException {
    assertThat(refusal(points)).startsWith("no reading at the window's end: ").contains(why);
    List<Point> before = points.stream().takeWhile(Point::present).toList();
    assertThat(before).hasSizeGreaterThan(2);
    Optional<WindowEnergy> energy = exact(counter(RANGE, 400), before, reader.truth());
    energy.ifPresent(e -> assertThat(e.seconds()).isGreaterThan(0.2));
  }

  @Test
  void theTreeIsThatOfAPowercapMachine() throws Exception {
    Path load = folder.resolve("load");
    try (MovingReader reader =
        start("--packages", "2", "--load-file", load.toString(), "--idle", "10")) {
      Path zones = folder.resolve("sys/class/powercap");
      assertThat(zones.resolve("intel-rapl:1/name")).hasContent("package-1");
      assertThat(zones.resolve("intel-rapl:0/intel-rapl:0:0/name")).hasContent("core");
      assertThat(zones.resolve("intel-rapl:0:1/name")).hasContent("dram");
      assertThat(zones.resolve("intel-rapl:1/max_energy_range_uj")).hasContent("" + RANGE);
      assertThat(folder.resolve("proc/cpuinfo")).content().contains(MovingTree.CPU);
      List<Point> idle = reader.read(0.4, random);
      Files.createFile(load);
      // A load begins at the next look at the file.
      reader.read(0.3, random);
      List<Point> all = reader.read(0.4, random);
      MovingTruth truth = reader.truth();
      assertThat(watts(truth, idle.getFirst(), idle.getLast())).isEqualTo(10, within(1e-3));
      List<Point> loaded =
          all.stream().filter(p -> all.getLast().nanos() - p.nanos() < 300_000_000).toList();
      assertThat(watts(truth, loaded.getFirst(), loaded.getLast())).isEqualTo(65, within(1e-3));
    }
  }

  private static double watts(MovingTruth truth, Point from, Point to) {
    MovingTruth.Update first = truth.read(from);
    MovingTruth.Update last = truth.read(to);
    return (last.joules() - first.joules()) / ((last.nanos() - first.nanos()) / 1e9);
  }

  /**
   * The window's energy, which is exactly what was written between its edges, whatever the
   * schedule. A refusal must be explained by updates that came late.
   */
  private static Optional<WindowEnergy> exact(
      Channel.EnergyCounter counter, List<Point> points, MovingTruth truth) {
    return switch (EnergyWindow.of(counter, points)) {
      case Unavailable<WindowEnergy> refused -> {
        long from = points.getFirst().nanos();
        double pause = truth.longestPause(from, points.getLast().nanos());
        assertThat(pause).as("%s, seed %d", refused.reason(), SEED).isGreaterThan(0.01);
        yield Optional.empty();
      }
      case Available<WindowEnergy>(WindowEnergy joules) -> {
        double expected =
            truth.read(points.getLast()).joules() - truth.read(points.getFirst()).joules();
        assertThat(joules.joules()).as("seed %d", SEED).isEqualTo(expected, within(2e-6));
        yield Optional.of(joules);
      }
    };
  }

  private static String refusal(List<Point> points) {
    Availability<WindowEnergy> energy = EnergyWindow.of(counter(RANGE, 400), points);
    assertThat(energy).isInstanceOf(Unavailable.class);
    return ((Unavailable<WindowEnergy>) energy).reason();
  }

  /** By how much a reading was older than an update may be, and its time uncertain, s. */
  private static double lateness(MovingReader reader, MovingTruth truth, int point) {
    Point read = reader.points().get(point);
    double age = (read.nanos() - truth.read(read).nanos()) / 1e9;
    return Math.max(0, age - UPDATE) + reader.doubt(point);
  }

  private static int indexAfter(List<Point> points, Point start, double seconds) {
    long nanos = start.nanos() + Math.round(seconds * 1e9);
    int index = 0;
    while (points.get(index).nanos() < nanos) {
      index++;
    }
    return index;
  }
}
