package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.conformance.RandomPrograms;
import assay.core.device.Device;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.Targets;
import assay.cpu.scalar.ScalarTarget;
import assay.cpu.simd.SimdTarget;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both targets have from their common part. */
class CpuExecutableTest {
  static List<Target> targets() {
    return List.of(new ScalarTarget(), new SimdTarget());
  }

  private static Executable compile(Target target, Program program, int threads) {
    return target.compile(program, Precision.F32, new Target.Options(threads));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void isFoundAndAvailable(Target target) {
    assertThat(Targets.byId(target.id())).isPresent();
    assertThat(target.probe()).isInstanceOf(Availability.Available.class);
    Device device = target.probe().toOptional().orElseThrow();
    assertThat(device).isInstanceOf(Device.Hardware.class);
    assertThat(device.name()).isNotBlank();
    assertThat(device.details()).containsKeys("cores", "jvm");
  }

  @ParameterizedTest
  @MethodSource("targets")
  void resultsDoNotDependOnTiming(Target target) {
    Program program = Cases.cnn(DataType.F32, 9);
    var given = RandomPrograms.values(program, 2);
    Tensor weights = program.tensor("w2");
    double[] first = {};
    for (int run = 0; run < 3; run++) {
      try (Executable executable = compile(target, program, 3)) {
        given.values().forEach(executable::write);
        executable.execute();
        executable.execute();
        double[] now = executable.read(weights).toDoubles();
        first = run == 0 ? now : first;
        assertThat(now).isEqualTo(first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void refusesWhatDoesNotFit(Target target) {
    ProgramBuilder huge = Program.builder("huge");
    huge.output(huge.copy(huge.input("x", Shape.of(3L << 30), DataType.F32)));
    assertThatThrownBy(() -> compile(target, huge.build(), 1))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("12884901888 bytes");
    ProgramBuilder many = Program.builder("many");
    for (int i = 0; i < 40; i++) {
      many.output(many.copy(many.input("x" + i, Shape.of(1L << 30), DataType.F32)));
    }
    assertThatThrownBy(() -> compile(target, many.build(), 1))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("needs 343597383680 bytes")
        .hasMessageContaining("-Xmx");
  }

  @ParameterizedTest
  @MethodSource("targets")
  void refusesLabelsThatAreNoClass(Target target) {
    ProgramBuilder b = Program.builder("labels");
    Tensor labels = b.input("labels", Shape.of(3), DataType.S32);
    SoftmaxCrossEntropy s =
        b.softmaxCrossEntropy(b.input("x", Shape.of(3, 4), DataType.F32), labels);
    b.output(s.loss());
    try (Executable executable = compile(target, b.build(), 1)) {
      executable.write(HostTensor.of(labels, 0, 4, 1));
      assertThatThrownBy(executable::execute)
          .isInstanceOf(TargetException.class)
          .hasMessage("label 4 at [1] is not in [0, 4)");
    }
  }

  /** Ties go to the first, NaN wins, and ReLU's gradient stops at what is not positive. */
  @ParameterizedTest
  @MethodSource("targets")
  void poolsTiesAndNaN(Target target) {
    for (int channels : new int[] {1, 37}) {
      ProgramBuilder b = Program.builder("pool");
      Tensor x = b.input("x", Shape.of(1, 2, 6, channels), DataType.F32);
      Tensor dy = b.input("dy", Shape.of(1, 1, 3, channels), DataType.F32);
      Tensor y = b.maxPool2d(x, Window2d.tiles(2));
      Tensor dx = b.maxPool2dGrad(dy, x, y, Window2d.tiles(2));
      Tensor again = b.maxPool2dGrad(dy, x, y, Window2d.tiles(2));
      Tensor dz = b.reluGrad(again, x);
      b.output(y).output(dx).output(b.biasGrad(dz)).output(dz);
      double nan = Double.NaN;
      double[] in = {1, 3, nan, 5, -1, -2, 3, 3, nan, 9, -3, -1};
      try (Executable executable = compile(target, b.build(), 1)) {
        executable.write(HostTensor.of(x, spread(in, channels)));
        executable.write(HostTensor.of(dy, spread(new double[] {10, 20, 30}, channels)));
        executable.execute();
        assertThat(executable.read(y).toDoubles())
            .isEqualTo(spread(new double[] {3, nan, -1}, channels));
        assertThat(executable.read(dx).toDoubles())
            .isEqualTo(spread(new double[] {0, 10, 20, 0, 30, 0, 0, 0, 0, 0, 0, 0}, channels));
        assertThat(executable.read(dz).toDoubles())
            .isEqualTo(spread(new double[] {0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, channels));
      }
    }
  }

  private static double[] spread(double[] values, int channels) {
    double[] all = new double[values.length * channels];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i / channels];
    }
    return all;
  }
}
