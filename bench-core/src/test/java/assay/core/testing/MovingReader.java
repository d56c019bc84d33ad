package assay.core.testing;

import assay.core.telemetry.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts {@link MovingMachine} in a process of its own and reads its counter as a plain program
 * would, remembering how long each reading took.
 */
final class MovingReader implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final Path output;
  private final List<Point> points = new ArrayList<>();
  private final List<Double> doubts = new ArrayList<>();

  /** Starts one and waits until it moves. */
  MovingReader(Path folder, String... options) throws IOException, InterruptedException {
    this.folder = folder;
    output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(MovingMachine.class.getName());
    command.addAll(List.of("--folder", folder.toString(), "--seconds", "60"));
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    while (!Files.readString(output).contains("ready")) {
      if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
        throw new IOException("the moving machine ended: " + Files.readString(output));
      }
    }
  }

  /** Reads the first package's counter again and again with uneven pauses. */
  List<Point> read(double seconds, SplittableRandom random) {
    Path counter = MovingTree.energy(folder, "intel-rapl:0");
    long end = System.nanoTime() + Math.round(seconds * 1e9);
    while (System.nanoTime() < end) {
      long before = System.nanoTime();
      double value = Double.NaN;
      String reason = null;
      try {
        value = Double.parseDouble(Files.readString(counter).strip());
      } catch (IOException e) {
        reason = e.toString();
      }
      long after = System.nanoTime();
      points.add(new Point(before + (after - before) / 2, value, reason));
      doubts.add((after - before) / 2e9);
      LockSupport.parkNanos(random.nextLong(3_000_000, 9_000_000));
    }
    return points();
  }

  /** Every reading so far. */
  List<Point> points() {
    return List.copyOf(points);
  }

  /** How far from its time stamp a reading may have been, s. */
  double doubt(int point) {
    return doubts.get(point);
  }

  /** Every update so far. */
  MovingTruth truth() throws IOException {
    return new MovingTruth(folder.resolve("truth.csv"));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
