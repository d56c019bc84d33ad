package assay.cpu;

import assay.core.conformance.RandomPrograms;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times the CNN's training step, stage by stage. Arguments: {@code [target…] [threads=1,2]
 * [batch=64] [seconds=5]}.
 */
public final class CnnStepComparison {
  private CnnStepComparison() {}

  /** Prints the median time of each stage and of the step. */
  public static void main(String[] arguments) {
    List<String> targets = new ArrayList<>();
    int[] threads = {1, 2};
    int batch = 64;
    double seconds = 5;
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.startsWith("threads=")) {
        threads = Arrays.stream(value.split(",", -1)).mapToInt(Integer::parseInt).toArray();
      } else if (argument.startsWith("batch=")) {
        batch = Integer.parseInt(value);
      } else if (argument.startsWith("seconds=")) {
        seconds = Double.parseDouble(value);
      } else {
        targets.add(argument);
      }
    }
    for (String target : targets) {
      for (int count : threads) {
        measure(System.out, Targets.byId(target).orElseThrow(), count, batch, seconds);
      }
    }
  }

  private static void measure(
      PrintStream out, Target target, int threads, int batch, double seconds) {
    Program program = Cases.cnn(DataType.F32, batch);
    try (CpuExecutable executable =
        (CpuExecutable) target.compile(program, Precision.F32, new Target.Options(threads))) {
      RandomPrograms.values(program, 1).values().forEach(executable::write);
      List<Stage> stages = executable.stages();
      List<long[]> readings = new ArrayList<>();
      long end = System.nanoTime() + (long) (seconds * 1e9);
      while (System.nanoTime() < end) {
        long[] nanos = new long[stages.size() + 1];
        long start = System.nanoTime();
        executable.execute(nanos);
        nanos[stages.size()] = System.nanoTime() - start;
        readings.add(nanos);
      }
      List<long[]> steady = readings.subList(readings.size() / 2, readings.size());
      out.printf("%s, batch %d, %d steps%n", executable.engine(), batch, steady.size());
      for (int i = 0; i <= stages.size(); i++) {
        int at = i;
        double micros =
            steady.stream()
                    .mapToLong(r -> r[at])
                    .sorted()
                    .skip(steady.size() / 2)
                    .findFirst()
                    .orElse(0)
                / 1e3;
        long flops =
            i < stages.size()
                ? stages.get(i).ops().stream().mapToLong(Op::flops).sum()
                : program.flops();
        String label = i < stages.size() ? stages.get(i).label() : "step";
        out.printf("%10.1f us %8.1f GFLOP/s  %s%n", micros, flops / micros / 1e3, label);
      }
    }
  }
}
