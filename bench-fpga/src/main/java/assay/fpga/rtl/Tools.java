package assay.fpga.rtl;

import assay.core.availability.Remedy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs the model is built and routed with, as the search path finds them. */
final class Tools {
  /** Programs needed for simulation. */
  static final List<String> SIMULATION = List.of("verilator", "g++", "make", "sh");

  /** Programs needed for the clock frequency. */
  static final List<String> SYNTHESIS = List.of("yosys", "nextpnr-ice40", "sh");

  static final Remedy SIMULATION_REMEDY = new Remedy.Packages(List.of("verilator", "g++", "make"));
  static final Remedy SYNTHESIS_REMEDY = new Remedy.Packages(List.of("yosys", "nextpnr-ice40"));

  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)+(?:[-+][0-9a-z+]+)?");
  private static final long LIMIT_SECONDS = 20;

  private final Map<String, String> environment;
  private final Command command;

  Tools(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.command = new Command(environment);
  }

  Command command() {
    return command;
  }

  /** The programs that are not on the search path, in order. */
  List<String> missing(List<String> programs) {
    return programs.stream().filter(p -> find(p).isEmpty()).toList();
  }

  /** The program's file. */
  Optional<Path> find(String program) {
    List<Path> candidates = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        candidates.add(Path.of(folder, program));
      }
    }
    return candidates.stream()
        .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p))
        .findFirst();
  }

  /**
   * The version the program reports, such as {@code 5.006}.
   *
   * @throws IOException if it cannot be run or reports no version
   */
  String version(String program) throws IOException {
    Path file =
        find(program).orElseThrow(() -> new IOException(program + " is not on the search path"));
    String option = program.equals("yosys") ? "-V" : "--version";
    Command.Result result = command.run(List.of(file.toString(), option), LIMIT_SECONDS);
    Matcher number = NUMBER.matcher(result.output() + result.errors());
    if (result.status() != 0 || !number.find()) {
      throw new IOException(
          file
              + " "
              + option
              + " ended with status "
              + result.status()
              + ": "
              + result.lastWords());
    }
    return number.group();
  }
}
