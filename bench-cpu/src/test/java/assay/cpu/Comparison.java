package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.SoftmaxCrossEntropy;
import assay.core.program.Tensor;
import assay.core.target.Executable;
import assay.core.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs a program on a target and in {@link Naive} with the same values and compares. */
final class Comparison {
  private static final int STEPS = 2;

  private Comparison() {}

  /**
   * Compares outputs and state after each of two executions.
   *
   * @param tolerance of an element, relative to the largest magnitude of its tensor
   */
  static void check(
      Target target, Precision precision, Program program, int threads, double tolerance) {
    Random random = new Random(program.name().hashCode());
    Naive naive = new Naive();
    try (Executable executable = target.compile(program, precision, new Target.Options(threads))) {
      List<Tensor> given = new ArrayList<>(program.inputs());
      given.addAll(program.state());
      for (Tensor tensor : given) {
        HostTensor value = values(tensor, random, classes(program));
        executable.write(value);
        naive.write(value);
      }
      for (int step = 0; step < STEPS; step++) {
        program.outputs().forEach(t -> executable.write(HostTensor.allocate(t).poison()));
        executable.execute();
        program.ops().forEach(op -> op.outputs().forEach(naive::clear));
        naive.run(program);
        for (Tensor tensor : program.outputs()) {
          compare(
              program, tensor, executable.read(tensor).toDoubles(), naive.get(tensor), tolerance);
        }
        for (Tensor tensor : program.state()) {
          compare(
              program, tensor, executable.read(tensor).toDoubles(), naive.get(tensor), tolerance);
        }
      }
    }
  }

  private static int classes(Program program) {
    return program.ops().stream()
        .filter(op -> op instanceof SoftmaxCrossEntropy)
        .mapToInt(op -> (int) op.outputs().get(1).shape().dim(1))
        .findFirst()
        .orElse(0);
  }

  static HostTensor values(Tensor tensor, Random random, int classes) {
    HostTensor value = HostTensor.allocate(tensor);
    for (long i = 0; i < tensor.elements(); i++) {
      if (tensor.type() == DataType.S32) {
        value.set(i, tensor.name().equals("step") ? 0 : classes == 0 ? 0 : random.nextInt(classes));
      } else if (tensor.name().equals("variance")
          || tensor.name().endsWith(".v")
          || tensor.name().endsWith(".accumulator")) {
        value.set(i, random.nextDouble());
      } else if (tensor.name().matches("w[0-9]")) {
        value.set(i, random.nextGaussian() / 10);
      } else {
        value.set(i, random.nextGaussian());
      }
    }
    return value;
  }

  private static void compare(
      Program program, Tensor tensor, double[] actual, double[] expected, double tolerance) {
    double largest = 1e-30;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(actual[i] - expected[i]);
      if (!(error <= tolerance * largest)) {
        assertThat(actual[i])
            .as(
                "%s: %s at %s, tolerance %s",
                program.name(), tensor, tensor.shape().position(i), tolerance * largest)
            .isEqualTo(expected[i]);
      }
    }
  }
}
