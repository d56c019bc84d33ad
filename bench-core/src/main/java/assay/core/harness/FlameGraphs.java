package assay.core.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import one.convert.Arguments;
import one.convert.FlameGraph;
import one.convert.Main;

/**
 * Flame graphs of recordings, made by async-profiler's converter. A recording is a file of JDK
 * Flight Recorder, written by the JVM or by async-profiler, or collapsed stacks. Stacks of a fork's
 * preparation and verification, which a profiler of JMH sees too, are left out.
 */
public final class FlameGraphs {
  private static final String UNTIMED =
      ".*WorkloadBenchmark\\.(open|beforeIteration|afterIteration|close)(_.*)?";

  private FlameGraphs() {}

  private static Arguments arguments(String... more) {
    List<String> all = new ArrayList<>(List.of("--exclude", UNTIMED));
    all.addAll(List.of(more));
    return new Arguments(all.toArray(String[]::new));
  }

  /**
   * Writes a page with the flame graph of the samples on a CPU.
   *
   * @throws IOException if the recording cannot be read or the page cannot be written
   */
  public static void write(Path recording, Path page, String title) throws IOException {
    Arguments arguments = arguments("--title", title, "--output", "html");
    dump(Main.parseFlameGraph(recording.toString(), arguments), page);
  }

  /**
   * Writes collapsed stacks: a line for each, frames from the outermost on separated by semicolons,
   * then the number of samples.
   *
   * @throws IOException if the recording cannot be read or the file cannot be written
   */
  public static void collapse(Path recording, Path file) throws IOException {
    dump(Main.parseFlameGraph(recording.toString(), arguments("--output", "collapsed")), file);
  }

  /**
   * Writes a page with a differential flame graph: its widths are those of {@code after}, its
   * colours show which frames have more or fewer samples than in {@code before}. Frames that only
   * {@code before} has are not shown: exchange the two to see them.
   *
   * @throws IOException if a recording cannot be read or the page cannot be written
   */
  public static void compare(Path before, Path after, Path page, String title) throws IOException {
    Arguments arguments = arguments("--diff", "--title", title, "--output", "html");
    FlameGraph base = Main.parseFlameGraph(before.toString(), arguments);
    FlameGraph graph = Main.parseFlameGraph(after.toString(), arguments);
    graph.diff(base);
    dump(graph, page);
  }

  private static void dump(FlameGraph graph, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      graph.dump(out);
    }
  }

  /**
   * What async-profiler took its samples with: {@code perf_events} where the kernel permits them,
   * else a timer such as {@code ctimer}, which sees no kernel frames.
   *
   * @return {@code not stated} for a recording of the JVM's own recorder
   * @throws IOException if it cannot be read
   */
  public static String engine(Path recording) throws IOException {
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.ActiveSetting")
            && "engine".equals(event.getString("name"))) {
          return event.getString("value");
        }
      }
    }
    return "not stated";
  }
}
