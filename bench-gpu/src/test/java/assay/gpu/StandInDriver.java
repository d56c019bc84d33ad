package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The library of {@code standin.cpp}: a driver that runs our kernels on the CPU. It is used in a
 * JVM of its own, so that no other test has it for the real one. Tests are skipped where it cannot
 * be built.
 */
final class StandInDriver {
  private static final Path SOURCES = Path.of("src/main/cuda").toAbsolutePath();
  private static final Path PTX = Path.of("src/main/resources/assay/gpu/ptx").toAbsolutePath();
  private static final Path BUILD = Path.of("src/test/cuda/build").toAbsolutePath();

  private final Path library;

  private StandInDriver(Path folder) {
    library = folder.resolve("libcuda.so.1");
  }

  /** Built once for all tests. */
  private static final class Complete {
    static final Path FOLDER = Path.of("target", "cuda-standin").toAbsolutePath();
    static final Optional<String> PROBLEM = build(SOURCES, FOLDER, List.of());
  }

  /** The driver with the kernels as they are. */
  static StandInDriver complete() {
    Complete.PROBLEM.ifPresent(problem -> abort("no stand-in for the CUDA driver: " + problem));
    return new StandInDriver(Complete.FOLDER);
  }

  /**
   * A driver whose kernels have a mistake: {@code right} in a source is replaced by {@code wrong}.
   *
   * @param module the one that is compiled with it
   */
  static StandInDriver mistaken(
      Path folder, String source, String module, String right, String wrong) {
    complete();
    try {
      Path sources = Files.createDirectories(folder.resolve("sources"));
      try (Stream<Path> files = Files.list(SOURCES)) {
        for (Path file : files.toList()) {
          Files.copy(file, sources.resolve(file.getFileName()));
        }
      }
      Path altered = sources.resolve(source);
      String text = Files.readString(altered);
      assertThat(text).as(source).contains(right);
      Files.writeString(altered, text.replace(right, wrong));
      List<String> rest = List.of(Complete.FOLDER.toString(), module);
      assertThat(build(sources, folder, rest)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StandInDriver(folder);
  }

  /** The file, for {@code ASSAY_CUDA_LIBRARY}, which JVMs that this one starts have too. */
  Path library() {
    return library;
  }

  private static Optional<String> build(Path sources, Path out, List<String> rest) {
    if (!System.getProperty("os.arch").equals("amd64")) {
      return Optional.of("it switches stacks on x86-64 only");
    }
    try {
      new ProcessBuilder("g++", "--version").start().waitFor();
      List<String> command = new ArrayList<>(List.of("bash", BUILD.toString()));
      command.addAll(List.of(sources.toString(), PTX.toString(), out.toString()));
      command.addAll(rest);
      Process build = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = build.waitFor();
      if (exit != 0) {
        throw new AssertionError("the stand-in's build ended with " + exit + ": " + output);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("g++ cannot be run (" + e.getMessage() + "); install it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * What came of a JVM with this driver.
   *
   * @param lines what it printed
   * @param counts what the driver counted, by name, as its process ended
   */
  record Outcome(int exit, List<String> lines, Map<String, Long> counts) {
    /** How many things of a kind were left open, or how often a function was called. */
    long count(String name) {
      return counts.getOrDefault(name, 0L);
    }

    String text() {
      return String.join("\n", lines);
    }
  }

  /**
   * Runs a main class in a JVM with this driver.
   *
   * @param settings for the driver and stand-ins of libraries, without the prefix of their names;
   *     or variables of ours by their whole names. Products are our own kernels' unless they say
   *     otherwise.
   */
  Outcome run(Class<?> main, Map<String, String> settings, String... args) {
    try {
      Path report = Files.createTempFile("standin", ".report");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-Xmx1g"));
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-Dassay.cuda.library=" + library);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(List.of(args));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().remove("ASSAY_CUDA_DEVICE");
      builder.environment().put("ASSAY_STANDIN_REPORT", report.toString());
      builder.environment().put("ASSAY_CUDA_ENGINE", "ptx");
      settings.forEach((name, value) ->
          builder
              .environment()
              .put(name.startsWith("ASSAY_") ? name : "ASSAY_STANDIN_" + name, value));
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      Map<String, Long> counts = new HashMap<>();
      // Empty if the process never loaded the driver.
      for (String line : Files.readAllLines(report)) {
        int at = line.indexOf('=');
        counts.put(line.substring(0, at), Long.parseLong(line.substring(at + 1)));
      }
      Files.delete(report);
      return new Outcome(exit, text.lines().toList(), counts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
