package assay.fpga.rtl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The compiled simulation of one array: a program that multiplies the matrices in a file. */
final class Model {
  private static final String PROGRAM = "bench";
  private static final long BUILD_SECONDS = 900;

  private final Path program;
  private final Command command;
  private final ArraySize size;

  private Model(Path program, Command command, ArraySize size) {
    this.program = program;
    this.command = command;
    this.size = size;
  }

  /**
   * Counters of one multiplication.
   *
   * @param cycles from the first cycle after reset to the last beat of results
   * @param operandBeats cycles in which operands moved
   * @param resultBeats cycles in which results moved
   */
  record Counts(long cycles, long operandBeats, long resultBeats) {}

  /**
   * Random pauses of the streams by the test bench: each pauses in one cycle out of this many, 0
   * for never.
   */
  record Pauses(long seed, int oneInA, int oneInB, int oneInC) {}

  /**
   * The simulation, built now if the cache does not have it.
   *
   * @throws IOException if it cannot be built; the message contains the tools' last output
   */
  static Model build(Sources sources, ArraySize size, Tools tools, Cache cache) throws IOException {
    String versions = tools.version("verilator") + " " + tools.version("g++");
    String name = "bench-" + size + "-" + sources.key(versions);
    Path folder = cache.get(name, made -> compile(sources, size, tools, made));
    return new Model(folder.resolve(PROGRAM), tools.command(), size);
  }

  private static void compile(Sources sources, ArraySize size, Tools tools, Path folder)
      throws IOException {
    Command.Result result = sources.run("build", size, tools, folder, BUILD_SECONDS);
    if (result.status() != 0) {
      throw new IOException(
          "Verilator's build of the " + size + " array failed: " + firstError(result));
    }
    Cache.remove(folder.resolve("obj"));
  }

  /** The first error is the cause; later ones are consequences. */
  private static String firstError(Command.Result result) {
    return (result.errors() + "\n" + result.output())
        .lines()
        .filter(l -> l.contains("rror"))
        .findFirst()
        .orElseGet(result::lastWords);
  }

  ArraySize size() {
    return size;
  }

  /**
   * Multiplies.
   *
   * @param operands file of m·k bytes of A and k·n of B, row by row
   * @param result file for m·n 32-bit sums, row by row
   * @throws IOException if the simulation fails; the message contains its last output
   */
  Counts multiply(
      long m, long n, long k, Path operands, Path result, Pauses pauses, long limitSeconds)
      throws IOException {
    Command.Result ended =
        command.run(
            List.of(
                program.toString(),
                String.valueOf(m),
                String.valueOf(n),
                String.valueOf(k),
                operands.toString(),
                result.toString(),
                String.valueOf(pauses.seed()),
                String.valueOf(pauses.oneInA()),
                String.valueOf(pauses.oneInB()),
                String.valueOf(pauses.oneInC())),
            limitSeconds);
    if (ended.status() != 0) {
      throw new IOException(
          "the simulation ended with status " + ended.status() + ": " + ended.lastWords());
    }
    return counts(ended.output());
  }

  private Counts counts(String output) throws IOException {
    Map<String, Long> values = new HashMap<>();
    try {
      for (String line : output.lines().toList()) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1).strip()));
        }
      }
    } catch (NumberFormatException e) {
      throw new IOException(
          "the simulation printed a counter that is not a number: " + e.getMessage(), e);
    }
    if (value(values, "rows") != size.rows() || value(values, "cols") != size.cols()) {
      throw new IOException(
          "the simulation is for a " + values.get("rows") + "x" + values.get("cols") + " array");
    }
    return new Counts(
        value(values, "cycles"), value(values, "operand_beats"), value(values, "result_beats"));
  }

  private static long value(Map<String, Long> values, String name) throws IOException {
    Long value = values.get(name);
    if (value == null) {
      throw new IOException("the simulation did not report its " + name);
    }
    return value;
  }
}
