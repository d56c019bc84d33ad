package assay.cli.faults;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.testing.MachineTree;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The scripts of the target {@code scripted}, one a workload: written by a test, read by its forks,
 * which find them by a system property.
 *
 * @param folder with the scripts, what the forks did, and the machine whose counters move
 */
public record Scripts(Path folder) {
  private static final String PROPERTY = "assay.test.scripts";
  private static final String FORKS = ".forks";
  private static final String ENERGY = "sys/class/powercap/intel-rapl:0/energy_uj";
  private static final String THROTTLED =
      "sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count";

  /** Lays out the machine in an empty folder, to which the target keeps until {@link #forget}. */
  public static Scripts in(Path folder) {
    Scripts scripts = new Scripts(folder);
    MachineTree.lay(Scripts.class, "scripted.tree", scripts.machine());
    System.setProperty(PROPERTY, folder.toString());
    return scripts;
  }

  /** The target is unavailable again. */
  public static void forget() {
    System.clearProperty(PROPERTY);
  }

  /** Those that were written, if there are any. */
  static Optional<Scripts> given() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).map(Scripts::new);
  }

  List<String> jvmArgs() {
    return List.of("-D" + PROPERTY + "=" + folder);
  }

  /** The folder that stands for the machine. */
  public Path machine() {
    return folder.resolve("machine");
  }

  /** Begins a run: with these scripts by workload, and with no fork so far. */
  public void begin(Map<String, Script> scripts) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*" + FORKS)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.writeString(file(), JsonMapper.shared().writeValueAsString(scripts));
  }

  private Path file() {
    return folder.resolve("scripts.json");
  }

  private Map<String, Script> all() throws IOException {
    return JsonMapper.shared().readValue(Files.readString(file()), new TypeReference<>() {});
  }

  /** The workload of the program, if there is a script for it. */
  Optional<String> find(Program program, Precision precision) {
    try {
      return all().keySet().stream()
          .filter(id -> Workloads.parse(id).program(precision).equals(program))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An executable of the workload's next fork. */
  Executable executable(String workload, Program program, Executable right) {
    try {
      Script script = Objects.requireNonNull(all().get(workload));
      int fork = iterations(workload).size();
      CounterFile energy = new CounterFile(machine().resolve(ENERGY));
      CounterFile throttled = new CounterFile(machine().resolve(THROTTLED));
      return new ScriptedExecutable(program, right, script, fork) {
        @Override
        void executed() {
          energy.add(script.microjoules());
          throttled.add(script.throttled().contains(fork) ? 1 : 0);
        }

        @Override
        public void close() {
          super.close();
          append(workload, iterations());
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String workload, List<Double> iterations) {
    try {
      Files.writeString(
          forks(workload),
          JsonMapper.shared().writeValueAsString(iterations) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link ScriptedExecutable#iterations} of each fork that the workload has had. */
  public List<double[]> iterations(String workload) throws IOException {
    return Files.exists(forks(workload))
        ? Files.readAllLines(forks(workload)).stream()
            .map(line -> JsonMapper.shared().readValue(line, double[].class))
            .toList()
        : List.of();
  }

  private Path forks(String workload) {
    return folder.resolve(workload.replace('/', '-') + FORKS);
  }
}
